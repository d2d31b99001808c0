"""``periksa``: looking through the book, or through an audit package."""

from pathlib import Path
from typing import Annotated

import typer

from danabergulir.cli.language import command
from danabergulir.cli.options import AsOf, ListingFormat, OutputFormat, ledger_path, today
from danabergulir.cli.output import print_listing


@command(examples=("periksa", "periksa --per 2026-01-31", "periksa --paket audit-2026"))
def check(
    as_of: AsOf = None,
    output_format: ListingFormat = OutputFormat.TABLE,
    package: Annotated[
        Path | None,
        typer.Option("--paket", metavar="FOLDER", help="Periksa paket audit di folder ini. Tidak perlu buku."),
    ] = None,
) -> None:
    """Look through everything and say what holds."""
    from danabergulir.operations.audit import examination
    from danabergulir.reports.shown.checks import check_list

    if package is not None:
        examined = examination.check_package(package)
    else:
        examined = examination.check_ledger(ledger_path(), as_of or today())
    print_listing(check_list(examined.checks, examined.notes), output_format, totals=dict(examined.facts))
    examination.stop_if_wrong(examined)
