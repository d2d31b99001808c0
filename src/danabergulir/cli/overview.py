"""``hari``, ``status`` and ``cari``: a day on one page, what is still to do, and a word looked up anywhere."""

from datetime import date
from typing import Annotated

import typer

from danabergulir.cli.output import print_listing, print_page
from danabergulir.cli.usage.language import command
from danabergulir.cli.usage.options import SCREEN, AsOf, Output, OutputFormat, ledger_path, read_date, today


@command(examples=("hari", "hari --tanggal kemarin", "hari --format csv --ke hari-ini.csv"))
def day(
    dated_on: Annotated[
        date | None,
        typer.Option("--tanggal", metavar="TANGGAL", parser=read_date, show_default="hari ini", help="Hari yang mana."),
    ] = None,
    output: Output = SCREEN,
) -> None:
    """Show a day on one page."""
    from danabergulir.operations.overview.day import day_at_the_counter
    from danabergulir.reports.shown.day import day_page

    print_page(day_page(day_at_the_counter(ledger_path(), dated_on or today())), output)


@command(examples=("status", "status --per 2026-02-05", "status --format json"))
def to_do(as_of: AsOf = None, output: Output = SCREEN) -> None:
    """List what is still to do, each line with the command that does it."""
    from danabergulir.operations.overview.to_do import steps_to_do
    from danabergulir.reports.shown.overview import to_do_list

    day = as_of or today()
    print_listing(to_do_list(steps_to_do(ledger_path(), day)), output)


@command(examples=("cari mawar", "cari 690.000", 'cari "kertas" --format csv'))
def search(
    text: Annotated[
        str, typer.Argument(metavar="TEKS", help="Bagian dari nama, nomor, atau keterangan; juga jumlah uang.")
    ],
    output: Output = SCREEN,
) -> None:
    """Look a word up in KSM, members, loans, letters and vouchers."""
    from danabergulir.operations.overview.search import look_up
    from danabergulir.reports.shown.overview import found_list

    whole = output.format is not OutputFormat.TABLE or output.file is not None
    print_listing(found_list(look_up(ledger_path(), text, today()), whole=whole), output)
