"""The reports of a city on its UPK."""
