"""Commands for late groups and for those that pay on time."""
