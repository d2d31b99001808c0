"""``kota``: packages of many UPK taken in, reports on a month of them, and the views for other engines."""

import sys
from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from danabergulir.cli.output import print_facts, print_listing, print_text, write_file, write_paper
from danabergulir.cli.usage.choices import Choices, one_of
from danabergulir.cli.usage.language import CommandGroup
from danabergulir.cli.usage.options import (
    Delimiter,
    Destination,
    ListingFormat,
    MonthAsked,
    Output,
    OutputFormat,
    Overwrite,
    read_date,
    today,
)
from danabergulir.errors import UsageError

if TYPE_CHECKING:
    from danabergulir.dates import Month
    from danabergulir.reports.model.sheet import Report

    Said = str
else:
    Said = object

commands = CommandGroup()

_DEADLINE: Final = 10
"""Days after the month by which a package is expected; a city may say others."""
_CITY: Final = Path("KOTA")


class CityFormat(StrEnum):
    """How the reports of a city are printed or written."""

    TABLE = "tabel"
    CSV = "csv"
    JSON = "json"
    XLSX = "xlsx"
    PDF = "pdf"


@commands.command(
    "gabung",
    "Periksa paket dari banyak UPK, dan masukkan yang benar ke data kota.\n\nSetiap FOLDER adalah satu paket, atau "
    "folder berisi paket. Paket yang salah dilaporkan dan ditolak; yang lain tetap masuk. Paket yang sudah ada tidak "
    "diubah.",
    examples=["kota gabung paket-2026-01 --ke kota", "kota gabung paket-melati --ke kota --ganti"],
)
def take_in(
    places: Annotated[list[Path], typer.Argument(metavar="FOLDER", help="Paket, atau folder berisi paket.")],
    city: Annotated[Path, typer.Option("--ke", metavar="KOTA", help="Folder data kota; dibuat bila belum ada.")],
    received_on: Annotated[
        date | None,
        typer.Option(
            "--tanggal", metavar="TANGGAL", parser=read_date, show_default="hari ini", help="Tanggal paket diterima."
        ),
    ] = None,
    output_format: ListingFormat = OutputFormat.TABLE,
    *,
    instead: Annotated[bool, typer.Option("--ganti", help="Ganti paket UPK yang sama untuk bulan yang sama.")] = False,
) -> None:
    from danabergulir.operations.city.taking_in import take_in as taken_in
    from danabergulir.render.screen import progress
    from danabergulir.reports.city.received import counted, found_table

    with progress.bar(sys.stderr) as tell:
        received = taken_in(places, city, received_on or today(), instead=instead, tell=tell)
    print_listing(
        found_table(received, whole=output_format is not OutputFormat.TABLE),
        Output(output_format),
        totals=counted(received),
    )
    if any(item.is_wrong for item in received):
        raise typer.Exit(1)


@commands.command(
    "laporan",
    "Laporan satu bulan tentang semua UPK.\n\nLaporan: ringkasan, liga, hilang, rantai, kejanggalan, rw. Tanpa "
    "--hanya semuanya; csv memuat liga. Bentuk pdf adalah satu halaman untuk pimpinan.",
    examples=[
        "kota laporan 2026-01 --dari kota",
        "kota laporan 2026-01 --dari kota --hanya liga --format csv",
        "kota laporan 2026-01 --dari kota --format pdf --ke kota.pdf",
    ],
)
def report(
    month: MonthAsked,
    city: Annotated[Path, typer.Option("--dari", metavar="KOTA", help="Folder data kota.")],
    names: Annotated[
        list[str] | None, typer.Option("--hanya", metavar="NAMA", help="Laporan ini saja; boleh diulang.")
    ] = None,
    output_format: Annotated[
        CityFormat, typer.Option("--format", help="Bentuk keluaran; xlsx dan pdf selalu menjadi file.")
    ] = CityFormat.TABLE,
    file: Destination = None,
    delimiter: Delimiter = None,
    deadline: Annotated[
        int, typer.Option("--batas", metavar="HARI", min=0, help="Paket terlambat bila lebih dari sekian hari.")
    ] = _DEADLINE,
    *,
    overwrite: Overwrite = False,
) -> None:
    from danabergulir.operations.city import reporting

    if output_format is CityFormat.PDF:
        paper = reporting.page_of(city, month, deadline)
        write_paper(paper, file or Path(f"{paper.file_name}.pdf"), overwrite=overwrite)
        return
    asked = names or (["liga"] if output_format is CityFormat.CSV else [])
    reports = reporting.reports_of(city, month, asked, deadline)
    _put(reports, output_format, file or _usual_file(output_format, month), delimiter, overwrite=overwrite)


@commands.command(
    "kunci",
    "Buat kunci rahasia kota, satu untuk semua UPK.\n\nDengan kunci ini paket UPK memuat tanda setiap anggota, dan "
    "kota melihat orang yang sama di dua UPK tanpa melihat NIK. Siapa yang memegang kunci ini dapat menebak NIK dari "
    "tandanya: serahkan langsung kepada setiap UPK, jangan lewat grup, dan jangan simpan bersama data kota.",
    examples=["kota kunci --ke kunci-kota.txt"],
)
def make_key(
    file: Annotated[Path, typer.Option("--ke", metavar="FILE", help="File baru untuk kunci itu.")],
) -> None:
    from danabergulir.operations.audit.city_key import make

    print_facts([("Kunci kota", str(file)), ("Nama kunci", make(file))])


_DIALECTS: Final = Choices("operations.city.views:Dialect")


@commands.command(
    "sql",
    "Cetak tabel dan tampilan data kota sebagai SQL.\n\nFile Parquet yang sama dapat ditanyai dengan program lain: "
    "DuckDB, Spark, Trino, ClickHouse, Postgres.",
    examples=["kota sql --dari kota", "kota sql --dari kota --dialek spark --ke kota.sql"],
)
def views_as_sql(
    dialect: Annotated[Said, one_of("--dialek", _DIALECTS, help_text="Untuk program yang mana.")] = "duckdb",
    city: Annotated[
        Path, typer.Option("--dari", metavar="KOTA", help="Folder data kota yang disebut dalam SQL.")
    ] = _CITY,
    file: Destination = None,
    *,
    overwrite: Overwrite = False,
) -> None:
    from danabergulir.operations.city.views import Dialect, printed

    print_text(printed(Dialect(dialect), city), file, overwrite=overwrite)


def _usual_file(output_format: CityFormat, month: "Month") -> Path | None:
    """Return where a form goes that is always a file; None for what the screen can take."""
    return Path(f"kota-{month}.xlsx") if output_format is CityFormat.XLSX else None


def _put(
    reports: "Sequence[Report]", output_format: CityFormat, file: Path | None, delimiter: str | None, *, overwrite: bool
) -> None:
    """Print reports, or write them to a file. Raises ``UsageError`` for CSV of several, and as ``write_file``."""
    from danabergulir.render import json_file

    match output_format:
        case CityFormat.CSV if len(reports) > 1:
            raise UsageError(
                "CSV hanya untuk satu laporan", "Pilih satu dengan --hanya NAMA, atau pakai --format xlsx."
            )
        case CityFormat.CSV:
            print_listing(reports[0].section, Output(OutputFormat.CSV, file, delimiter, overwrite))
        case CityFormat.JSON:
            print_text(json_file.render_reports(reports), file, overwrite=overwrite)
        case CityFormat.XLSX if file is not None:
            from danabergulir.render.xlsx.file import render

            write_file(file, render(reports), overwrite=overwrite)
        case _:
            _print_tables(reports, file, overwrite=overwrite)


def _print_tables(reports: "Sequence[Report]", file: Path | None, *, overwrite: bool) -> None:
    from danabergulir.render.screen.page import render_report

    out = sys.stdout if file is None else StringIO()
    for number, page in enumerate(reports):
        out.write("\n\n" if number else "")
        render_report(page, out)
    if file is not None and isinstance(out, StringIO):
        write_file(file, out.getvalue().encode("utf-8"), overwrite=overwrite)
