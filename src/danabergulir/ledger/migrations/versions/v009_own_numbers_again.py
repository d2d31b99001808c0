"""The treasurer's own number of a voucher that was taken back is free again, for the slip is the same.

SQLite cannot drop ``UNIQUE`` from a column, so the table is built anew with all its rows, as its documentation tells
(https://www.sqlite.org/lang_altertable.html#otheralter). Nothing that a digest is made of changes.
"""

from alembic import op

revision = "9"
down_revision = "8"

_COLUMNS = """
    sequence INTEGER PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('BKM', 'BKK', 'BPB', 'BSA')),
    year INTEGER NOT NULL, serial INTEGER NOT NULL CHECK (serial >= 1),
    number TEXT NOT NULL UNIQUE, event TEXT NOT NULL,
    dated_on TEXT NOT NULL CHECK (dated_on GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    recorded_at TEXT NOT NULL,
    party TEXT NOT NULL, memo TEXT NOT NULL,
    loan TEXT REFERENCES loan (number),
    external_ref TEXT,
    reverses TEXT UNIQUE REFERENCES voucher (number),
    digest TEXT NOT NULL UNIQUE,
    corrects TEXT REFERENCES voucher (number),
    split TEXT CHECK (split IN ('ketik', 'aturan')),
    UNIQUE (kind, year, serial)
"""
_NAMES = (
    "sequence, kind, year, serial, number, event, dated_on, recorded_at, party, memo, loan, external_ref, reverses, "
    "digest, corrects, split"
)
_INDEXES = (
    "CREATE INDEX voucher_by_date ON voucher (dated_on, sequence)",
    "CREATE INDEX voucher_by_loan ON voucher (loan)",
    "CREATE INDEX voucher_carrying ON voucher (event) WHERE event IN ('saldo awal', 'tutup tahun')",
    "CREATE INDEX voucher_correcting ON voucher (corrects) WHERE corrects IS NOT NULL",
    "CREATE INDEX voucher_by_own_number ON voucher (external_ref) WHERE external_ref IS NOT NULL",
)
_KEYS = ("rowid", "number", "reverses", "digest", "kind, year, serial")


def upgrade() -> None:
    """Build the table of vouchers anew without that rule, and let a trigger keep what is left of it."""
    # Views and triggers go on naming the table that takes the other's place; SQLite is not to follow the renaming.
    op.execute("PRAGMA legacy_alter_table = ON")
    op.execute(f"CREATE TABLE voucher_new ({_COLUMNS}) STRICT")
    op.execute(f"INSERT INTO voucher_new ({_NAMES}) SELECT {_NAMES} FROM voucher ORDER BY sequence")  # noqa: S608 - our own names
    op.execute("DROP TABLE voucher")
    op.execute("ALTER TABLE voucher_new RENAME TO voucher")
    op.execute("PRAGMA legacy_alter_table = OFF")
    for index in _INDEXES:
        op.execute(index)
    for change in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER voucher_no_{change.lower()} BEFORE {change} ON voucher "
            "BEGIN SELECT RAISE(ABORT, 'voucher hanya boleh ditambah'); END"
        )
    op.execute(
        f"CREATE TRIGGER voucher_no_replace BEFORE INSERT ON voucher WHEN {' OR '.join(map(_taken, _KEYS))} "
        "BEGIN SELECT RAISE(ABORT, 'voucher hanya boleh ditambah'); END"
    )
    op.execute(
        "CREATE TRIGGER voucher_own_number_once BEFORE INSERT ON voucher WHEN EXISTS (SELECT 1 FROM voucher AS other "
        "WHERE other.external_ref = NEW.external_ref "
        "AND NOT EXISTS (SELECT 1 FROM voucher AS back WHERE back.reverses = other.number)) "
        "BEGIN SELECT RAISE(ABORT, 'nomor bukti luar ini masih dipakai bukti lain'); END"
    )


def _taken(key: str) -> str:
    same = " AND ".join(f"{column} = NEW.{column}" for column in key.split(", "))
    return f"EXISTS (SELECT 1 FROM voucher WHERE {same})"  # noqa: S608 - our own names
