"""``tunggakan`` and ``laporan``: the arrears list, and the reports of a month."""

import sys
from collections.abc import Sequence
from enum import StrEnum
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from danabergulir.cli.language import IndonesianCommand, command
from danabergulir.cli.options import (
    SCREEN,
    AsOf,
    Delimiter,
    DestinationFolder,
    MonthAsked,
    OnlyRw,
    Output,
    OutputFormat,
    ledger_path,
    template_folder,
    today,
)
from danabergulir.cli.output import missing_library, print_listing, print_remark, print_warnings
from danabergulir.cli.safekeeping import remind_of_backup
from danabergulir.cli.typer_inside import Context, HelpFormatter
from danabergulir.errors import UsageError

if TYPE_CHECKING:
    from danabergulir.dates import Month
    from danabergulir.reports.model.sheet import Report


class ReportFormat(StrEnum):
    """How the reports of a month are printed or written: as any listing, as a workbook, or on paper."""

    TABLE = "tabel"
    CSV = "csv"
    JSON = "json"
    XLSX = "xlsx"
    PDF = "pdf"


_USUAL_FILES: Final = (ReportFormat.TABLE, ReportFormat.CSV, ReportFormat.XLSX, ReportFormat.PDF)
_FILES_ONLY: Final = frozenset({ReportFormat.XLSX, ReportFormat.PDF})
# The catalog has them too, but it loads every report, which the help must not wait for.
_NAMES: Final = (
    "ringkasan neraca laba-rugi neraca-saldo",
    "uang-masuk uang-keluar pindah-buku pembatalan buku-kas buku-bank inventaris",
    "perkembangan tunggakan kolektibilitas kinerja sanksi pembayar-baik rencana-penagihan",
    "rekap-rw register-pinjaman register-hapus-buku register-tabungan keputusan",
    "sasaran dana-sosial berita-acara rekonsiliasi",
    "uang-masuk-lebar uang-keluar-lebar (hanya bila diminta)",
)


def _names(incomplete: str) -> list[str]:
    """Return the names of reports that a shell may finish a word with."""
    words = " ".join(_NAMES).partition(" (")[0].split()
    return [name for name in words if name.startswith(incomplete)]


class _ReportCommand(IndonesianCommand):
    """``laporan``, whose help also lists the reports, a name never broken at the end of a line."""

    def format_epilog(self, ctx: Context, formatter: HelpFormatter) -> None:
        with formatter.section("Nama laporan"):
            for line in _NAMES:
                formatter.write(f"  {line}\n")
        super().format_epilog(ctx, formatter)


@command(examples=("tunggakan", "tunggakan --per 2026-06-30 --rw 05", "tunggakan --format csv --ke tunggakan.csv"))
def arrears(
    as_of: AsOf = None,
    rw: OnlyRw = None,
    output: Output = SCREEN,
) -> None:
    """List the loans that are behind, worst first."""
    from danabergulir.operations.month import arrears_list

    print_listing(arrears_list(ledger_path(), as_of or today(), rw), output)


@command(
    examples=(
        "laporan 2026-01",
        "laporan 2026-01 --hanya neraca --hanya laba-rugi",
        "laporan 2026-01 --hanya tunggakan --format csv",
        "laporan 2026-01 --hanya neraca --format pdf",
        "laporan 2026-01 --ke laporan-januari",
    ),
    cls=_ReportCommand,
)
def report(
    month: MonthAsked,
    names: Annotated[
        list[str] | None,
        typer.Option("--hanya", metavar="NAMA", autocompletion=_names, help="Hanya laporan ini; boleh diulang."),
    ] = None,
    formats: Annotated[
        list[ReportFormat] | None,
        typer.Option(
            "--format",
            show_default="tabel; dengan --ke: tabel, csv, xlsx, dan pdf",
            help="Bentuk laporan; boleh diulang. xlsx dan pdf selalu menjadi file.",
        ),
    ] = None,
    folder: DestinationFolder = None,
    delimiter: Delimiter = ";",
    *,
    origins: Annotated[bool, typer.Option("--asal", help="Dengan --format json: sertakan asal setiap angka.")] = False,
) -> None:
    """Print the reports of a month, or write them as files."""
    if origins:
        _print_origins(month, names or (), formats or (), folder)
        return
    if folder is None and formats and _FILES_ONLY.issuperset(formats):
        folder = Path()  # a workbook and paper are files, wherever they go
    if folder is None:
        from danabergulir.operations.month import monthly_reports

        _refuse_unprintable(names or (), formats or ())
        found = monthly_reports(ledger_path(), month, names or (), today=today())
        _print_reports(found, formats or (), delimiter)
    else:
        write_set(ledger_path(), month, names or (), folder, formats or (), delimiter)
    remind_of_backup()


def _print_origins(month: "Month", names: Sequence[str], formats: Sequence[ReportFormat], folder: Path | None) -> None:
    """Print the reports as JSON with what every figure is made of. Raises ``UsageError`` for any other form."""
    if set(formats) != {ReportFormat.JSON} or folder is not None:
        raise UsageError(
            "--asal hanya untuk --format json di layar", f"Jalankan: danabergulir laporan {month} --format json --asal"
        )
    from danabergulir.operations.explaining.figures import explained_reports
    from danabergulir.render.origin_json import render_explained_reports

    found = explained_reports(ledger_path(), month, names, today=today())
    typer.echo(render_explained_reports(found), nl=False)


def _refuse_unprintable(names: Sequence[str], formats: Sequence[ReportFormat]) -> None:
    """Raise ``UsageError`` for what one screen or pipe cannot take: two forms, or several CSV tables."""
    if len(set(formats)) > 1:
        raise UsageError("ke layar hanya satu --format", "Pilih satu, atau tulis ke folder dengan --ke FOLDER.")
    if ReportFormat.CSV in formats and len(set(names)) != 1:
        raise UsageError(
            "CSV ke layar hanya untuk satu laporan",
            "Pilih satu dengan --hanya NAMA, atau tulis semuanya ke folder dengan --ke FOLDER.",
        )


def _print_reports(reports: "Sequence[Report]", formats: Sequence[ReportFormat], delimiter: str) -> None:
    from danabergulir.render.json_file import render_reports
    from danabergulir.render.screen.page import render_report

    match next(iter(formats), ReportFormat.TABLE):
        case ReportFormat.TABLE:
            for number, page in enumerate(reports):
                typer.echo("\n\n" if number else "", nl=False)
                render_report(page, sys.stdout)
        case ReportFormat.CSV:
            print_listing(reports[0].section, Output(OutputFormat.CSV, delimiter=delimiter))
        case ReportFormat.JSON:
            typer.echo(render_reports(reports), nl=False)


def write_set(
    ledger: Path,
    month: "Month",
    names: Sequence[str],
    folder: Path,
    asked: Sequence[ReportFormat] = (),
    delimiter: str = ";",
) -> "Sequence[Report]":
    """Write the files of a month, say where, and return its reports.

    Where no PDF can be made the others are written, for they may be all that is needed.

    Raises ``UsageError`` where a file cannot be written, or no PDF can be made that was ``asked`` for by name.
    """
    from danabergulir.operations.month import monthly_set
    from danabergulir.render.month_files import write_month
    from danabergulir.render.screen import progress

    wanted = asked or _USUAL_FILES
    trouble = missing_library() if ReportFormat.PDF in wanted else None
    formats = [item for item in wanted if not (trouble and item is ReportFormat.PDF)]
    try:
        with progress.bar(sys.stderr) as tell:
            tell("Menyusun laporan", 0, None)
            on_paper = ReportFormat.PDF in formats
            found = monthly_set(ledger, month, names, on_paper=on_paper, today=today())
            written = write_month(found, folder, formats, delimiter=delimiter, own=template_folder(ledger), tell=tell)
    except OSError as error:
        raise UsageError(
            f"--ke: laporan tidak dapat ditulis ke {folder}",
            "Periksa nama folder, izinnya, dan sisa ruang penyimpanan. File lama tidak diubah.",
        ) from error
    for place, paths in groupby(written, key=lambda path: path if path.parent == folder else path.parent):
        count = "" if place in written else f" ({len(list(paths))} file)"
        print_remark(f"Ditulis ke {place}{count}")
    if trouble and asked:
        raise trouble
    if trouble:
        print_warnings([f"{trouble.message}. {trouble.hint}"])
    return found.reports
