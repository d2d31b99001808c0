"""The heads of the RW, by version: whom letters, copies of letters and digests are addressed to."""

from alembic import op

revision = "8"
down_revision = "7"

_DAY = "dated_on TEXT NOT NULL CHECK (dated_on GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]')"


def upgrade() -> None:
    """Add the register, only to be added to."""
    op.execute(
        f"CREATE TABLE rw_head (id INTEGER PRIMARY KEY, {_DAY}, recorded_at TEXT NOT NULL, "
        "rw TEXT NOT NULL CHECK (rw <> ''), name TEXT NOT NULL CHECK (name <> ''), "
        "phone TEXT NOT NULL, address TEXT NOT NULL) STRICT"
    )
    events = {
        "update": "BEFORE UPDATE ON rw_head",
        "delete": "BEFORE DELETE ON rw_head",
        "replace": "BEFORE INSERT ON rw_head WHEN EXISTS (SELECT 1 FROM rw_head WHERE rowid = NEW.rowid)",
    }
    for change, event in events.items():
        op.execute(
            f"CREATE TRIGGER rw_head_no_{change} {event} BEGIN SELECT RAISE(ABORT, 'rw_head hanya boleh ditambah'); END"
        )
