"""Receipts in any order: what puts the parts of a receipt right, and whether these were typed."""

from alembic import op

revision = "4"
down_revision = "3"


def upgrade() -> None:
    """Add what a voucher corrects and how its parts were found; the vouchers there are know of neither."""
    op.execute("ALTER TABLE voucher ADD COLUMN corrects TEXT REFERENCES voucher (number)")
    op.execute("ALTER TABLE voucher ADD COLUMN split TEXT CHECK (split IN ('ketik', 'aturan'))")
    op.execute("CREATE INDEX voucher_correcting ON voucher (corrects) WHERE corrects IS NOT NULL")
