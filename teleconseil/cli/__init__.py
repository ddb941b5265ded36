"""The command line. One module per group, imported when its command runs."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command that was typed, and exit with its status: 0 done, 1 failed, 2 bad usage.

    Without a command the desk opens, and does not wait for what reads commands.
    """
    if len(sys.argv) == 1:
        from teleconseil.cli import edge
        from teleconseil.cli.opening import open_desk

        edge.utf8_output()
        sys.exit(edge.guarded(open_desk))
    from teleconseil.cli.root import root

    root.main(prog_name="teleconseil")
