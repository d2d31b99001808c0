"""Commands about what the fund answers for to the citizens."""
