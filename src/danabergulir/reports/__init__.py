"""Reports: an as-of picture of the books in, finished data out. Pure functions; no I/O, no clock, no layout."""
