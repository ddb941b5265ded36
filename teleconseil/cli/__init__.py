"""The command line. One module per group, imported when its command runs."""

from __future__ import annotations


def main() -> None:
    """Run the command that was typed, and exit with its status: 0 done, 1 failed, 2 bad usage."""
    from teleconseil.cli.root import root

    root.main(prog_name="teleconseil")
