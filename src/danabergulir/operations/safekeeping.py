"""Keeping the ledger safe: backups, the way back from one, and when to be reminded of making one."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from typing import Final

from danabergulir.dates import format_form
from danabergulir.domain.checks import Result
from danabergulir.domain.closing import Closing
from danabergulir.domain.policy.rules import BackupRules
from danabergulir.errors import LedgerUnusableError
from danabergulir.frozen import Struct
from danabergulir.ledger.file import backups, copies, heads_file, seals, store
from danabergulir.ledger.file.backups import Backup, Missing, Restored
from danabergulir.ledger.file.copies import Contents
from danabergulir.ledger.file.heads_file import KeptHead
from danabergulir.ledger.file.kept import is_hidden, made_on, usual_folder
from danabergulir.ledger.read import registers
from danabergulir.money import format_count
from danabergulir.reports.model.sheet import Cell
from danabergulir.text import first_few

_NUMBERS_SHOWN: Final = 10
_KILOBYTE: Final = 1000


class BackedUp(Struct, frozen=True):
    """A backup that was made, and what an older one holds and the ledger no longer does, as a sentence."""

    backup: Backup
    changed: str | None


def back_up(path: Path, folder: Path | None, now: datetime) -> BackedUp:
    """Back the ledger up into ``folder`` (else the usual one beside it), and keep as many backups as the policy says.

    Where the ledger no longer holds what a backup does, that witness stays, and all others with it. Raises
    ``LedgerUnusableError`` when no sound backup could be made.
    """
    with store.reading(path) as connection:
        keep = registers.policy(connection, now.date()).backup.kept
    changed = _changed_since(path)  # after this one was made, it would speak for the ledger
    return BackedUp(backups.make(path, folder or usual_folder(path), now, None if changed else keep), changed)


class CloseKept(Struct, frozen=True):
    """What a close left outside the ledger: the backup that was made, or why there is none."""

    backup: Path | None
    warnings: tuple[str, ...]


def keep_close(path: Path, closing: Closing, now: datetime) -> CloseKept:
    """Put the head after a close down in ``kepala.txt``, and back the ledger up; what hinders that undoes no close."""
    warnings = []
    try:
        _put_down(path, f"tutup {closing.kind} {closing.period}", now)
    except OSError:
        warnings.append(f"kepala buku tidak dapat dicatat di {heads_file.path_of(path)}; salin dari layar")
    try:
        made = back_up(path, None, now)
        return CloseKept(made.backup.path, (*warnings, *filter(None, [made.changed])))
    except LedgerUnusableError as error:
        warnings.append(f"cadangan buku tidak dapat dibuat: {error.message}. Buat lagi: danabergulir cadangkan")
        return CloseKept(None, tuple(warnings))


def _put_down(path: Path, event: str, now: datetime) -> None:
    with store.reading(path) as connection:
        (seq, head), upk_id = seals.newest(connection), seals.identity_of(connection).upk_id
    heads_file.append(path, KeptHead(now.isoformat(timespec="seconds"), event, seq, head.hex(), upk_id))


def _changed_since(path: Path) -> str | None:
    """Return what a backup holds and the ledger no longer does, as a sentence; None where all is there."""
    from danabergulir.ledger.proofs import backup  # noqa: PLC0415 - the proofs, for who makes a backup

    found = backup.still_there(path)
    return f"{found.sentence} {found.hint}" if found and found.result is Result.WRONG else None


def backup_facts(made: Backup) -> tuple[tuple[str, Cell], ...]:
    """Return what a treasurer may want to write down about a backup, label and value."""
    return (
        ("Cadangan buku", str(made.path)),
        ("Ukuran", f"{format_count(-(-made.contents.size // _KILOBYTE))} KB"),
        *_contents_facts(made.contents),
    )


def _contents_facts(contents: Contents) -> tuple[tuple[str, Cell], ...]:
    return (
        ("Jumlah bukti", format_count(contents.vouchers)),
        ("Bukti terakhir", _last_voucher(contents)),
        ("Kepala bukti", contents.head),
    )


def _last_voucher(contents: Contents) -> str:
    if not contents.last_voucher:
        return "belum ada"
    return f"{contents.last_voucher}, {format_form(date.fromisoformat(contents.last_dated_on))}"


class Prospect(Struct, frozen=True):
    """What restoring would do: what the backup holds, and what of the present ledger is not in it.

    ``lost`` is None when the present ledger cannot be read; ``replaces`` is False when there is none.
    """

    source: Path
    contents: Contents
    replaces: bool
    lost: Missing | None


def look_ahead(source: Path, path: Path) -> Prospect:
    """Return what restoring ``source`` over the ledger ``path`` would do. Raises ``LedgerUnusableError``."""
    backups.refuse_itself(source, path)
    contents = copies.inspect(source)
    replaces = path.is_file()
    return Prospect(source, contents, replaces, backups.missing_from(source, path) if replaces else None)


def prospect_remarks(prospect: Prospect) -> list[str]:
    """Return what to tell before restoring, a sentence each."""
    contents = prospect.contents
    last = _last_voucher(contents)
    remarks = [f"Cadangan buku ini utuh. Jumlah bukti {format_count(contents.vouchers)}, bukti terakhir {last}."]
    if not prospect.replaces:
        return remarks
    if prospect.lost is None:
        return [*remarks, "Buku sekarang tidak terbaca. Tidak diketahui apa yang lebih baru di dalamnya."]
    lost = []
    if prospect.lost.vouchers:
        count = format_count(len(prospect.lost.vouchers))
        lost.append(f"Peringatan: {count} bukti tidak ada di cadangan buku ini: {_listed(prospect.lost.vouchers)}.")
    if prospect.lost.closings:
        lost.append(f"Peringatan: tutup buku tidak ada di cadangan buku ini: {_listed(prospect.lost.closings)}.")
    if prospect.lost.others:
        count = format_count(prospect.lost.others)
        lost.append(f"Peringatan: {count} catatan lain (KSM, pinjaman, kebijakan, ...) tidak ada di cadangan buku ini.")
    return [*remarks, *(lost or ["Di buku sekarang tidak ada yang lebih baru."])]


def _listed(names: Iterable[str]) -> str:
    return first_few(list(names), _NUMBERS_SHOWN)


def restore(source: Path, path: Path, now: datetime) -> Restored:
    """Put the backup ``source`` in the place of the ledger ``path``.

    Raises ``LedgerUnusableError`` when it is not sound or cannot be put there; then nothing is changed.
    """
    restored = backups.restore(source, path, now)
    with suppress(OSError, LedgerUnusableError):  # the ledger stands where it should, noted or not
        _put_down(path, heads_file.RESTORED, now)
    return restored


def restored_facts(restored: Restored) -> tuple[tuple[str, Cell], ...]:
    """Return what stands where after restoring, label and value."""
    return (
        ("Buku dipulihkan", str(restored.path)),
        ("Buku sebelumnya", str(restored.kept) if restored.kept else "tidak ada"),
        *_contents_facts(restored.contents),
    )


def reminder(path: Path, today: date) -> str | None:
    """Return a sentence for the treasurer when the last backup of the ledger is too old or out of sight, else None."""
    made = made_on(path)
    if not made and is_hidden(path):
        return (
            f"Folder cadangan buku tidak dapat dibuka: {usual_folder(path)}. Periksa folder itu dan izinnya, "
            "atau cadangkan ke tempat lain: danabergulir cadangkan --ke FOLDER"
        )
    with store.reading(path) as connection:
        rules = registers.policy(connection, today).backup
        created_on, changed_on = registers.created_on(connection), backups.last_entry_on(connection)
    return reminder_sentence(made, created_on, changed_on or created_on, today, rules)


def reminder_sentence(
    made_on: Iterable[date], created_on: date, changed_on: date, today: date, rules: BackupRules
) -> str | None:
    """Return the sentence when the last backup is older than the rules say and something was recorded since.

    A ledger without a backup is as old as itself. A backup dated after ``today`` was named by a wrong clock and proves
    nothing.
    """
    last = max((day for day in made_on if day <= today), default=None)
    age = (today - (last or created_on)).days
    if not rules.remind_days or age <= rules.remind_days or (last is not None and changed_on < last):
        return None
    if last is None:
        return "Buku ini belum pernah dicadangkan. Buat cadangan buku: danabergulir cadangkan"
    return f"Cadangan buku terakhir dibuat {format_form(last)}, sudah {age} hari. Buat lagi: danabergulir cadangkan"
