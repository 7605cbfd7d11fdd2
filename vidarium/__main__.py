"""`python -m vidarium` is the `vidarium` command."""

import sys

from vidarium.cli import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
