"""The fund over time: the months looked back on, and a year of them."""
