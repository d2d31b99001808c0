"""What others keep to vouch for the book: signed heads, the page for everybody, and the slip of one KSM."""
