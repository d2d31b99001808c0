"""Looking through a ledger, or an audit package, and telling check by check what holds."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from typing import Final

from danabergulir.dates import END_OF_TIME, Month, format_form
from danabergulir.domain.accounts import Role
from danabergulir.domain.checks import Checked, Result, judged
from danabergulir.domain.loans.terms import Loan
from danabergulir.domain.slips import Review, Slip, review_command
from danabergulir.errors import (
    FaultyDataError,
    Finding,
    LedgerUnusableError,
    NotFoundError,
    RefusedError,
    UsageError,
)
from danabergulir.frozen import Struct, replace
from danabergulir.ledger.file import seals, store
from danabergulir.ledger.file.kept import newest_good
from danabergulir.ledger.proofs import backup, closings, integrity, rows, shape, slips, standings
from danabergulir.ledger.read import registers
from danabergulir.ledger.read.finding import heads
from danabergulir.money import format_count
from danabergulir.operations.audit import figures, package_check
from danabergulir.operations.audit.figures import UNREADABLE
from danabergulir.operations.desk import recording
from danabergulir.reports.model.sheet import Cell
from danabergulir.text import quoted

_NOT_UNDERSTOOD: Final = "Ada catatan yang tidak terbaca, jadi yang lain belum dapat diperiksa."


class Examination(Struct, frozen=True):
    """What was found, check by check, and what a page of paper is compared with.

    ``notes`` are sentences to stand below the checks, ``facts`` the same for machines; ``hint`` says what to do first
    when something is wrong.
    """

    checks: tuple[Checked, ...]
    hint: str
    notes: tuple[str, ...] = ()
    facts: tuple[tuple[str, Cell], ...] = ()


def check_ledger(path: Path, as_of: date, *, last: date | None = None) -> Examination:
    """Return what every check of the ledger finds; balances as of a day, the file and the chain always whole.

    What holds on every day is looked at up to ``last``, as a rule ``as_of``. Of a ledger with rows that cannot be
    understood at all, that is the finding, beside what SQLite says of the file.
    Raises ``RefusedError`` for a day before the opening and ``LedgerUnusableError`` for a file that cannot be read.
    """
    try:
        return _all_checks(path, as_of, last)
    except (RefusedError, LedgerUnusableError):
        raise
    except UNREADABLE:
        unreadable = Checked("Isi buku", Result.WRONG, _NOT_UNDERSTOOD, integrity.UNSOUND)
        return Examination((*_checks_that_can_be_made(path), unreadable), _way_back(path))


def damage_of(path: Path, as_of: date) -> LedgerUnusableError | None:
    """Return that a ledger was damaged or changed, so that a command could not understand it; None where it was not.

    Raises ``LedgerUnusableError`` for a file that cannot be read.
    """
    found = check_ledger(path, as_of, last=END_OF_TIME).checks
    if any(item.result is Result.WRONG and item.hint == integrity.UNSOUND for item in found):
        return LedgerUnusableError(f"isi buku tidak terbaca: {path}", "Lihat apa yang salah: danabergulir periksa")
    return None


def _all_checks(path: Path, as_of: date, last: date | None) -> Examination:
    with store.reading(path) as connection, ThreadPoolExecutor(max_workers=1) as beside:
        figures.refuse_before_opening(connection, as_of)
        # SQLite works on these by itself meanwhile; as long as this connection reads, nobody can write in between
        file_checks = beside.submit(lambda: [*_file_checks(path)])
        chain = rows.entries(connection)
        month = Month.of(as_of)
        loans = _loans(connection, month.last_on)
        sealed = chain is not None and not chain.faults
        lines = chain.lines if chain else seals.schedule_lines(connection)
        proved = [
            *_proofs(connection, as_of, last or as_of, loans, lines, sealed=sealed),
            *backup.witnesses(path),
        ]
        links = [rows.linked(connection, chain), rows.clock(connection, chain), *rows.masks(connection)]
        journal = [*file_checks.result(), *links]
        sound = all(item.result is not Result.WRONG for item in journal)
        every = (*journal, *proved, *figures.reports(connection, month, journal_is_sound=sound))
        count, head = standings.vouchers_to(connection, as_of), heads.shown(connection, as_of)
    return Examination(
        every,
        _way_back(path) if any(item.result is Result.WRONG for item in every) else "",
        (
            f"Per {format_form(as_of)}: {format_count(count)} bukti, kepala buku {head}",
            "Bandingkan kepala buku ini dengan yang tercetak di laporan.",
        ),
        (("per", as_of), ("jumlah_bukti", count), ("kepala_rantai", head)),
    )


def _checks_that_can_be_made(path: Path) -> list[Checked]:
    """Return what the checks find that need not understand every row, as far as each can be made."""
    made: list[Checked] = []
    with suppress(*UNREADABLE):
        made += _file_checks(path)
    with suppress(*UNREADABLE), store.reading(path) as connection:
        chain = rows.entries(connection)
        made += [rows.linked(connection, chain), rows.clock(connection, chain)]
    return made


def _file_checks(path: Path) -> Iterator[Checked]:
    """Yield the checks that SQLite makes almost alone, about half the work."""
    with store.reading(path) as connection:
        yield integrity.pages(path)
        for check in (integrity.references, shape.guards, integrity.contents, integrity.numbers, integrity.links):
            yield check(connection)


def _loans(connection: store.Connection, as_of: date) -> Sequence[Loan] | None:
    """Return every loan, or None when the terms of one cannot be read."""
    try:
        return registers.loans(connection, as_of)
    except UNREADABLE:
        return None


def _proofs(
    connection: store.Connection,
    as_of: date,
    last: date,
    loans: Sequence[Loan] | None,
    lines: seals.Lines,
    *,
    sealed: bool,
) -> Iterator[Checked]:
    """Yield the checks of registers, schedules, closes and balances."""
    try:
        chart = registers.chart(connection, as_of)
        registers.policy(connection, as_of)
        receivable = chart.with_role(Role.RECEIVABLE).code
    except UNREADABLE:
        yield Checked("Bagan akun dan kebijakan", Result.WRONG, "Isinya tidak terbaca.", integrity.UNSOUND)
        return
    yield integrity.borrowers(connection)
    yield integrity.principals(connection, chart)
    yield _contracts(lines, loans)
    yield integrity.later_schedules(connection)
    yield integrity.shares(connection)
    yield from closings.proofs(connection, receivable, sealed=sealed)
    yield from figures.sums(connection, chart, as_of, slips.searches(connection, chart, last))
    yield standings.cash_counts(connection, chart, as_of)


def _contracts(lines: seals.Lines, loans: Sequence[Loan] | None) -> Checked:
    unreadable = Checked(
        "Jadwal perjanjian", Result.WRONG, "Ada perjanjian pinjaman yang tidak terbaca.", integrity.UNSOUND
    )
    try:
        return unreadable if loans is None else integrity.contracts(lines, loans)
    except UNREADABLE:
        return unreadable


def _way_back(path: Path) -> str:
    """Return what to do about a ledger in which something is wrong."""
    found = backup.contradicting(path) or newest_good(path)
    look = "Lihat baris yang hasilnya salah."
    return f"{look} Cadangan buku terakhir yang rantainya utuh: {found}" if found else look


def decide(path: Path, review: Review, now: datetime) -> Slip:
    """Record a decision about a slip that stays in the book, and return the slip.

    Raises ``UsageError`` without minutes or reason, ``NotFoundError`` for no slip, and ``RefusedError`` for one by
    which the balances of today are wrong: that is to be mended.
    """
    if not review.minutes.strip() or not review.reason.strip():
        raise UsageError(
            "nomor berita acara atau alasannya belum diisi", f"Contoh: danabergulir {review_command(review.code)}"
        )
    with recording(path, now) as desk:
        desk.check_date(review.dated_on)
        found = [slip for search in slips.searches(desk.connection, desk.chart, END_OF_TIME) for slip in search.slips]
        for slip in found:
            if slip.code.casefold() == review.code.strip().casefold():
                if slip.lasting:
                    raise RefusedError(f"{slip.sentence}; itu masih dapat diperbaiki", slip.mend)
                desk.writer.review(replace(review, code=slip.code))
                return slip
    raise NotFoundError(
        f"tidak ada temuan dengan kode {quoted(review.code, 60)}", "Lihat kodenya: danabergulir periksa"
    )


_PACKAGE: Final = (
    ("paket-isi", "Isi paket", "Semua file ada dan terbaca."),
    ("paket-berkas", "Sidik file", "SHA-256 setiap file = yang tertulis dalam paket."),
    ("paket-baris", "Jumlah baris", "Jumlah baris setiap file = yang tertulis."),
    ("paket-jumlah", "Jumlah kontrol", "Jumlah kontrol setiap file = yang tertulis."),
    ("paket-kunci", "Kunci", "Setiap kunci hanya satu kali, dan yang disebut di file lain ada."),
    ("paket-rantai", "Rantai bukti", "Sidik setiap bukti, dihitung lagi, = yang tersimpan."),
    ("paket-urutan", "Urutan bukti", "Tidak ada bukti yang hilang dari urutannya."),
    ("paket-saldo", "Saldo", "Saldo setiap akun = jumlah transaksinya."),
    (
        "paket-catatan",
        "Rantai catatan",
        "Sidik setiap catatan, dihitung lagi, cocok dengan kepala buku.",
    ),
    ("paket-daftar", "Isi daftar", "Setiap daftar, dihitung lagi dari rantai catatan, = yang tertulis."),
)
_STOPS: Final = {
    "paket-isi": frozenset(name for name, _, _ in _PACKAGE),
    "paket-rantai": frozenset({"paket-urutan", "paket-saldo"}),
    "paket-catatan": frozenset({"paket-daftar"}),
}
"""What is left unlooked at, wholly or in part, when one of these fails."""


def check_package(*folders: Path) -> Examination:
    """Return what every check of audit packages finds, without any ledger. Raises as ``refuse_no_folder``."""
    package_check.refuse_no_folder(folders)
    found: dict[str, list[Finding]] = {}
    for finding in package_check.check(*folders):
        found.setdefault(finding.check, []).append(finding)
    assert found.keys() <= {name for name, _, _ in _PACKAGE}, found.keys()
    open_questions = {name for stop in found.keys() & _STOPS.keys() for name in _STOPS[stop]} - found.keys()
    checks = tuple(
        Checked(title, Result.NOTE, "Belum diperiksa seluruhnya, karena ada yang salah sebelumnya.")
        if name in open_questions
        else _package_line(title, sentence, found.get(name, []))
        for name, title, sentence in _PACKAGE
    )
    return Examination(checks, "Minta paket yang baru kepada UPK.")


def _package_line(title: str, sentence: str, findings: Sequence[Finding]) -> Checked:
    faults = [f"{finding.subject}: {finding.message}" for finding in findings]
    only_a_look = all(finding.severity == "peringatan" for finding in findings)
    hint = findings[0].hint if findings else ""
    return judged(title, sentence, faults, hint, otherwise=Result.NOTE if only_a_look else Result.WRONG)


def stop_if_wrong(examined: Examination) -> None:
    """Raise ``FaultyDataError`` when a check fails."""
    wrong = sum(item.result is Result.WRONG for item in examined.checks)
    if wrong:
        raise FaultyDataError(f"{wrong} dari {len(examined.checks)} pemeriksaan salah", examined.hint)
