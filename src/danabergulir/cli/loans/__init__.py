"""Commands about a loan, from proposal to end."""
