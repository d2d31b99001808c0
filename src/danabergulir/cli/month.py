"""``tunggakan`` and ``laporan``: the arrears list, and the reports of a month or a year."""

import sys
from collections.abc import Sequence
from enum import StrEnum
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from danabergulir.cli.output import missing_library, print_listing, print_remark, print_warnings
from danabergulir.cli.overwriting import put_files
from danabergulir.cli.safekeeping import remind_of_backup
from danabergulir.cli.terminal.pager import paged
from danabergulir.cli.terminal.settings import delimiter_of
from danabergulir.cli.usage.language import IndonesianCommand, command
from danabergulir.cli.usage.options import (
    SCREEN,
    AsOf,
    Delimiter,
    DestinationFolder,
    OnlyRw,
    Output,
    OutputFormat,
    Overwrite,
    PeriodAsked,
    ledger_path,
    template_folder,
    today,
)
from danabergulir.cli.usage.typer_inside import Context, HelpFormatter
from danabergulir.errors import UsageError
from danabergulir.files import make_folder, make_private_folder

if TYPE_CHECKING:
    from danabergulir.dates import Month, Year
    from danabergulir.reports.model.paper import MonthSet
    from danabergulir.reports.model.sheet import Report


class ReportFormat(StrEnum):
    """How the reports of a period are printed or written: as any listing, as a workbook, or on paper."""

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
    "pengaruh sasaran dana-sosial berita-acara rekonsiliasi",
    "uang-masuk-lebar uang-keluar-lebar (hanya bila diminta)",
)
_NAMES_OF_YEAR: Final = (
    "ringkasan-tahun neraca laba-rugi pembagian-laba arus-dana kinerja-bulanan",
    "tunggakan rekap-rw sanksi-tahun pembayar-baik pengaruh sasaran dana-sosial keputusan",
)


def _names(context: Context, incomplete: str) -> list[str]:
    """Return the names of reports that a shell may finish a word with: of a year where one was typed before."""
    of_year = any(word.isdecimal() for word in context.args)  # what was typed is not read yet
    words = " ".join(_NAMES_OF_YEAR if of_year else _NAMES).partition(" (")[0].split()
    return [name for name in words if name.startswith(incomplete)]


class _ReportCommand(IndonesianCommand):
    """``laporan``, whose help also lists the reports, a name never broken at the end of a line."""

    def format_epilog(self, ctx: Context, formatter: HelpFormatter) -> None:
        for heading, lines in (("Nama laporan bulan", _NAMES), ("Nama laporan tahun", _NAMES_OF_YEAR)):
            with formatter.section(heading):
                for line in lines:
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
        "laporan 2026 --ke rapat-warga",
    ),
    cls=_ReportCommand,
)
def report(
    period: PeriodAsked,
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
    delimiter: Delimiter = None,
    *,
    archive: Annotated[bool, typer.Option("--arsip", help="PDF untuk disimpan puluhan tahun (PDF/A).")] = False,
    origins: Annotated[bool, typer.Option("--asal", help="Dengan --format json: sertakan asal setiap angka.")] = False,
    overwrite: Overwrite = False,
) -> None:
    """Print the reports of a month or a year, or write them as files."""
    if origins:
        _print_origins(period, names or (), formats or (), folder)
        return
    if folder is None and formats and _FILES_ONLY.issuperset(formats):
        folder = Path()  # a workbook and paper are files, wherever they go
    if archive and (folder is None or (formats and ReportFormat.PDF not in formats)):
        raise UsageError("--arsip hanya untuk PDF", f"Jalankan: danabergulir laporan {period} --arsip --ke FOLDER")
    if folder is None:
        _refuse_unprintable(names or (), formats or ())
        _print_reports(_reports(period, names or ()), formats or (), delimiter)
    else:
        write_set(
            *(ledger_path(), period, names or (), folder, formats or (), delimiter_of(delimiter)),
            archive=archive,
            overwrite=overwrite,
        )
    remind_of_backup()


def _reports(period: "Month | Year", names: Sequence[str]) -> "Sequence[Report]":
    from danabergulir.dates import Month

    if isinstance(period, Month):
        from danabergulir.operations.month import monthly_reports

        return monthly_reports(ledger_path(), period, names, today=today())
    from danabergulir.operations.year import yearly_reports

    return yearly_reports(ledger_path(), period, names, today=today())


def _set(ledger: Path, period: "Month | Year", names: Sequence[str], *, on_paper: bool) -> "MonthSet":
    from danabergulir.dates import Month

    if isinstance(period, Month):
        from danabergulir.operations.month import monthly_set

        return monthly_set(ledger, period, names, on_paper=on_paper, today=today())
    from danabergulir.operations.year import yearly_set

    return yearly_set(ledger, period, names, on_paper=on_paper, today=today())


def _print_origins(
    period: "Month | Year", names: Sequence[str], formats: Sequence[ReportFormat], folder: Path | None
) -> None:
    """Print the reports as JSON with what every figure is made of. Raises ``UsageError`` for any other form."""
    if set(formats) != {ReportFormat.JSON} or folder is not None:
        raise UsageError(
            "--asal hanya untuk --format json di layar", f"Jalankan: danabergulir laporan {period} --format json --asal"
        )
    from danabergulir.operations.explaining.figures import explained_reports
    from danabergulir.render.origin_json import render_explained_reports

    found = explained_reports(ledger_path(), period, names, today=today())
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


def _print_reports(reports: "Sequence[Report]", formats: Sequence[ReportFormat], delimiter: str | None) -> None:
    from danabergulir.render.json_file import render_reports
    from danabergulir.render.screen.page import render_report

    match next(iter(formats), ReportFormat.TABLE):
        case ReportFormat.TABLE:
            with paged():
                for number, page in enumerate(reports):
                    typer.echo("\n\n" if number else "", nl=False)
                    render_report(page, sys.stdout)
        case ReportFormat.CSV:
            print_listing(reports[0].section, Output(OutputFormat.CSV, delimiter=delimiter))
        case ReportFormat.JSON:
            typer.echo(render_reports(reports), nl=False)


def write_set(
    ledger: Path,
    period: "Month | Year",
    names: Sequence[str],
    folder: Path,
    asked: Sequence[ReportFormat] = (),
    delimiter: str = ";",
    *,
    archive: bool = False,
    overwrite: bool = False,
) -> "Sequence[Report]":
    """Write the files of a month or a year, say where, and return its reports.

    Where no PDF can be made the others are written, for they may be all that is needed.

    What stands there is asked about as ``overwriting.may_write`` says, and raises what it raises. Raises ``UsageError``
    where a file cannot be written, or no PDF can be made that was ``asked`` for by name.
    """
    from danabergulir.render.month_files import LETTERS, month_files
    from danabergulir.render.screen import progress

    wanted = asked or _USUAL_FILES
    trouble = missing_library() if ReportFormat.PDF in wanted else None
    formats = [item for item in wanted if not (trouble and item is ReportFormat.PDF)]
    try:
        with progress.bar(sys.stderr) as tell:
            tell("Menyusun laporan", 0, None)
            on_paper = ReportFormat.PDF in formats
            found = _set(ledger, period, names, on_paper=on_paper)
            own = template_folder(ledger)
            files = month_files(found, folder, formats, delimiter=delimiter, own=own, archive=archive, tell=tell)
        letters = [path for path in files if path.parent == folder / LETTERS]
        for path in files:
            (make_private_folder if path in letters else make_folder)(path.parent)
        put_files(files, overwrite=overwrite, private=letters, ledger=ledger)
    except OSError as error:
        raise UsageError(
            f"--ke: laporan tidak dapat ditulis ke {folder}",
            "Periksa nama folder, izinnya, dan sisa ruang penyimpanan. File lama tidak diubah.",
        ) from error
    for place, paths in groupby(files, key=lambda path: path if path.parent == folder else path.parent):
        count = "" if place in files else f" ({len(list(paths))} file)"
        print_remark(f"Ditulis ke {place}{count}")
    if trouble and asked:
        raise trouble
    if trouble:
        print_warnings([f"{trouble.message}. {trouble.hint}"])
    return found.reports
