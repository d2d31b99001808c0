"""What the fund answers for to the citizens: social works, sources of capital, minutes, complaints, visits."""
