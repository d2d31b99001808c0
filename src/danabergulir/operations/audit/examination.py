"""Looking through a ledger, or an audit package, and telling check by check what holds."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Final

from danabergulir.dates import END_OF_TIME, Month, format_form
from danabergulir.domain.accounts import Chart, Role
from danabergulir.domain.books import Scope
from danabergulir.domain.checks import Checked, Result, at_month_ends, carried_forward, findings, judged
from danabergulir.domain.loans.terms import Loan
from danabergulir.domain.slips import Review, Slip, review_command
from danabergulir.errors import (
    DanaBergulirError,
    FaultyDataError,
    Finding,
    LedgerUnusableError,
    NotFoundError,
    RefusedError,
    UsageError,
)
from danabergulir.ledger.file import store
from danabergulir.ledger.file.kept import newest_good
from danabergulir.ledger.proofs import backup, closings, integrity, rows, shape, slips, standings
from danabergulir.ledger.read import accounts, records, registers
from danabergulir.ledger.read import books as reader
from danabergulir.ledger.read.finding import heads
from danabergulir.money import format_count, format_rupiah
from danabergulir.operations import limits
from danabergulir.operations.audit import package_check
from danabergulir.operations.desk import recording
from danabergulir.reports.model.sheet import Cell
from danabergulir.reports.month.reconciliation import SAVINGS_AT_THE_BANK, CashDay, Reconciled, cash_days, checks
from danabergulir.text import quoted

_UNREADABLE: Final = (
    *(ArithmeticError, AssertionError, AttributeError, DanaBergulirError),
    *(LookupError, RuntimeError, TypeError, ValueError),
)
"""What reading a register can end in when someone has changed its rows behind the program's back."""
_NOT_UNDERSTOOD: Final = "Ada catatan yang tidak terbaca, jadi yang lain belum dapat diperiksa."


@dataclass(frozen=True, slots=True)
class Examination:
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
    except _UNREADABLE:
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
        opened_on = registers.opened_on(connection)
        if as_of < opened_on:
            raise RefusedError(
                f"tanggal {format_form(as_of)} sebelum saldo awal buku ({format_form(opened_on)})",
                "Pilih tanggal sesudah saldo awal.",
            )
        # SQLite works on these by itself meanwhile; as long as this connection reads, nobody can write in between
        file_checks = beside.submit(_file_checks, path)
        chain = rows.entries(connection)
        links = [integrity.links(connection), rows.linked(connection, chain), rows.clock(connection, chain)]
        links += rows.masks(connection)
        month = Month.of(as_of)
        loans = _loans(connection, month.last_on)
        sealed = chain is not None and not chain.faults
        proved = [
            *_proofs(connection, as_of, last or as_of, loans, sealed=sealed),
            *backup.witnesses(path, sealed=sealed),
        ]
        journal = [*file_checks.result(), *links]
        sound = all(item.result is not Result.WRONG for item in journal)
        every = (*journal, *proved, *_report_checks(connection, month, journal_is_sound=sound))
        count, head = standings.vouchers_to(connection, as_of), heads.shown(connection, as_of)
    return Examination(
        every,
        _way_back(path) if any(item.result is Result.WRONG for item in every) else "",
        (
            f"Per {format_form(as_of)}: {format_count(count)} bukti, kepala rantai {head}",
            "Bandingkan kepala rantai ini dengan yang tercetak di laporan.",
        ),
        (("per", as_of), ("jumlah_bukti", count), ("kepala_rantai", head)),
    )


def _checks_that_can_be_made(path: Path) -> list[Checked]:
    """Return what the checks find that need not understand every row, as far as each can be made."""
    made: list[Checked] = []
    with suppress(*_UNREADABLE):
        made += _file_checks(path)
    with suppress(*_UNREADABLE), store.reading(path) as connection:
        chain = rows.entries(connection)
        made += [integrity.links(connection), rows.linked(connection, chain), rows.clock(connection, chain)]
    return made


def _file_checks(path: Path) -> list[Checked]:
    """Return the checks that SQLite makes almost alone."""
    with store.reading(path) as connection:
        checks = (integrity.references, shape.guards, integrity.contents, integrity.numbers)
        return [integrity.pages(path), *(check(connection) for check in checks)]


def _loans(connection: store.Connection, as_of: date) -> Sequence[Loan] | None:
    """Return every loan, or None when the terms of one cannot be read."""
    try:
        return registers.loans(connection, as_of)
    except _UNREADABLE:
        return None


def _proofs(
    connection: store.Connection, as_of: date, last: date, loans: Sequence[Loan] | None, *, sealed: bool
) -> Iterator[Checked]:
    """Yield the checks of registers, schedules, closes and balances."""
    try:
        chart = registers.chart(connection, as_of)
        registers.policy(connection, as_of)
        receivable = chart.with_role(Role.RECEIVABLE).code
    except _UNREADABLE:
        yield Checked("Bagan akun dan kebijakan", Result.WRONG, "Isinya tidak terbaca.", integrity.UNSOUND)
        return
    yield integrity.borrowers(connection)
    yield integrity.principals(connection, chart)
    yield _contracts(connection, loans)
    yield integrity.later_schedules(connection)
    yield integrity.shares(connection)
    yield from closings.proofs(connection, receivable, sealed=sealed)
    yield from _figures(connection, chart, as_of, last)
    yield standings.cash_counts(connection, chart, as_of)


def _figures(connection: store.Connection, chart: Chart, as_of: date, last: date) -> Iterator[Checked]:
    """Yield what has to agree in the books up to a day, and what no day up to ``last`` may show."""
    yield from at_month_ends(standings.month_ends(connection, chart, as_of))
    yield from filter(None, [standings.savings_cards(connection, chart, as_of)])
    reviews = records.reviews(connection)
    yield from (search.checked(reviews) for search in slips.searches(connection, chart, last))


def wrong_in(connection: store.Connection, month: Month, *, with_reports: bool) -> list[Checked]:
    """Return the checks of a month's books that fail: its figures and, if asked, its reports; not file or history."""
    last_on = month.last_on
    found = list(_figures(connection, registers.chart(connection, last_on), last_on, last_on))
    if with_reports:
        found += _report_checks(connection, month, journal_is_sound=True)
    return [item for item in found if item.result is Result.WRONG]


def _contracts(connection: store.Connection, loans: Sequence[Loan] | None) -> Checked:
    unreadable = Checked("Jadwal akad", Result.WRONG, "Ada syarat pinjaman yang tidak terbaca.", integrity.UNSOUND)
    try:
        return unreadable if loans is None else integrity.contracts(connection, loans)
    except _UNREADABLE:
        return unreadable


def _report_checks(connection: store.Connection, month: Month, *, journal_is_sound: bool) -> Iterator[Checked]:
    """Yield the checks that an auditor makes by hand on the finished reports of a month."""
    if not journal_is_sound:
        yield Checked("Laporan bulan ini", Result.NOTE, "Tidak dibandingkan: isi bukti sudah tidak dapat dipercaya.")
        return
    try:
        books = reader.books(connection, month, Scope.LIVING)
        compared, days = checks(books), cash_days(books)
        before = accounts.account_figures(connection, books.chart, month.shifted(-1))
    except _UNREADABLE:
        sentence = f"Laporan {month.long_name} tidak dapat dibuat dari isi buku ini."
        yield Checked("Laporan bulan ini", Result.WRONG, sentence, integrity.UNSOUND)
        return
    differs = any(check.difference and check.name != SAVINGS_AT_THE_BANK for check in compared)
    yield from _cross_checks(compared, month, decided=differs and _card_decided_about(connection, month))
    if month > Month.of(books.opened_on):
        yield carried_forward(before, books.figures, month)
    yield _deposits(days, month)


def _card_decided_about(connection: store.Connection, month: Month) -> bool:
    """Return whether a card is below nil at the end of a month, and every such card was decided about."""
    books = reader.books(connection, month)
    found = limits.decided(connection, books.chart, findings(books), month.last_on)
    cards = [finding for finding in found if finding.check in limits.CARDS]
    return bool(cards) and all(finding.severity != "galat" for finding in cards)


def _cross_checks(compared: Sequence[Reconciled], month: Month, *, decided: bool) -> Iterator[Checked]:
    """Yield each line of the reconciliation as a check.

    A card below nil is in no list of who owes, so that the reports cannot agree; once ``decided`` about, that is worth
    a look only.
    """
    hint = f"Lihat: danabergulir laporan {month} --hanya rekonsiliasi"
    for check in compared:
        figures = f"{month.long_name}: {format_rupiah(check.here)} dan {format_rupiah(check.there)}"
        otherwise = Result.NOTE if decided or check.name == SAVINGS_AT_THE_BANK else Result.WRONG
        yield judged(check.name, f"{figures}.", [figures] if check.difference else [], hint, otherwise=otherwise)


def _deposits(days: Sequence[CashDay], month: Month) -> Checked:
    """Return what was received in cash and banked on the days of the month, for information."""
    faults = [
        f"{format_form(day.dated_on)}: diterima {format_rupiah(day.received)}, disetor {format_rupiah(day.banked)}"
        for day in days
        if day.kept
    ]
    return judged(
        "Penerimaan dan setoran tiap hari",
        f"{month.long_name}: {len(days)} hari, uang yang diterima hari itu = uang yang disetor ke bank.",
        faults,
        "Hanya untuk diketahui.",
        otherwise=Result.NOTE,
    )


def _way_back(path: Path) -> str:
    """Return what to do about a ledger in which something is wrong."""
    found = newest_good(path)
    look = "Lihat baris yang hasilnya salah."
    return f"{look} Cadangan terakhir yang rantainya utuh: {found}" if found else look


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
        "Sidik setiap catatan, dihitung lagi, cocok dengan kepalanya.",
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
    """Return what every check of audit packages finds, without any ledger."""
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
