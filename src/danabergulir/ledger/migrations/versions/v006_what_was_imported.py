"""Which vouchers came in with a file: a row that stands in the books already is known again, however it is saved."""

from alembic import op

revision = "6"
down_revision = "5"


def upgrade() -> None:
    """Add the list, and fill it with what was recorded in the same moment as an import of transactions."""
    op.execute(
        "CREATE TABLE imported_voucher (voucher INTEGER PRIMARY KEY REFERENCES voucher (sequence), "
        "recorded_at TEXT NOT NULL) STRICT"
    )
    op.execute(
        "INSERT INTO imported_voucher (voucher, recorded_at) SELECT sequence, recorded_at FROM voucher "
        "WHERE recorded_at IN (SELECT recorded_at FROM import_file WHERE kind = 'transaksi')"
    )
    for change in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER imported_voucher_no_{change.lower()} BEFORE {change} ON imported_voucher "
            "BEGIN SELECT RAISE(ABORT, 'imported_voucher hanya boleh ditambah'); END"
        )
    op.execute(
        "CREATE TRIGGER imported_voucher_no_replace BEFORE INSERT ON imported_voucher "
        "WHEN EXISTS (SELECT 1 FROM imported_voucher WHERE rowid = NEW.rowid) "
        "BEGIN SELECT RAISE(ABORT, 'imported_voucher hanya boleh ditambah'); END"
    )
