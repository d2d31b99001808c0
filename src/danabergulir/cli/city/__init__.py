"""A city and its UPK: packages taken in, reports on them, and the same questions for other engines."""
