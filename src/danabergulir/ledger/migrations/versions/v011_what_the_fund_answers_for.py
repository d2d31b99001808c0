"""Social and neighbourhood works, sources of the capital, minutes, receipts of reports, complaints, and visits."""

from alembic import op

revision = "11"
down_revision = "10"

_DAY = "dated_on TEXT NOT NULL CHECK (dated_on GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]')"
_HEAD = f"id INTEGER PRIMARY KEY, {_DAY}, recorded_at TEXT NOT NULL"

_TABLES = {
    "activity": f"""
        {_HEAD}, number TEXT NOT NULL CHECK (number <> ''), name TEXT NOT NULL CHECK (name <> ''),
        fund TEXT NOT NULL CHECK (fund IN ('sosial', 'lingkungan')), rw TEXT NOT NULL,
        recipients INTEGER CHECK (recipients >= 0), budget INTEGER NOT NULL CHECK (budget > 0), minutes TEXT NOT NULL
    """,
    "activity_payment": """
        voucher INTEGER PRIMARY KEY REFERENCES voucher (sequence), recorded_at TEXT NOT NULL,
        activity TEXT NOT NULL CHECK (activity <> ''), override TEXT NOT NULL
    """,
    "fund_source": f"""
        {_HEAD}, number TEXT NOT NULL CHECK (number <> ''), account TEXT NOT NULL CHECK (account <> ''),
        kind TEXT NOT NULL CHECK (kind IN ('BLM', 'PAKET', 'channeling', 'APBD', 'swadaya', 'lain')),
        programme TEXT NOT NULL, document TEXT NOT NULL, received_on TEXT NOT NULL
            CHECK (received_on GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
        amount INTEGER NOT NULL CHECK (amount >= 0)
    """,
    "minutes": f"""
        {_HEAD}, number TEXT NOT NULL CHECK (number <> ''),
        held_on TEXT NOT NULL CHECK (held_on GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
        subject TEXT NOT NULL CHECK (subject <> ''), present TEXT NOT NULL, about TEXT NOT NULL
    """,
    "report_receipt": f"""
        {_HEAD}, month TEXT NOT NULL CHECK (month GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]'),
        office TEXT NOT NULL CHECK (office <> ''), name TEXT NOT NULL, head TEXT NOT NULL, remark TEXT NOT NULL
    """,
    "complaint": f"""
        {_HEAD}, number TEXT NOT NULL CHECK (number <> ''), text TEXT NOT NULL CHECK (text <> ''),
        person TEXT NOT NULL, contact TEXT NOT NULL
    """,
    "complaint_answer": f"""
        {_HEAD}, complaint TEXT NOT NULL CHECK (complaint <> ''), text TEXT NOT NULL CHECK (text <> '')
    """,
    "visit": f"""
        {_HEAD}, ksm TEXT NOT NULL CHECK (ksm <> ''), visitor TEXT NOT NULL, text TEXT NOT NULL
    """,
}


def upgrade() -> None:
    """Add the registers, only to be added to."""
    for table, columns in _TABLES.items():
        op.execute(f"CREATE TABLE {table} ({columns}) STRICT")
        events = {
            "update": f"BEFORE UPDATE ON {table}",
            "delete": f"BEFORE DELETE ON {table}",
            "replace": f"BEFORE INSERT ON {table} WHEN EXISTS (SELECT 1 FROM {table} WHERE rowid = NEW.rowid)",  # noqa: S608 - our own names
        }
        for change, event in events.items():
            op.execute(
                f"CREATE TRIGGER {table}_no_{change} {event} "
                f"BEGIN SELECT RAISE(ABORT, '{table} hanya boleh ditambah'); END"
            )
