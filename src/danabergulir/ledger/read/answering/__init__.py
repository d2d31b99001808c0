"""Reading what the fund answers for: its social works, whom it reached, and what the board decided."""
