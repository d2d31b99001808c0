"""The policy of the board: its file, and the versions in force from a day."""
