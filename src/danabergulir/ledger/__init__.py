"""The ledger file: one SQLite file that only grows. Tables, migrations, one writer, one reader."""
