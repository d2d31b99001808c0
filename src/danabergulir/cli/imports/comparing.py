"""``banding``: the last old report beside the new book, figure by figure."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from danabergulir.cli.imports.workbook import KnownPeta, opened_workbook
from danabergulir.cli.output import print_listing, print_warnings
from danabergulir.cli.terminal.piped import read_source
from danabergulir.cli.usage.language import command
from danabergulir.cli.usage.options import SCREEN, Output, ledger_path, now, read_date
from danabergulir.errors import FaultyDataError, UsageError

_SHOWN = 10


def _read_day(word: str) -> date:
    """Return the day typed, or the last day of the month typed. Raises ``UsageError``."""
    from danabergulir.dates import Month

    try:
        return Month.parse(word).last_on
    except UsageError:
        return read_date(word)


@command(examples=["banding laporan-desember.xlsx --per 2025-12", "banding buku-lama.xlsx --hanya-selisih"])
def compare(
    paper: Annotated[
        Path,
        typer.Argument(
            metavar="F.xlsx",
            parser=read_source,
            help="Laporan lama: .xlsx, .xls atau .ods; - = keluaran perintah lain.",
        ),
    ],
    as_of: Annotated[
        date | None,
        typer.Option(
            "--per",
            metavar="TANGGAL",
            parser=_read_day,
            show_default="tanggal di buku kerja",
            help="Tanggal laporan itu, atau bulannya: 2025-12.",
        ),
    ] = None,
    peta: KnownPeta = None,
    output: Output = SCREEN,
    *,
    only_differing: Annotated[bool, typer.Option("--hanya-selisih", help="Hanya yang berbeda.")] = False,
) -> None:
    """Print each figure of an old report with that of the book; status 1 when any differs."""
    from danabergulir.dates import format_form
    from danabergulir.operations.imports.comparing import compare_book
    from danabergulir.operations.imports.workbook.around.profile import find_profile
    from danabergulir.operations.imports.workbook.peta import EMPTY_PETA, read_peta
    from danabergulir.reports.shown.comparing import compared_section

    book = opened_workbook(paper)
    day = as_of or find_profile(book).dated_on
    found = compare_book(ledger_path(), book, now(), read_peta(peta) if peta else EMPTY_PETA, day, file=paper)
    print_warnings(found.doubts[:_SHOWN])
    lines = [line for line in found.lines if line.difference or not only_differing]
    same = len(found.lines) - found.differing
    print_listing(
        compared_section(lines, [f"Per {format_form(found.as_of)}: {same} dari {len(found.lines)} angka sama."]), output
    )
    if found.differing:
        raise FaultyDataError(
            f"{found.differing} angka berbeda dengan laporan lama",
            "Buka sel yang disebut dan cocokkan dengan bukunya, misalnya: danabergulir pinjaman kartu NOMOR",
        )
