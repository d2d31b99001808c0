"""What lets somebody outside the book vouch for it: short codes, a tree over its entries, and signed heads."""
