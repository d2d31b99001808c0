"""Commands that hand out what vouches for the book."""
