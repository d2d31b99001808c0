"""Many UPK beside each other: the packages they hand in to a city, and what these say of each other."""
