"""A city and its UPK: packages checked and taken in as Parquet, and what is asked of them."""
