"""teleconseil: the desk of a French employers' federation's advisors."""

__version__ = "0.1.0"
