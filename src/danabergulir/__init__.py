"""A revolving-fund ledger for the finance units (UPK) of Indonesian community boards."""

__version__ = "0.1.0"
