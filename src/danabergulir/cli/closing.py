"""``tutup`` and ``buka``: closing a month or a year, and opening the newest close again."""

from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from danabergulir.cli.output import (
    insisting,
    print_done,
    print_listing,
    print_record,
    print_remark,
    print_remarks,
    print_warnings,
)
from danabergulir.cli.usage.language import CommandGroup
from danabergulir.cli.usage.options import (
    SCREEN,
    AsOf,
    Decision,
    Insist,
    ListingFormat,
    MonthAsked,
    Output,
    OutputFormat,
    Period,
    RecordedOn,
    agree,
    ask,
    is_interactive,
    ledger_path,
    now,
    today,
)
from danabergulir.errors import UsageError
from danabergulir.text import quoted

if TYPE_CHECKING:
    from danabergulir.domain.closing import Closing, MonthOutcome, Share
else:
    Share = object

closing = CommandGroup()
reopening = CommandGroup()


def read_share(word: str) -> "Share":
    """Return the share of profit typed as ``NAMA=PERSEN=AKUN``. Raises ``UsageError``."""
    from danabergulir.domain.closing import Share
    from danabergulir.money import parse_percent

    parts = [part.strip() for part in word.split("=")]
    if len(parts) != 3 or not all(parts):  # noqa: PLR2004 - name, percent, account
        raise UsageError(f"bagian laba tidak dapat dibaca: {quoted(word)}", "Tulis misalnya --bagi UPL=10=21050")
    name, percent, account = parts
    return Share(name, parse_percent(percent), account)


_Year = Annotated[int, typer.Argument(metavar="TAHUN", min=1950, max=2200, help="Tahun, misalnya 2026.")]
_Reason = Annotated[str, typer.Option("--alasan", metavar="TEKS", help="Sebab dibuka lagi.")]
_Adjust = Annotated[
    bool | None,
    typer.Option(
        "--sesuaikan-cadangan/--biarkan-cadangan", help="Samakan cadangan risiko dengan yang diperlukan, atau biarkan."
    ),
]


@closing.command(
    "bulan",
    "Tutup satu bulan.\n\nBuku diperiksa, penyusutan dicatat, lalu bulan itu terkunci.",
    examples=["tutup bulan 2026-01", "tutup bulan 2026-01 --sesuaikan-cadangan"],
)
def month(
    period: MonthAsked, output_format: ListingFormat = OutputFormat.TABLE, *, adjust_reserve: _Adjust = None
) -> None:
    """Close a month."""
    from danabergulir.operations.closing import close_month
    from danabergulir.reports.shown.closings import month_closed

    found = close_month(ledger_path(), period, now(), trial=True)
    wanted = _settled(found.end, period, adjust_reserve)
    closed = close_month(ledger_path(), period, now(), adjust_reserve=wanted)
    print_record(month_closed(closed), output_format)
    _warn(closed.end)
    _keep(closed.closing)


@closing.command(
    "tahun",
    "Tutup satu tahun dan bagi labanya.\n\nPendapatan dan biaya mulai lagi dari nol. "
    "Laba yang tidak dibagi tetap di laba ditahan. Laporan sebelum tanggal tutup tidak berubah.",
    examples=[
        "tutup tahun 2026 --bagi UPL=10=21050 --bagi UPS=30=21040 --bagi Modal=60=31010 --ba 12/BA",
        "tutup tahun 2026 --tanggal 2027-01-20",
    ],
)
def year(
    number: _Year,
    shares: Annotated[
        list[Share] | None,
        typer.Option("--bagi", metavar="NAMA=PERSEN=AKUN", parser=read_share, help="Satu bagian laba; boleh diulang."),
    ] = None,
    minutes: Decision = "",
    output: Output = SCREEN,
    dated_on: RecordedOn = None,
    *,
    adjust_reserve: _Adjust = None,
    insist: Annotated[
        bool,
        typer.Option(
            "--tetap", help="Bagi laba walaupun cadangan risiko kurang, atau sebagian labanya sudah dibatalkan."
        ),
    ] = False,
) -> None:
    """Close a year and divide its profit."""
    from danabergulir.dates import Month
    from danabergulir.operations.closing import close_year
    from danabergulir.reports.shown.closings import year_closed

    act = partial(close_year, ledger_path(), number, shares or [], now(), dated_on=dated_on or today(), minutes=minutes)
    found = act(insist=True, trial=True)
    if found.end is None and adjust_reserve:
        raise UsageError(
            f"Desember {number} sudah ditutup, jadi cadangan risikonya tidak disesuaikan lagi oleh tutup tahun",
            f"Hapus --sesuaikan-cadangan, atau buka lagi: danabergulir buka bulan {number}-12 "
            '--alasan "cadangan risiko kurang"',
        )
    wanted = found.end is not None and _settled(found.end, Month(number, 12), adjust_reserve)
    closed = act(adjust_reserve=wanted, insist=insist)
    print_listing(year_closed(closed), output)
    if closed.end:
        _warn(closed.end)
    _keep(closed.closing)


@closing.command("daftar", "Semua tutup bulan dan tutup tahun, juga yang dibuka lagi.", examples=["tutup daftar"])
def listing(
    output: Output = SCREEN,
) -> None:
    """Print every close ever made."""
    from danabergulir.operations.closing import list_closings
    from danabergulir.reports.shown.closings import closing_list

    print_listing(closing_list(list_closings(ledger_path())), output)


@reopening.command(
    "bulan",
    "Buka lagi bulan yang terakhir ditutup.",
    examples=['buka bulan 2026-01 --alasan "ada kuitansi yang terlewat"'],
)
def reopen_month(period: MonthAsked, reason: _Reason) -> None:
    """Open the month closed last again."""
    _reopen("bulan", str(period), reason)


@reopening.command(
    "tahun",
    "Buka lagi tahun yang terakhir ditutup; pembagian labanya dibatalkan.",
    examples=['buka tahun 2026 --alasan "pembagian laba berubah"'],
)
def reopen_year(number: _Year, reason: _Reason, *, insist: Insist = False) -> None:
    """Open the year closed last again."""
    _reopen("tahun", str(number), reason, insist=insist)


def _reopen(kind: str, period: str, reason: str, *, insist: bool = False) -> None:
    from danabergulir.domain.closing import ClosingKind
    from danabergulir.operations.closing import reopen

    reopened = reopen(ledger_path(), ClosingKind(kind), period, reason, now(), insist=insisting(insist))
    numbers = ", ".join(voucher.number for voucher in reopened.vouchers)
    print_done(f"Dibuka lagi: {kind} {period}.{f' Bukti pembatalan: {numbers}.' if numbers else ''}")


def _settled(end: "MonthOutcome", period: Period, chosen: bool | None) -> bool:  # noqa: FBT001 - the answer given, or none
    """Return whether to adjust the reserve, once what the trial found is settled: by an option, or by a person.

    Raises ``UsageError`` where the reserve differs and nobody says what to do, ``RefusedError`` where a person would
    rather look at the cash box or the inventory first.
    """
    from danabergulir.dates import format_long
    from danabergulir.operations.imports.values import read_yes_no

    adjust = bool(chosen)
    if chosen is None and end.reserve.missing:
        gap = f"cadangan risiko {end.reserve.gap} pada {format_long(period.last_on)}"
        if not is_interactive():
            raise UsageError(gap, "Tambahkan --sesuaikan-cadangan untuk menyamakannya, atau --biarkan-cadangan.")
        adjust = read_yes_no(ask(f"C{gap[1:]}. Sesuaikan? (ya/tidak)", "--sesuaikan-cadangan"))
    for doubt in end.doubts if is_interactive() else ():
        agree(f"{doubt}. Tutup juga?", f"{period.long_name} tidak ditutup")
    return adjust


def _warn(end: "MonthOutcome") -> None:
    """Print what is worth a look at the end of a month, but for what a person was asked about."""
    print_warnings([*end.warnings, *(() if is_interactive() else end.doubts)])


def _keep(closing: "Closing") -> None:
    """Leave a witness of the close outside the book, and say where."""
    from danabergulir.operations.safekeeping import keep_close

    kept = keep_close(ledger_path(), closing, now())
    if kept.backup is not None:
        print_remark(f"Cadangan buku dibuat: {kept.backup}")
    print_warnings(kept.warnings)


commands = CommandGroup()


@commands.command(
    "sesuaikan",
    "Samakan cadangan risiko di buku dengan yang diperlukan menurut kelas pinjaman.",
    examples=["cadangan sesuaikan --coba", "cadangan sesuaikan --per 2026-01-31"],
)
def adjust(
    as_of: AsOf = None,
    output_format: ListingFormat = OutputFormat.TABLE,
    *,
    trial: Annotated[bool, typer.Option("--coba", help="Hitung saja, jangan catat.")] = False,
) -> None:
    """Bring the reserve to what the classes ask for."""
    from danabergulir.domain.closing import Adjusted
    from danabergulir.operations.reserving import adjust_reserve, reserve_at
    from danabergulir.reports.shown.closings import reserve_record

    day = as_of or today()
    if trial:
        adjusted = Adjusted(day, reserve_at(ledger_path(), day), None)
    else:
        adjusted = adjust_reserve(ledger_path(), day, now())
    print_record(reserve_record(adjusted), output_format)
    print_remarks(adjusted.remarks)
