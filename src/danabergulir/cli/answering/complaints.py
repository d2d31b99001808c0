"""``aduan``: complaints of citizens, and their answers."""

from typing import Annotated

import typer

from danabergulir.cli.output import print_listing, print_record
from danabergulir.cli.usage.language import CommandGroup
from danabergulir.cli.usage.options import (
    SCREEN,
    AsOf,
    ListingFormat,
    Output,
    OutputFormat,
    RecordedOn,
    ledger_path,
    now,
    read_name,
    read_text,
    today,
)

commands = CommandGroup()


@commands.command(
    "catat",
    "Catat aduan warga.\n\nNama dan telepon pengadu tidak dicetak di laporan mana pun.",
    examples=['aduan catat "Kuitansi setoran Mawar bulan Mei tidak diberikan" --dari "Bu Tini"'],
)
def add(
    text: Annotated[str, typer.Argument(metavar="ADUAN", parser=read_name, help="Isi aduan.")],
    person: Annotated[str, typer.Option("--dari", metavar="NAMA", parser=read_text, help="Siapa yang mengadu.")] = "",
    contact: Annotated[str, typer.Option("--telepon", metavar="NOMOR", parser=read_text, help="Telepon pengadu.")] = "",
    dated_on: RecordedOn = None,
    output_format: ListingFormat = OutputFormat.TABLE,
) -> None:
    from danabergulir.domain.answering import Complaint
    from danabergulir.operations.answering.complaints import add_complaint
    from danabergulir.reports.shown.decided import complaint_record

    complaint = Complaint("", dated_on or today(), text, person, contact)
    print_record(complaint_record(add_complaint(ledger_path(), complaint, now())), output_format)


@commands.command(
    "jawab",
    "Catat jawaban atas satu aduan.",
    examples=['aduan jawab A-001 "Kuitansi sudah dicetak lagi dan diberikan"'],
)
def answer(
    number: Annotated[str, typer.Argument(metavar="NOMOR", help="Nomor aduan, misalnya A-001.")],
    text: Annotated[str, typer.Argument(metavar="JAWABAN", parser=read_name, help="Isi jawaban.")],
    dated_on: RecordedOn = None,
    output_format: ListingFormat = OutputFormat.TABLE,
) -> None:
    from danabergulir.domain.answering import ComplaintAnswer
    from danabergulir.operations.answering.complaints import answer_complaint
    from danabergulir.reports.shown.decided import complaint_record

    found = answer_complaint(ledger_path(), number, ComplaintAnswer(dated_on or today(), text), now())
    print_record(complaint_record(found), output_format)


@commands.command("daftar", "Daftar aduan dengan jawabannya.", examples=["aduan daftar"])
def listing(as_of: AsOf = None, output: Output = SCREEN) -> None:
    from danabergulir.operations.answering.complaints import list_complaints
    from danabergulir.reports.month.answering.minutes import complaints_section

    print_listing(complaints_section(list_complaints(ledger_path(), as_of or today())), output)
