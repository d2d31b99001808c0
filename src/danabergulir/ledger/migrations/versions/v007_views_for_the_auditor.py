"""The book in the field's words for whoever opens the file with another tool: views, which hold nothing themselves."""

from alembic import op

from danabergulir.ledger.file import views

revision = "7"
down_revision = "6"


def upgrade() -> None:
    """Make every view, in the place of one of that name that somebody else may have made."""
    for name, statement in views.statements():
        op.execute(f"DROP VIEW IF EXISTS {name}")
        op.execute(statement)
