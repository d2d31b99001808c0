"""``periksa``: looking through the book, or through an audit package."""

from pathlib import Path
from typing import Annotated

import typer

from danabergulir.cli.language import command
from danabergulir.cli.options import AsOf, ListingFormat, OutputFormat, ledger_path, today
from danabergulir.cli.printing import print_listing


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
    from danabergulir.operations import checking
    from danabergulir.reports.check_list import check_list

    if package is not None:
        examined = checking.check_package(package)
    else:
        examined = checking.check_ledger(ledger_path(), as_of or today())
    print_listing(check_list(examined.checks, examined.notes), output_format, totals=dict(examined.facts))
    checking.stop_if_wrong(examined)
