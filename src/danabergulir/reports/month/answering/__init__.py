"""Reports on what the fund answers for to the citizens."""
