"""Run the program as ``python -m danabergulir``."""

from danabergulir.cli.app import main

if __name__ == "__main__":
    main()
