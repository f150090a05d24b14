"""`python -m khronika` is the command `khronika`."""

from khronika.cli import main

if __name__ == "__main__":
    main()
