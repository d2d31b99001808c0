"""Every row in the chain: who the ledger is, and an entry for each row in the order in which it was recorded."""

from alembic import op

from danabergulir.ledger.file import seals

revision = "10"
down_revision = "9"

_TABLES = {
    "identity": (
        """
            id INTEGER PRIMARY KEY CHECK (id = 1),
            upk_id TEXT NOT NULL CHECK (length(upk_id) = 16),
            secret BLOB NOT NULL CHECK (length(secret) = 32),
            sealed_to INTEGER NOT NULL CHECK (sealed_to >= 0)
        """,
        ("rowid",),
    ),
    "seal": (
        """
            seq INTEGER PRIMARY KEY CHECK (seq >= 1),
            table_name TEXT NOT NULL, row_key TEXT NOT NULL,
            head BLOB NOT NULL CHECK (length(head) = 32),
            UNIQUE (table_name, row_key)
        """,
        ("rowid", "table_name, row_key"),
    ),
}


def upgrade() -> None:
    """Add both tables, only to be added to, and seal what an older ledger holds: table by table, row by row."""
    for table, (columns, keys) in _TABLES.items():
        op.execute(f"CREATE TABLE {table} ({columns}) STRICT")
        for change in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{change.lower()} BEFORE {change} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} hanya boleh ditambah'); END"
            )
        op.execute(
            f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} "
            f"WHEN {' OR '.join(_taken(table, key) for key in keys)} "
            f"BEGIN SELECT RAISE(ABORT, '{table} hanya boleh ditambah'); END"
        )
    connection = op.get_bind().connection.driver_connection
    assert connection is not None
    secret = seals.new_secret()
    count = sum(
        connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]  # noqa: S608 - names from the schema
        for name in seals.tables_of(connection)
    )
    connection.execute(
        "INSERT INTO identity (id, upk_id, secret, sealed_to) VALUES (1, ?, ?, ?)",
        (seals.name_of(secret), secret, count),
    )
    seals.seal_everything(connection)


def _taken(table: str, key: str) -> str:
    same = " AND ".join(f"{column} = NEW.{column}" for column in key.split(", "))
    return f"EXISTS (SELECT 1 FROM {table} WHERE {same})"  # noqa: S608 - our own names
