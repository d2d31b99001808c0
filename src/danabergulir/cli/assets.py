"""``aset``: the register of fixed assets."""

from datetime import date
from typing import Annotated, TypeAlias

import typer

from danabergulir.cli.output import print_listing, print_record, print_remarks
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
    read_name,
    read_text,
    today,
)

commands = CommandGroup()

_Number = Annotated[str, typer.Argument(metavar="NOMOR", help="Nomor aset, misalnya INV-001.")]
_LIFE = "Umur pemakaian dalam bulan; 0 = tidak disusutkan."
_COST = "Harga beli seluruhnya."
_MaybeSum: TypeAlias = Amount | None


@commands.command(
    "tambah",
    "Tambah barang ke daftar inventaris.\n\nDaftar ini tidak mencatat uang; pembelian dicatat dengan kas keluar.",
    examples=['aset tambah "Laptop" 6jt --beli 2026-01-10 --umur 48 --tempat "Kantor UPK"'],
)
def add(
    name: Annotated[str, typer.Argument(metavar="NAMA", parser=read_name, help="Nama barang.")],
    cost: Annotated[Amount, typer.Argument(metavar="HARGA", parser=read_amount, help=_COST)],
    bought_on: Annotated[date, typer.Option("--beli", metavar="TANGGAL", parser=read_date, help="Tanggal beli.")],
    life_months: Annotated[int, typer.Option("--umur", metavar="BULAN", min=0, max=600, help=_LIFE)],
    quantity: Annotated[int, typer.Option("--jumlah", min=1, max=9999, help="Banyaknya.")] = 1,
    place: Annotated[str, typer.Option("--tempat", parser=read_text, help="Tempat menyimpan.")] = "",
    depreciated_before: Annotated[
        _MaybeSum,
        typer.Option(
            "--sudah-disusutkan",
            metavar="JUMLAH",
            parser=read_amount_or_nil,
            show_default="garis lurus",
            help="Yang sudah disusutkan sampai saldo awal buku.",
        ),
    ] = None,
    dated_on: RecordedOn = None,
    output_format: ListingFormat = OutputFormat.TABLE,
) -> None:
    """Register an asset."""
    from danabergulir.domain.assets import FixedAsset
    from danabergulir.operations import assets
    from danabergulir.reports.month.inventory import added_note, late_note, registered

    asset = FixedAsset(
        number="", name=name, bought_on=bought_on, cost=cost, life_months=life_months, quantity=quantity, place=place
    )
    added = assets.add_asset(ledger_path(), asset, dated_on or today(), now(), depreciated_before=depreciated_before)
    notes = [added_note(added.asset, added.chart, carried=added.carried), *late_note(added.late, added.month)]
    print_record(registered(added.asset, notes), output_format)


@commands.command("ubah", "Ubah data barang.", examples=['aset ubah INV-001 --tempat "Balai RW 05"'])
def change(
    number: _Number,
    name: Annotated[str | None, typer.Option("--nama", parser=read_name, help="Nama barang.")] = None,
    cost: Annotated[_MaybeSum, typer.Option("--harga", metavar="JUMLAH", parser=read_amount, help=_COST)] = None,
    life_months: Annotated[int | None, typer.Option("--umur", metavar="BULAN", min=0, max=600, help=_LIFE)] = None,
    quantity: Annotated[int | None, typer.Option("--jumlah", min=1, max=9999, help="Banyaknya.")] = None,
    place: Annotated[str | None, typer.Option("--tempat", parser=read_text, help="Tempat menyimpan.")] = None,
    dated_on: RecordedOn = None,
    output_format: ListingFormat = OutputFormat.TABLE,
) -> None:
    """Change facts of an asset."""
    from danabergulir.operations import assets
    from danabergulir.operations.versions import NOTHING_CHANGED
    from danabergulir.reports.month.inventory import registered

    options = {"name": name, "cost": cost, "life_months": life_months, "quantity": quantity, "place": place}
    changes = given(options, "aset ubah")
    changed = assets.change_asset(ledger_path(), number, dated_on or today(), now(), changes)
    print_record(registered(changed.thing.asset), output_format)
    print_remarks([] if changed.is_new else [NOTHING_CHANGED])


@commands.command(
    "lepas", "Catat barang yang dijual, rusak, atau hilang.", examples=["aset lepas INV-001 --tanggal 2026-06-30"]
)
def retire(number: _Number, dated_on: RecordedOn = None, output_format: ListingFormat = OutputFormat.TABLE) -> None:
    """Write down that an asset is gone."""
    from danabergulir.operations import assets
    from danabergulir.reports.month.inventory import leaving_notes, registered

    retired = assets.retire_asset(ledger_path(), number, dated_on or today(), now())
    notes = leaving_notes(retired.asset, retired.written_down, retired.chart)
    print_record(registered(retired.asset, notes), output_format)


@commands.command("daftar", "Daftar inventaris dan penyusutannya.", examples=["aset daftar --per 2026-01-31"])
def listing(
    as_of: AsOf = None,
    output: Output = SCREEN,
) -> None:
    """Print the assets held on a day."""
    from danabergulir.dates import Month
    from danabergulir.operations.assets import list_assets
    from danabergulir.reports.month.inventory import assets_section

    day = as_of or today()
    section = assets_section(list_assets(ledger_path(), day), Month.of(day))
    print_listing(section, output)
