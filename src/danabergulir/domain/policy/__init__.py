"""The board's rules: their values, their defaults, and the file they are written in."""
