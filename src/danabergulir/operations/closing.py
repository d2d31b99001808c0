"""Closing a month or a year, and opening the newest close again."""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Final

from danabergulir.dates import Month, days_after, format_form, format_long
from danabergulir.domain import checks
from danabergulir.domain.accounts import AccountClass, Chart, Role
from danabergulir.domain.assets import depreciation_due, late_doubt
from danabergulir.domain.closing import (
    Adjusted,
    Closing,
    ClosingKind,
    MonthClosed,
    MonthOutcome,
    PastClosing,
    Reopened,
    Share,
    YearClosed,
    closes_own_year,
    closing_transfers,
    divided,
    sharing_transfers,
)
from danabergulir.domain.fund.reserve import written_up
from danabergulir.domain.journal import Event, Posting, Voucher, VoucherKind, reverse
from danabergulir.errors import Finding, RefusedError, UnsoundBooksError, UsageError
from danabergulir.frozen import replace
from danabergulir.ledger.file import store
from danabergulir.ledger.read import accounts, books, closings, records, registers, vouchers
from danabergulir.money import NIL, Rupiah, format_difference, format_rupiah, total
from danabergulir.operations import limits
from danabergulir.operations.audit.figures import wrong_in
from danabergulir.operations.desk import Desk, recording
from danabergulir.operations.reserving import adjust, reserve_on

_DECEMBER: Final = 12


def close_month(
    path: Path, month: Month, now: datetime, *, adjust_reserve: bool = False, trial: bool = False
) -> MonthClosed:
    """Check the books of a month, book its depreciation (and the reserve, if asked), keep its figures and lock it.

    Months are closed in order; the first one may be any since the opening. Raises ``RefusedError`` for a month whose
    turn it is not and ``UnsoundBooksError`` when a check fails. With ``trial`` nothing is kept.
    """
    with recording(path, now, trial=trial, may_insist=False) as desk:
        _refuse_month(desk, month)
        end = _end_month(desk, month, adjust_reserve=adjust_reserve)
        closing = closings.close_now(desk.connection, ClosingKind.MONTH, str(month), month.last_on, desk.chart)
        closing = desk.writer.close(closing)
        earlier = _open_results(desk, month.year - 1)
        warnings = (*end.warnings, *([_not_closed(month.year - 1)] if earlier else []))
        return MonthClosed(closing, replace(end, warnings=warnings))


def _refuse_month(desk: Desk, month: Month) -> None:
    if month.last_on < desk.opened_on:
        raise RefusedError(
            f"{month.long_name} sebelum saldo awal buku ({format_form(desk.opened_on)})",
            f"Bulan pertama yang dapat ditutup: {Month.of(desk.opened_on)}",
        )
    if desk.locked_to is not None and month.last_on <= desk.locked_to:
        raise RefusedError(f"{month.long_name} sudah ditutup", "Lihat: danabergulir tutup daftar")
    _refuse_running(desk, month.last_on, month.long_name)
    if desk.locked_to is not None and month > _next_month(desk.locked_to):
        raise _earlier_first(_next_month(desk.locked_to))


def _refuse_running(desk: Desk, last_on: date, name: str) -> None:
    if last_on >= desk.now.date():
        raise RefusedError(
            f"{name} belum berakhir (hari ini {format_form(desk.now.date())})",
            f"Tutup mulai {format_long(days_after(last_on, 1))}.",
        )


def _next_month(locked_to: date) -> Month:
    return Month.of(locked_to).shifted(1)


def _earlier_first(month: Month) -> RefusedError:
    return RefusedError(
        f"{month.long_name} belum ditutup; bulan ditutup berurutan",
        f"Tutup dulu: danabergulir tutup bulan {month}",
    )


def _not_closed(year: int) -> str:
    return f"tahun {year} belum ditutup, labanya belum dibagi. Tutup dengan: danabergulir tutup tahun {year}"


def month_findings(connection: store.Connection, chart: Chart, month: Month) -> list[Finding]:
    """Return what is found when a month is closed; a ``galat`` among it stops the close."""
    unsound = checks.findings(books.books(connection, month))
    found = limits.decided(connection, chart, unsound, month.last_on)
    if not any(finding.severity == "galat" for finding in found):
        # a card below nil that was decided about is in no list of who owes, so that the reports cannot agree
        agrees = limits.CARDS.isdisjoint(finding.check for finding in found)
        found += [
            Finding("periksa", item.name, item.sentence.rstrip("."), item.hint)
            for item in wrong_in(connection, month, with_reports=agrees)
        ]
    return found


def _end_month(desk: Desk, month: Month, *, adjust_reserve: bool) -> MonthOutcome:
    found = month_findings(desk.connection, desk.chart, month)
    if any(finding.severity == "galat" for finding in found):
        raise UnsoundBooksError(
            f"{month.long_name} belum dapat ditutup, ada pemeriksaan yang gagal",
            f"Perbaiki yang disebut di atas. Lihat: danabergulir periksa --per {month.last_on.isoformat()}",
            found,
        )
    newest = vouchers.newest(desk.connection)
    depreciation, late = depreciate(desk, month)
    unbooked = limits.never_booked(desk.connection, desk.chart, newest) if depreciation else None
    before = reserve_on(desk.connection, month.last_on)
    adjusted = adjust(desk, month.last_on) if adjust_reserve else Adjusted(month.last_on, before, None)
    warnings = tuple(f"{finding.subject}: {finding.message}. {finding.hint}" for finding in found)
    after = reserve_on(desk.connection, month.last_on)
    not_counted = cash_doubt(desk.connection, desk.chart, month, desk.opened_on, month.last_on)
    below = limits.fund_doubts(desk.connection, desk.chart, month.first_on, month.last_on)
    return MonthOutcome(
        depreciation,
        adjusted.voucher,
        adjusted=after.booked - before.booked,
        reserve=after,
        warnings=(*warnings, *adjusted.remarks),
        doubts=tuple(". ".join(doubt) for doubt in (late, unbooked, not_counted, *below) if doubt),
    )


def cash_doubt(
    connection: store.Connection, chart: Chart, month: Month, opened_on: date, until: date
) -> tuple[str, str] | None:
    """Return what is doubtful about the cash box in a month until a day of it, and the way out; None where nothing is.

    It was not counted, or counted with a difference nobody explains. What was booked into the day since the count
    explains it, and so does an entry of the difference, or a remark.
    """
    account = chart.with_role(Role.CASH)
    count = records.latest(connection, chart, month.first_on, until)
    if count is None and until <= opened_on:
        return None  # nothing but the opening balances
    if count is None:
        left = accounts.balance(connection, account.code, until)
        if not left and not accounts.account_lines(connection, account.code, month.first_on, until):
            return None
        return (
            f"kas belum dihitung pada {month.long_name}, menurut buku {format_rupiah(left)}",
            f"Hitung dengan: danabergulir kas hitung JUMLAH --tanggal {until.isoformat()}",
        )
    difference = count.difference
    later = accounts.account_lines(connection, account.code, count.dated_on, until)
    if not difference or count.memo.strip() or any(line.debit - line.credit == difference for line in later):
        return None
    why = f"berubah karena {count.cause}" if count.has_changed else "belum dijelaskan"
    return (
        f"kas dihitung pada {format_form(count.dated_on)}, {format_difference(difference)}, {why}",
        "Catat yang terlewat, atau tulis sebabnya saat menghitung lagi: danabergulir kas hitung JUMLAH --keterangan",
    )


def depreciate(desk: Desk, month: Month) -> tuple[Voucher | None, tuple[str, str] | None]:
    """Book what the register asks for on the last day of the month; see ``depreciation_due`` for the rule.

    What it books for other months along with its own is returned in words, with where to look.
    """
    assets = [asset for asset in registers.assets(desk.connection, month.last_on) if asset.bought_on <= month.last_on]
    if not assets:
        return None, None
    account = desk.chart.with_role(Role.DEPRECIATION)
    booked = closings.depreciation_booked(desk.connection, month.last_on, account.code)
    due = depreciation_due(assets, month, booked)
    if not due:
        return None, None
    transfer = written_up(Role.DEPRECIATION_COST, Role.DEPRECIATION, due, desk.chart)
    memo = f"Penyusutan inventaris {month.long_name}"
    voucher = desk.record(Posting(VoucherKind.TRANSFER, Event.DEPRECIATION, month.last_on, memo, (transfer,)))
    return voucher, late_doubt(assets, month, due)


def close_year(
    path: Path,
    year: int,
    shares: Sequence[Share],
    now: datetime,
    *,
    dated_on: date | None = None,
    adjust_reserve: bool = False,
    insist: bool = False,
    trial: bool = False,
    minutes: str = "",
) -> YearClosed:
    """Bring income and cost of a year to nil, divide its profit as agreed, keep its figures and lock it.

    The vouchers are of ``dated_on``, today unless another open day since the end of the year is named: the meeting that
    agrees on the shares is held months after it, and no report of an earlier day changes. A December that is still open
    is checked and closed with the year; once a month of the year is closed, the others before December come first.
    ``minutes`` is the number of those that agreed on the shares.

    Raises ``RefusedError``, for a profit that is divided while the reserve is short or part of it was taken back since
    too, unless ``insist`` is set; ``NotFoundError`` for an unknown account, ``UsageError`` for more than 100 percent,
    and ``UnsoundBooksError``. With ``trial`` nothing is kept.
    """
    december = Month(year, _DECEMBER)
    with recording(path, now, trial=trial, may_insist=False) as desk:
        closes_on = dated_on or now.date()
        _refuse_year(desk, year)
        shares = _checked(desk.chart, shares)
        _refuse_day(desk, year, closes_on)
        is_open = desk.locked_to is None or desk.locked_to < december.last_on
        end = _end_month(desk, december, adjust_reserve=adjust_reserve) if is_open else None
        results = _open_results(desk, year)
        profit = Rupiah(-sum(results.values()))
        if shares and profit <= NIL:
            word = f"rugi {format_rupiah(-profit)}" if profit else "tanpa laba"
            raise RefusedError(f"tahun {year} {word}, tidak ada yang dibagi", "Ulangi tanpa --bagi.")
        if shares and not insist:
            _refuse_taken_back(desk, year, profit, total(divided(profit, shares)))
            _refuse_short_reserve(desk, december, is_open=is_open)
        said = f" (berita acara {minutes.strip()})" if minutes.strip() else ""
        vouchers = _book_year(desk, year, closes_on, results, profit, shares, said=said) if results else ()
        closing = closings.close_now(desk.connection, ClosingKind.YEAR, str(year), december.last_on, desk.chart)
        closing = desk.writer.close(closing)
        parts = tuple(zip(shares, divided(profit, shares), strict=True)) if shares else ()
        return YearClosed(closing, end, closes_on, profit, parts, vouchers)


def _refuse_day(desk: Desk, year: int, closes_on: date) -> None:
    """Raise ``RefusedError`` for a day on which this year cannot be closed, naming the earliest that it can be."""
    last_on = Month(year, _DECEMBER).last_on
    earliest = last_on if desk.locked_to is None or desk.locked_to < last_on else days_after(desk.locked_to, 1)
    if closes_on < earliest:
        why = "hari itu sudah ditutup" if closes_on >= last_on else "tahunnya belum berakhir"
        raise RefusedError(
            f"tahun {year} tidak dapat ditutup pada {format_form(closes_on)}, {why}",
            f"Tanggal paling awal: --tanggal {earliest.isoformat()}",
        )
    if closes_on > last_on and closes_own_year(closes_on):
        raise RefusedError(
            f"tahun {year} tidak dapat ditutup pada {format_form(closes_on)}, hari tutup tahun {closes_on.year}",
            "Pilih tanggal lain dengan --tanggal.",
        )
    desk.check_date(closes_on)


def _refuse_taken_back(desk: Desk, year: int, profit: Rupiah, shared: Rupiah) -> None:
    """Raise ``RefusedError`` when more is divided than is left of a profit after what was taken back since."""
    codes = [account.code for account in desk.chart.accounts if account.account_class.is_result]
    gone = closings.taken_back_later(desk.connection, Month(year, 1).first_on, Month(year, _DECEMBER).last_on, codes)
    left = profit - gone
    if gone <= NIL or shared <= left:
        return
    raise RefusedError(
        f"laba {year} menurut buku {format_rupiah(profit)}, tetapi {format_rupiah(gone)} di antaranya sudah dibatalkan "
        f"atau dibetulkan sesudah tahun itu; sisanya {format_rupiah(left)}, dan yang dibagi {format_rupiah(shared)}",
        ("Kecilkan --bagi, sisanya tetap di laba ditahan." if left > NIL else "Ulangi tanpa --bagi.")
        + " Bila rapat tetap membaginya: ulangi dengan --tetap",
    )


def _refuse_short_reserve(desk: Desk, december: Month, *, is_open: bool) -> None:
    """Raise ``RefusedError`` when the reserve is short at the end of the year.

    What is set aside later is a cost of the next year, and leaves the profit that is divided as large as it was.
    """
    found = reserve_on(desk.connection, december.last_on)
    if found.missing <= NIL:
        return
    way = "ulangi dengan --sesuaikan-cadangan"
    if not is_open:
        again = f'danabergulir buka bulan {december} --alasan "cadangan risiko kurang"'
        way = f"buka lagi {december.long_name}: {again}, lalu {way}"
    way = f"{way[0].upper()}{way[1:]}"
    raise RefusedError(
        f"cadangan risiko {found.gap} pada {format_form(december.last_on)}; laba yang dibagi terlalu besar",
        f"{way}. Bila rapat tetap membaginya: ulangi dengan --tetap",
    )


def _book_year(
    desk: Desk,
    year: int,
    dated_on: date,
    results: dict[str, int],
    profit: Rupiah,
    shares: Sequence[Share],
    *,
    said: str,
) -> tuple[Voucher, ...]:
    retained = desk.chart.with_role(Role.RETAINED_RESULT).code
    entries = [(f"Tutup tahun {year}: pendapatan dan biaya", tuple(closing_transfers(results, retained)))]
    if shares:
        names = ", ".join(share.name for share in shares)
        entries.append((f"Pembagian laba {year}: {names}{said}", tuple(sharing_transfers(profit, shares, retained))))
    return tuple(
        desk.record(Posting(VoucherKind.TRANSFER, Event.YEAR_CLOSE, dated_on, memo, transfers))
        for memo, transfers in entries
        if transfers
    )


def _open_results(desk: Desk, year: int) -> dict[str, int]:
    codes = [account.code for account in desk.chart.accounts if account.account_class.is_result]
    return closings.open_results(desk.connection, Month(year, _DECEMBER).last_on, codes)


def _refuse_year(desk: Desk, year: int) -> None:
    december = Month(year, _DECEMBER)
    if year < desk.opened_on.year:
        raise RefusedError(
            f"tahun {year} sebelum saldo awal buku ({format_form(desk.opened_on)})",
            f"Tahun pertama yang dapat ditutup: {desk.opened_on.year}",
        )
    closed = [item for item in closings.closings(desk.connection) if item.kind is ClosingKind.YEAR]
    if any(int(item.period) >= year for item in closed):
        raise RefusedError(f"tahun {year} sudah ditutup", "Lihat: danabergulir tutup daftar")
    _refuse_running(desk, december.last_on, f"tahun {year}")
    if desk.locked_to is not None and Month(year, 1) <= Month.of(desk.locked_to) < december.shifted(-1):
        raise _earlier_first(_next_month(desk.locked_to))
    if _open_results(desk, year - 1):
        raise RefusedError(f"tahun {year - 1} belum ditutup", f"Tutup dulu: danabergulir tutup tahun {year - 1}")


_NEVER_SHARED: Final = frozenset({Role.OPENING, Role.RETAINED_RESULT, Role.SAVINGS})


def _checked(chart: Chart, shares: Sequence[Share]) -> Sequence[Share]:
    """Return the shares with the codes of their accounts. Raises ``RefusedError`` for one that takes no profit."""
    accounts = [chart.find(share.account) for share in shares]
    for account in accounts:
        fitting = account.account_class in (AccountClass.LIABILITY, AccountClass.EQUITY)
        if not fitting or not _NEVER_SHARED.isdisjoint(account.roles):
            raise RefusedError(
                f"akun {account.code} {account.name} tidak dapat menerima bagian laba",
                "Pilih akun kewajiban atau modal: danabergulir akun daftar. Sisa laba tetap di laba ditahan.",
            )
    return [replace(share, account=account.code) for share, account in zip(shares, accounts, strict=True)]


def reopen(
    path: Path, kind: ClosingKind, period: str, reason: str, now: datetime, *, insist: limits.Tell | None = None
) -> Reopened:
    """Open the newest close again, with a reason that stays on record; a year's entries are taken back.

    What a month's close booked as depreciation and reserve stays: closing it again books the difference only. Raises
    ``RefusedError`` for any other close and ``UsageError`` without a reason.
    """
    if not reason.strip():
        raise UsageError("alasan belum diisi", 'Tulis sebabnya: --alasan "ada bukti yang terlewat"')
    with recording(path, now, insist=insist) as desk:
        in_force = closings.closings(desk.connection)
        newest = in_force[-1] if in_force else None
        if newest is None or (newest.kind, newest.period) != (kind, period):
            known = any((item.kind, item.period) == (kind, period) for item in in_force)
            raise RefusedError(
                f"{kind} {period} {'bukan yang terakhir ditutup' if known else 'tidak sedang ditutup'}",
                f'Yang dapat dibuka: danabergulir buka {newest.kind} {newest.period} --alasan "..."'
                if newest
                else "Belum ada yang ditutup. Lihat: danabergulir tutup daftar",
            )
        vouchers = _take_back(desk, in_force, reason.strip()) if kind is ClosingKind.YEAR else ()
        desk.writer.reopen(newest, now.date(), reason.strip())
        return Reopened(newest, vouchers)


def _take_back(desk: Desk, in_force: Sequence[Closing], reason: str) -> tuple[Voucher, ...]:
    """Reverse the entries of the newest year's close, as closing entries too.

    They are taken back on their own day, or, where that is closed still, on the first open one.
    """
    before = [item.sequence for item in in_force[:-1] if item.kind is ClosingKind.YEAR]
    locked_to = max((item.locked_to for item in in_force[:-1]), default=date.min)
    numbers = closings.year_close_vouchers(desk.connection, max(before, default=0))
    victims = [vouchers.find(desk.connection, number) for number in numbers]
    taken_back = tuple(
        desk.writer.record(
            replace(
                reverse(victim, max(victim.posting.dated_on, days_after(locked_to, 1)), reason), event=Event.YEAR_CLOSE
            )
        )
        for victim in victims
    )
    desk.writer.flush()
    return taken_back


def list_closings(path: Path) -> list[PastClosing]:
    """Return every close ever made, in that order."""
    with store.reading(path) as connection:
        return closings.history(connection)
