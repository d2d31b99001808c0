"""What a treasurer looks up between the reports: a day, what is still to do, a word somewhere in the book."""
