"""Use cases of the desk. Each takes the store as a parameter and returns values of ``domain``."""
