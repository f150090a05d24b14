"""The command line: one file a command, each a thin cover over a call of the library.

Exit codes (contract, section 2): 0 done, 1 done with problems in the data, 2 wrong use, 3 could not.
"""

from khronika.cli.app import main

__all__ = ["main"]
