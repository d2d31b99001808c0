"""``denda``: what late loans owe of it, and letting it go."""

from typing import Annotated

import typer

from danabergulir.cli.output import print_listing
from danabergulir.cli.usage.language import CommandGroup
from danabergulir.cli.usage.options import (
    SCREEN,
    AsOf,
    Decision,
    ListingFormat,
    Output,
    OutputFormat,
    RecordedOn,
    Words,
    addressed,
    ledger_path,
    now,
    several_words,
    today,
)

commands = CommandGroup()


@commands.command("lihat", "Denda tiap pinjaman.", examples=("denda lihat", "denda lihat P-0001 --per 2026-06-30"))
def show(
    words: Annotated[
        str | None,
        typer.Argument(
            metavar="NOMOR", parser=several_words, show_default="semua", help="Nomor pinjaman, atau kode atau nama KSM."
        ),
    ] = None,
    as_of: AsOf = None,
    output: Output = SCREEN,
) -> None:
    """Print the denda of one loan or of all."""
    from danabergulir.operations.loans import penalties
    from danabergulir.reports.shown import endings

    found = penalties.list_penalties(ledger_path(), as_of or today(), words)
    print_listing(endings.penalties(found), output)


@commands.command(
    "hapuskan",
    "Hapuskan denda dengan keputusan BKM.",
    examples=("denda hapuskan P-0001 25.000 --alasan 'banjir' --ba 03/BA/2026",),
)
def waive(
    words: Words,
    typed_amount: Annotated[str, typer.Argument(metavar="JUMLAH", help="Denda yang dihapuskan.")],
    reason: Annotated[str, typer.Option("--alasan", metavar="TEKS", help="Sebab denda dihapuskan.")],
    decision: Decision,
    waived_on: RecordedOn = None,
    output_format: ListingFormat = OutputFormat.TABLE,
) -> None:
    """Let denda go by decision of the board."""
    from danabergulir.operations.loans import penalties
    from danabergulir.reports.shown import endings

    who, amount = addressed(words, typed_amount)
    waived = penalties.waive_penalty(
        ledger_path(), who, amount, waived_on or today(), now(), reason=reason, decision=decision
    )
    print_listing(endings.penalties([waived]), Output(output_format))
