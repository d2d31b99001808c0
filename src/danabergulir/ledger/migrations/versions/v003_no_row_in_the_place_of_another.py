"""Nothing in the place of a row: ``REPLACE`` deletes what it runs into, and no trigger on DELETE is asked."""

from alembic import op

revision = "3"
down_revision = "2"

_KEYS: dict[str, tuple[str, ...]] = {
    "book": (),
    "profile": (),
    "policy": (),
    "account": (),
    "ksm": (),
    "member": (),
    "loan": ("number",),
    "proposal": ("number",),
    "decision": ("number",),
    "loan_share": ("number, member",),
    "receipt_share": (),
    "penalty_waiver": (),
    "sanction": ("number", "letter"),
    "sanction_event": (),
    "reminder": (),
    "asset": (),
    "import_file": ("kind, digest",),
    "closing": (),
    "reopening": ("closing",),
    "schedule": ("loan, version",),
    "instalment": ("loan, version, number",),
    "voucher": ("number", "external_ref", "reverses", "digest", "kind, year, serial"),
    "transfer": (),
    "cash_count": (),
    "logo": ("digest",),
}
"""What may stand only once in each table, besides the row's own place."""

_WITHDRAWN = (
    "NEW.kind = 'cabut' AND EXISTS (SELECT 1 FROM sanction_event WHERE kind = 'cabut' AND sanction = NEW.sanction)"
)


def upgrade() -> None:
    """Refuse every row that would push out another one, in all tables."""
    for table, keys in _KEYS.items():
        taken = [_taken(table, key) for key in ("rowid", *keys)]
        if table == "sanction_event":
            taken.append(_WITHDRAWN)
        op.execute(
            f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} WHEN {' OR '.join(taken)} "
            f"BEGIN SELECT RAISE(ABORT, '{table} hanya boleh ditambah'); END"
        )


def _taken(table: str, key: str) -> str:
    same = " AND ".join(f"{column} = NEW.{column}" for column in key.split(", "))
    return f"EXISTS (SELECT 1 FROM {table} WHERE {same})"  # noqa: S608 - our own names
