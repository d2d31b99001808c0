"""Decisions about slips that an append-only book keeps; and imports that were not compared row by row."""

from alembic import op

revision = "5"
down_revision = "4"

_DAY = "dated_on TEXT NOT NULL CHECK (dated_on GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]')"


def upgrade() -> None:
    """Add the decisions, only to be added to; mark the imports there are as not compared with earlier ones."""
    op.execute(
        f"CREATE TABLE review (id INTEGER PRIMARY KEY, {_DAY}, recorded_at TEXT NOT NULL, "
        "code TEXT NOT NULL CHECK (code <> ''), minutes TEXT NOT NULL CHECK (minutes <> ''), "
        "reason TEXT NOT NULL CHECK (reason <> '')) STRICT"
    )
    events = {
        "update": "BEFORE UPDATE ON review",
        "delete": "BEFORE DELETE ON review",
        "replace": "BEFORE INSERT ON review WHEN EXISTS (SELECT 1 FROM review WHERE rowid = NEW.rowid)",
    }
    for change, event in events.items():
        op.execute(
            f"CREATE TRIGGER review_no_{change} {event} BEGIN SELECT RAISE(ABORT, 'review hanya boleh ditambah'); END"
        )
    op.execute("ALTER TABLE import_file ADD COLUMN compared INTEGER NOT NULL DEFAULT 0 CHECK (compared IN (0, 1))")
