"""Reports and papers as PDF pages, set by Typst."""
