"""``kunjungan``: visits to KSM, late or not."""

from datetime import date
from typing import Annotated

import typer

from danabergulir.cli.output import print_listing, print_record, print_warnings
from danabergulir.cli.usage.language import CommandGroup
from danabergulir.cli.usage.options import (
    SCREEN,
    AsOf,
    KsmWords,
    ListingFormat,
    OnlyKsm,
    OnlyRw,
    Output,
    OutputFormat,
    RecordedOn,
    ledger_path,
    now,
    read_date,
    read_text,
    today,
)

commands = CommandGroup()


@commands.command(
    "catat",
    "Catat kunjungan pembinaan ke KSM, menunggak atau tidak.",
    examples=['kunjungan catat MAWAR --oleh "Ketua RW 05" --keterangan "usaha jalan, pembukuan rapi"'],
)
def add(
    ksm: KsmWords,
    visitor: Annotated[str, typer.Option("--oleh", metavar="NAMA", parser=read_text, help="Siapa yang datang.")] = "",
    text: Annotated[str, typer.Option("--keterangan", metavar="TEKS", parser=read_text, help="Apa yang dilihat.")] = "",
    dated_on: RecordedOn = None,
    output_format: ListingFormat = OutputFormat.TABLE,
) -> None:
    from danabergulir.operations.answering.visits import add_visit
    from danabergulir.reports.shown.decided import visits_section

    visit, warnings = add_visit(ledger_path(), ksm, dated_on or today(), now(), visitor=visitor, text=text)
    print_record(visits_section([visit]), output_format)
    print_warnings(warnings)


@commands.command(
    "daftar",
    "Daftar kunjungan, yang dicatat pada sanksi juga.",
    examples=["kunjungan daftar --rw 05 --dari 2026-01-01"],
)
def listing(
    since: Annotated[
        date | None, typer.Option("--dari", metavar="TANGGAL", parser=read_date, help="Mulai tanggal ini.")
    ] = None,
    as_of: AsOf = None,
    ksm: OnlyKsm = None,
    rw: OnlyRw = None,
    output: Output = SCREEN,
) -> None:
    from danabergulir.operations.answering.visits import list_visits
    from danabergulir.reports.shown.decided import visits_section

    found = list_visits(ledger_path(), since, as_of or today(), words=ksm, rw=rw)
    print_listing(visits_section(found), output)
