"""`python -m scaffolder` is the same as the `scaffold` command."""

from scaffolder.cli import main

if __name__ == "__main__":
    main()
