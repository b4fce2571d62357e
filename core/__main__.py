"""The command line: every study without a browser (`python -m core --help`)."""

import sys

from .command_line.main import main

if __name__ == "__main__":
    sys.exit(main())
