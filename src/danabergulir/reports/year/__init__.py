"""The reports of a year, for the citizens' meeting: the months' figures, beside each other and beside last year's."""
