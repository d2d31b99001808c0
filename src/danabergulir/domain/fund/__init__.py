"""The fund as a whole: how well it does at a date, and from month to month."""
