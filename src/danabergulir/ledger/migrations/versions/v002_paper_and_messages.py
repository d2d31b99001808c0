"""What paper and messages need: the letterhead with its logo, kept once however many profiles show it; who was told."""

from alembic import op

revision = "2"
down_revision = "1"


def upgrade() -> None:
    """Add the letterhead, empty in the profiles there are, and to a reminder who was told: so far all by hand."""
    op.execute(
        "CREATE TABLE logo (digest TEXT PRIMARY KEY NOT NULL, recorded_at TEXT NOT NULL, "
        "content BLOB NOT NULL CHECK (length(content) > 0)) STRICT"
    )
    for change in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER logo_no_{change.lower()} BEFORE {change} ON logo "
            "BEGIN SELECT RAISE(ABORT, 'logo hanya boleh ditambah'); END"
        )
    op.execute("ALTER TABLE profile ADD COLUMN signers TEXT NOT NULL DEFAULT '[]'")
    op.execute("ALTER TABLE profile ADD COLUMN logo TEXT REFERENCES logo (digest)")
    op.execute("ALTER TABLE profile ADD COLUMN colour TEXT NOT NULL DEFAULT ''")
    op.execute("ALTER TABLE reminder ADD COLUMN recipient TEXT NOT NULL DEFAULT ''")
