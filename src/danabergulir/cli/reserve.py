"""``cadangan``: the loan-loss reserve."""

from typing import Annotated

import typer

from danabergulir.cli.language import CommandGroup
from danabergulir.cli.options import AsOf, ListingFormat, OutputFormat, ledger_path, now, today
from danabergulir.cli.records import print_record

commands = CommandGroup()


@commands.command(
    "sesuaikan",
    "Samakan cadangan di buku dengan yang diperlukan menurut kelas pinjaman.",
    examples=["cadangan sesuaikan --coba", "cadangan sesuaikan --per 2026-01-31"],
)
def adjust(
    as_of: AsOf = None,
    output_format: ListingFormat = OutputFormat.TABLE,
    *,
    trial: Annotated[bool, typer.Option("--coba", help="Hitung saja, jangan catat.")] = False,
) -> None:
    """Bring the reserve to what the classes ask for."""
    from danabergulir.operations import reserving
    from danabergulir.reports.closings import reserve_record

    day = as_of or today()
    adjusted = (
        reserving.Adjusted(reserving.reserve_at(ledger_path(), day), None)
        if trial
        else reserving.adjust_reserve(ledger_path(), day, now())
    )
    print_record(reserve_record(day, adjusted.found, adjusted.voucher), output_format)
