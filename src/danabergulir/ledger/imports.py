"""Reading which files were imported."""

from sqlmodel import Session, select

from danabergulir.ledger.tables.records import ImportRow


def imported_at(session: Session, kind: str, digest: str) -> str | None:
    """Return when a file with that SHA-256 was imported; None when it never was."""
    row = session.exec(select(ImportRow).where(ImportRow.kind == kind, ImportRow.digest == digest)).first()
    return row.recorded_at if row else None
