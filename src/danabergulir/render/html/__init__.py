"""The page for everybody, as one file that any telephone opens."""
