"""What the ledger can prove about itself: its rows, its closes, its backups."""
