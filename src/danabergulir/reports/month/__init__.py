"""The reports of a month, and the catalog that lists them."""
