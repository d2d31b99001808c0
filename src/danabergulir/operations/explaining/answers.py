"""Why a letter, a receipt, a debt, a refusal or a closed month is as it is, found by what a person types."""

import re
from datetime import date
from pathlib import Path
from typing import Final

from danabergulir.dates import Month, format_form, format_long
from danabergulir.domain.closing import ClosingKind, PastClosing
from danabergulir.errors import NotFoundError, UsageError
from danabergulir.ledger.file import store
from danabergulir.ledger.read import closings, registers
from danabergulir.ledger.read import sanctions as letters
from danabergulir.ledger.read.entries import Journal
from danabergulir.operations.dunning.sanctions import find_sanction
from danabergulir.operations.explaining import activities, debts, lending, receipts, sanctions
from danabergulir.operations.explaining.figures import Unfold, policy_rules
from danabergulir.reports.model.explained import Reason
from danabergulir.reports.origins.unfolded import unfold
from danabergulir.text import quoted

_MONTH: Final = re.compile(r"[0-9]{4}-[0-9]{2}")
_VOUCHER: Final = re.compile(r"(BKM|BKK|BPB|BSA)-[0-9]{4}-[0-9]+", re.IGNORECASE)
_LOAN: Final = re.compile(r"P-[0-9]+", re.IGNORECASE)
_ACTIVITY: Final = re.compile(r"G-[0-9]+", re.IGNORECASE)
_SANCTION: Final = re.compile(r"S-[0-9]+", re.IGNORECASE)


def answer(path: Path, words: str, as_of: date) -> Reason:
    """Return why the thing that ``words`` name is as it is on a day.

    A number of a letter, voucher, loan or activity, the code or name of a KSM, a month. Raises ``NotFoundError``.
    """
    typed = words.strip()
    with store.reading(path) as connection:
        if _MONTH.fullmatch(typed):
            return _month(connection, Month.parse(typed), as_of)
        unfolding = _unfolding(connection, as_of)
        if _VOUCHER.fullmatch(typed):
            return receipts.why_split_so(connection, typed, unfolding)
        if _ACTIVITY.fullmatch(typed):
            return activities.why_paid(connection, typed, as_of, unfolding)
        known = letters.all_sanctions(connection)
        if _SANCTION.fullmatch(typed) or typed.casefold() in {item.letter.casefold() for item in known}:
            return sanctions.why_sanctioned(connection, find_sanction(known, typed), as_of, unfolding)
        if registers.loan_or_none(connection, typed, as_of) is not None or _LOAN.fullmatch(typed):
            return debts.why_owed(connection, typed, as_of, unfolding)
        try:
            ksm = registers.find_ksm(connection, typed, as_of)
        except NotFoundError as error:
            raise NotFoundError(
                f"{quoted(words)} bukan nomor bukti, pinjaman, surat sanksi, KSM, atau bulan",
                f"{error.hint.rstrip('.')}. Untuk angka laporan: danabergulir jelaskan PERIODE LAPORAN KUNCI",
            ) from None
        return lending.why_held_back(connection, ksm, as_of, unfolding)


def debt(path: Path, words: str, as_of: date) -> Reason:
    """Return why a KSM owes what it owes on a loan, which ``words`` name as for its card. Raises ``NotFoundError``."""
    with store.reading(path) as connection:
        return debts.why_owed(connection, words, as_of, _unfolding(connection, as_of))


def _unfolding(connection: store.Connection, as_of: date) -> Unfold:
    journal = Journal(connection, registers.chart(connection, as_of), Month.of(as_of), as_of)
    rule = policy_rules(connection, as_of)
    return lambda figure: unfold(figure, journal, rule)


def _month(connection: store.Connection, month: Month, as_of: date) -> Reason:
    """Return whether a month is closed, since when, and what is refused because of it."""
    if month.last_on < registers.opened_on(connection):
        raise UsageError(f"{month.long_name} sebelum saldo awal buku", "Pilih bulan sesudahnya.")
    locked_to = closings.locked_to(connection)
    past = [
        item
        for item in closings.history(connection)
        if item.closing.period in (str(month), str(month.year) if item.closing.kind is ClosingKind.YEAR else "")
    ]
    told = [_closed(item) for item in past]
    if locked_to is not None and month.last_on <= locked_to:
        told += [
            f"Buku tertutup sampai {format_long(locked_to)}: bukti bertanggal sampai hari itu ditolak.",
            "Yang terlambat dicatat di bulan yang masih terbuka. Yang salah dibetulkan dengan danabergulir betulkan.",
        ]
    else:
        told.append(f"{month.long_name} masih terbuka: bukti bertanggal bulan itu masih dapat dicatat.")
    return Reason(
        kind="bulan",
        key=str(month),
        title=f"MENGAPA {month.long_name.upper()} TERTUTUP ATAU TERBUKA",
        as_of=as_of,
        facts={},
        sentences=tuple(told),
        figures=(),
    )


def _closed(past: PastClosing) -> str:
    on = format_form(date.fromisoformat(past.recorded_at[:10]))
    told = f"{past.closing.kind.value.capitalize()} {past.closing.period} ditutup, dicatat {on}"
    return f"{told}, dibuka lagi {format_form(past.reopened_on)}: {past.reason}." if past.reopened_on else f"{told}."
