"""Use cases of a loan, from proposal to end."""
