"""Which KSM was drawn into which text of a reminder, and what a reminder said beside its facts."""

from alembic import op

revision = "12"
down_revision = "11"


def upgrade() -> None:
    """Add the register of draws, only to be added to, and what a reminder may say of its text."""
    op.execute("""
        CREATE TABLE trial_draw (
            id INTEGER PRIMARY KEY,
            dated_on TEXT NOT NULL CHECK (dated_on GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
            recorded_at TEXT NOT NULL,
            texts TEXT NOT NULL CHECK (texts GLOB '[A-Z],[A-Z]'),
            ksm TEXT NOT NULL CHECK (ksm <> ''),
            text TEXT NOT NULL CHECK (text IN (substr(texts, 1, 1), substr(texts, 3, 1))),
            head TEXT NOT NULL CHECK (head <> ''),
            UNIQUE (texts, ksm)
        ) STRICT
    """)
    events = {
        "update": "BEFORE UPDATE ON trial_draw",
        "delete": "BEFORE DELETE ON trial_draw",
        "replace": "BEFORE INSERT ON trial_draw WHEN EXISTS (SELECT 1 FROM trial_draw WHERE rowid = NEW.rowid "
        "OR (texts = NEW.texts AND ksm = NEW.ksm))",
    }
    for change, event in events.items():
        op.execute(
            f"CREATE TRIGGER trial_draw_no_{change} {event} "
            "BEGIN SELECT RAISE(ABORT, 'trial_draw hanya boleh ditambah'); END"
        )
    op.execute("ALTER TABLE reminder ADD COLUMN draw INTEGER REFERENCES trial_draw (id)")
    op.execute("ALTER TABLE reminder ADD COLUMN sentence INTEGER CHECK (sentence = 1)")
    op.execute("CREATE INDEX reminder_drawn ON reminder (draw) WHERE draw IS NOT NULL")
