"""The desk at which everything is recorded: one ledger, one transaction, one moment."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

from danabergulir.dates import days_after, format_form
from danabergulir.domain.accounts import Account, Chart, Role, fitting, the_account
from danabergulir.domain.journal import Posting, Voucher, reference_key
from danabergulir.domain.policy.rules import Policy
from danabergulir.errors import RefusedError
from danabergulir.frozen import Struct, replace
from danabergulir.ledger.file import store
from danabergulir.ledger.read import accounts, closings, registers, vouchers
from danabergulir.operations import limits
from danabergulir.operations.limits import Tell
from danabergulir.text import quoted

if TYPE_CHECKING:
    from danabergulir.ledger.write import Writer


class Desk(Struct, frozen=True, dict=True):
    """What a use case works with while its transaction is open."""

    connection: store.Connection
    now: datetime
    opened_on: date
    locked_to: date | None
    chart: Chart

    @cached_property
    def writer(self) -> "Writer":
        """Return the one writer of this transaction; the mapper is imported when something is first recorded."""
        from danabergulir.ledger.write import Writer  # noqa: PLC0415

        return Writer(self.connection, self.now.isoformat(timespec="seconds"))

    def policy(self, as_of: date) -> Policy:
        """Return the policy in force on that day."""
        return registers.policy(self.connection, as_of)

    def check_date(self, dated_on: date, *, of_voucher: bool = True) -> None:
        """Raise ``RefusedError`` for a date before the opening balances, in a closed month, or in the future.

        What is no voucher has no earlier one to name: of that the first open day is told.
        """
        if dated_on < self.opened_on:
            raise RefusedError(
                f"tanggal {format_form(dated_on)} sebelum saldo awal buku ({format_form(self.opened_on)})",
                "Periksa tanggalnya. Kejadian sebelum itu sudah termasuk dalam saldo awal.",
            )
        if self.locked_to is not None and dated_on <= self.locked_to:
            way = "Catat di bulan yang masih terbuka, dan sebut bukti lamanya dalam keterangan."
            if not of_voucher:
                way = f"Tanggal paling awal: --tanggal {self.first_open_on.isoformat()}."
            raise RefusedError(
                f"tanggal {format_form(dated_on)} sudah ditutup (sampai {format_form(self.locked_to)})",
                f"{way} Ditutup sejak kapan: danabergulir jelaskan {dated_on:%Y-%m}",
            )
        if dated_on > self.now.date():
            raise RefusedError(
                f"tanggal {format_form(dated_on)} belum tiba (hari ini {format_form(self.now.date())})",
                "Periksa tanggalnya, atau jam dan tanggal komputer ini.",
            )

    @property
    def first_open_on(self) -> date:
        """Return the first day that is not closed."""
        return self.opened_on if self.locked_to is None else max(self.opened_on, days_after(self.locked_to, 1))

    def on_opening_day(self, dated_on: date) -> list[str]:
        """Return a warning for an event on the day of the opening balances, which as a rule hold it already."""
        if dated_on != self.opened_on:
            return []
        return [f"tanggal {format_form(dated_on)} adalah tanggal saldo awal; {OPENING_DOUBT}"]

    @cached_property
    def headings(self) -> Mapping[str, Account]:
        """Return the accounts of the chart that only head others, each with the first below it."""
        return headings(self.connection, self.chart)

    def refuse_headings(self, posting: Posting) -> None:
        """Raise ``RefusedError`` for an account that only heads others: no entry is made on it."""
        for code in sorted({side for move in posting.transfers for side in (move.debit, move.credit)}):
            if code in self.headings:
                below = self.headings[code]
                raise RefusedError(
                    f"akun {code} {self.chart[code].name} hanya judul kelompok, tidak dicatat langsung",
                    f"Pilih akun di bawahnya, misalnya {below.code} {below.name}: danabergulir akun daftar",
                )

    @cached_property
    def _since(self) -> dict[tuple[str, str], date | None]:
        """Hold the day since which each thing that was asked for is said to exist, by register and code."""
        return {}

    def _said_since(self, register: str, codes: Iterable[str]) -> Iterator[tuple[str, date]]:
        """Yield which of these are said to exist only since a day, and that day, in the order of their codes."""
        named = sorted(codes)
        unasked = [code for code in named if (register, code) not in self._since]
        if unasked:
            found = registers.said_since(self.connection, register, unasked)
            self._since.update({(register, code): found.get(code) for code in unasked})
        for code in named:
            day = self._since[register, code]
            if day is not None:
                yield code, day

    def refuse_unborn_group(self, code: str, dated_on: date) -> None:
        """Raise ``RefusedError`` for a KSM that is said to exist only since a later day, naming that day."""
        for _, since in self._said_since("ksm", {code}):
            if dated_on < since:
                raise not_yet("KSM", code, since, dated_on)

    def refuse_unborn(self, posting: Posting) -> None:
        """Raise ``RefusedError`` for an account or a KSM that is said to exist only since a day after the posting's.

        What takes back or corrects a voucher of an older program goes wherever that voucher went.
        """
        if posting.reverses or posting.corrects:
            return
        sides = {side for move in posting.transfers for side in (move.debit, move.credit)}
        for code, since in self._said_since("akun", sides):
            if posting.dated_on < since:
                raise not_yet("akun", code, since, posting.dated_on, self.chart[code].name)
        for ksm in {move.ksm for move in posting.transfers if move.ksm is not None}:
            self.refuse_unborn_group(ksm, posting.dated_on)

    def record(self, posting: Posting) -> Voucher:
        """Record a posting dated on an allowed day. Raises ``RefusedError``."""
        self.check_date(posting.dated_on)
        self.refuse_headings(posting)
        self.refuse_unborn(posting)
        own_number = posting.external_ref if reference_key(posting.external_ref) else None  # a stroke is none
        voucher = self.writer.record(replace(posting, external_ref=own_number))
        self.writer.flush()
        return voucher

    def refuse_known(self, reference: str | None) -> None:
        """Raise ``RefusedError`` when the treasurer's own number of an entry, where it has one, is recorded already."""
        if reference:
            refuse_known_reference(vouchers.external_refs(self.connection), reference)

    def money_account(self, words: str | None) -> str:
        """Return the code of the account that takes or gives the money: the one named, else the cash box."""
        return money_account(self.chart, words)


def not_yet(what: str, code: str, since: date, dated_on: date, name: str = "") -> RefusedError:
    """Return the refusal of a day before the one since which a KSM or an account is said to exist."""
    thing = " ".join(filter(None, (what, code, name)))
    return RefusedError(
        f"{thing} baru ada sejak {format_form(since)}, sesudah {format_form(dated_on)}",
        f"Tanggal paling awal: --tanggal {since.isoformat()}. Bila sudah ada sebelumnya: "
        f"danabergulir {what.lower()} ubah {code} --sejak {dated_on.isoformat()}",
    )


def money_account(chart: Chart, words: str | None) -> str:
    """Return the code of the cash box or bank account named by code, name, part of it or role; none is the cash box.

    Raises ``NotFoundError`` for no account and ``RefusedError`` for one that holds no money.
    """
    if words is None:
        return chart.with_role(Role.CASH).code
    holders = [account for account in chart.accounts if account.holds_money]
    of_role = [account for account in holders if words.strip().casefold() in account.roles]
    if len(of_role) == 1:
        return of_role[0].code
    if fitting(holders, words):
        return the_account(holders, words).code
    account = chart.find(words)
    raise RefusedError(
        f"akun {account.code} {account.name} bukan kas atau bank",
        "Pilih akun berperan kas, bank atau bank_tabungan: danabergulir akun daftar",
    )


def headings(connection: store.Connection, chart: Chart) -> dict[str, Account]:
    """Return the accounts that only head others, each with the first below it; one with entries is none."""
    return {code: under for code, under in chart.headings.items() if not accounts.has_postings(connection, code)}


OPENING_DOUBT: Final = "periksa apakah kejadian ini sudah termasuk dalam saldo awal"
"""What to say of an event dated on the day of the opening balances."""
NO_MINUTES: Final = (
    "keputusannya belum punya nomor berita acara; tulis dengan --ba, karena pemeriksa akan menanyakannya"
)
"""What to say of an act of the board or the group that names no minutes."""

Book = Path | Desk
"""Where a use case records: the ledger file, or the desk of a larger act that it is a part of."""


@contextmanager
def recording(
    book: Book,
    now: datetime,
    *,
    trial: bool = False,
    whole_file: bool = False,
    insist: Tell | None = None,
    may_insist: bool = True,
) -> Iterator[Desk]:
    """Yield a desk whose work is recorded whole when the block ends; with ``trial`` nothing of it is kept.

    No balance that cannot be below nil may be that at the end of any day by then: ``limits.hold``, or ``hold_whole``
    for a ``whole_file``. Who may ``insist`` is told of what was recorded all the same; ``may_insist`` is False for a
    command without that option. On the desk of a larger act the work is recorded, dropped and judged together with the
    rest of it.
    """
    if isinstance(book, Desk):
        yield desk_of(book.connection, now)
        return
    passed: tuple[str, ...] = ()
    with store.writing(book) as connection:
        desk = desk_of(connection, now)
        before = vouchers.newest(connection)
        yield desk
        if "writer" in vars(desk):  # else nothing was recorded here, and nobody pays for the mapper
            desk.writer.flush()
        if vouchers.newest(connection) == before:
            pass  # no balance has moved
        elif whole_file:
            limits.hold_whole(connection, desk.chart, before)
        else:
            passed = limits.hold(connection, desk.chart, before, insisted=insist is not None, may_insist=may_insist)
        if trial:
            connection.rollback()
    if insist is not None and not trial:
        for sentence in passed:
            insist(sentence)


def desk_of(connection: store.Connection, now: datetime) -> Desk:
    """Return the desk of an open transaction on a ledger."""
    return Desk(
        connection,
        now,
        registers.opened_on(connection),
        closings.locked_to(connection),
        registers.chart(connection, now.date()),
    )


def refuse_known_reference(known: Mapping[str, str], reference: str) -> None:
    """Raise ``RefusedError`` when the treasurer's own number is already recorded; ``known`` is by its key."""
    number = known.get(reference_key(reference))
    if number is not None:
        raise RefusedError(
            f"nomor bukti luar {quoted(reference)} sudah dicatat pada {number}; tidak dicatat dua kali",
            f"Lihat catatannya: danabergulir bukti {number}. Sesudah dibatalkan, nomor itu dapat dipakai lagi.",
        )
