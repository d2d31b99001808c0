"""Schema versions of the ledger file, run by Alembic: explicit SQL, one file per version, forward only."""
