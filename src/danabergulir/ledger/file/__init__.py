"""The ledger as a file: its schema, its chain of digests, whole copies of it, backups beside it."""
