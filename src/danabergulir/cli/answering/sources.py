"""``sumber-dana``: where the capital came from."""

from datetime import date
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from danabergulir.cli.output import print_listing, print_record, print_remarks, print_warnings
from danabergulir.cli.usage.choices import Choices, one_of
from danabergulir.cli.usage.language import CommandGroup
from danabergulir.cli.usage.options import (
    SCREEN,
    Amount,
    AsOf,
    ListingFormat,
    Output,
    OutputFormat,
    RecordedOn,
    given,
    ledger_path,
    now,
    read_amount,
    read_amount_or_nil,
    read_date,
    read_text,
    today,
)

if TYPE_CHECKING:
    from danabergulir.domain.tridaya import SourceKind

    KindName: TypeAlias = SourceKind
else:
    KindName = object

commands = CommandGroup()
_KINDS = Choices("domain.tridaya:SourceKind")
_PROGRAMME = "Nama program, misalnya PNPM 2010 tahap 1."
_DOCUMENT = "Nomor dokumennya, misalnya SPPB atau SK."
_RECEIVED = "Kapan uangnya diterima."


@commands.command(
    "tambah",
    "Catat dari mana modal berasal.\n\nDaftar ini tidak mencatat uang; uangnya sudah ada di akun modal.",
    examples=['sumber-dana tambah 31020 250jt --jenis BLM --program "PNPM 2010" --diterima 2010-08-12'],
)
def add(
    account: Annotated[str, typer.Argument(metavar="AKUN", help="Kode akun modal, misalnya 31020.")],
    amount: Annotated[Amount, typer.Argument(metavar="JUMLAH", parser=read_amount, help="Jumlah yang diterima.")],
    kind: Annotated[KindName, one_of("--jenis", _KINDS, help_text="Jenis sumber dana.", show_default=False)],
    programme: Annotated[str, typer.Option("--program", metavar="NAMA", parser=read_text, help=_PROGRAMME)],
    received_on: Annotated[date, typer.Option("--diterima", metavar="TANGGAL", parser=read_date, help=_RECEIVED)],
    document: Annotated[str, typer.Option("--dokumen", metavar="NOMOR", parser=read_text, help=_DOCUMENT)] = "",
    dated_on: RecordedOn = None,
    output_format: ListingFormat = OutputFormat.TABLE,
) -> None:
    from danabergulir.domain.tridaya import FundSource
    from danabergulir.operations.answering import sources
    from danabergulir.reports.shown.answering import source_record

    source = FundSource("", account, kind, programme, document, received_on, amount=amount)
    added = sources.add_source(ledger_path(), source, dated_on or today(), now())
    print_record(source_record(added.account, added.sources[0]), output_format)
    print_warnings(added.warnings)


@commands.command(
    "ubah",
    "Ubah keterangan satu sumber dana.\n\nYang salah catat diberi jumlah 0.",
    examples=["sumber-dana ubah D-001 --dokumen SPPB-1/2010"],
)
def change(
    number: Annotated[str, typer.Argument(metavar="NOMOR", help="Nomor sumber dana, misalnya D-001.")],
    account: Annotated[str | None, typer.Option("--akun", metavar="AKUN", help="Kode akun modal.")] = None,
    kind: Annotated[KindName | None, one_of("--jenis", _KINDS, help_text="Jenis sumber dana.")] = None,
    programme: Annotated[
        str | None, typer.Option("--program", metavar="NAMA", parser=read_text, help=_PROGRAMME)
    ] = None,
    received_on: Annotated[
        date | None, typer.Option("--diterima", metavar="TANGGAL", parser=read_date, help=_RECEIVED)
    ] = None,
    document: Annotated[
        str | None, typer.Option("--dokumen", metavar="NOMOR", parser=read_text, help=_DOCUMENT)
    ] = None,
    amount: Annotated[
        Amount | None,
        typer.Option("--jumlah", metavar="JUMLAH", parser=read_amount_or_nil, help="Jumlah yang diterima; boleh 0."),
    ] = None,
    dated_on: RecordedOn = None,
    output_format: ListingFormat = OutputFormat.TABLE,
) -> None:
    from danabergulir.operations.answering import sources
    from danabergulir.operations.versions import NOTHING_CHANGED
    from danabergulir.reports.shown.answering import source_record

    options = {"account": account, "kind": kind, "programme": programme, "received_on": received_on}
    changes = given({**options, "document": document, "amount": amount}, "sumber-dana ubah")
    changed = sources.change_source(ledger_path(), number, dated_on or today(), now(), changes)
    print_record(source_record(changed.thing.account, changed.thing.sources[0]), output_format)
    print_remarks([] if changed.is_new else [NOTHING_CHANGED])


@commands.command("daftar", "Sumber dana pada tiap akun modal.", examples=["sumber-dana daftar"])
def listing(as_of: AsOf = None, output: Output = SCREEN) -> None:
    from danabergulir.operations.answering.sources import list_sources
    from danabergulir.reports.shown.answering import sources_section

    found = list_sources(ledger_path(), as_of or today())
    print_listing(sources_section((item.account, item.booked, item.sources) for item in found), output)
