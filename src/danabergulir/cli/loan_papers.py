"""``pinjaman berkas``: the papers of one loan, to be printed and signed."""

from pathlib import Path
from typing import Annotated

import typer

from danabergulir.cli.loans import commands
from danabergulir.cli.options import AsOf, ledger_path, today
from danabergulir.cli.papers import as_pdf
from danabergulir.cli.printing import print_remark, write_files
from danabergulir.errors import UsageError


@commands.command(
    "berkas",
    "Surat-surat satu pinjaman sebagai PDF: usulan, putusan, perjanjian, tanggung renteng, jadwal, dan kartu.\n\n"
    "NIK anggota hanya tertulis pada surat perjanjian, bila sudah dicatat.",
    examples=("pinjaman berkas P-0007", "pinjaman berkas P-0007 --ke berkas-mawar"),
)
def papers(
    number: Annotated[str, typer.Argument(metavar="NOMOR", help="Nomor pinjaman atau pengajuan.")],
    as_of: AsOf = None,
    folder: Annotated[
        Path | None,
        typer.Option("--ke", metavar="FOLDER", show_default="nomor pinjamannya", help="Tulis ke folder ini."),
    ] = None,
) -> None:
    """Write the papers that there are of a loan or proposal, and say which there are not."""
    from danabergulir.operations.loan_papers import dossier
    from danabergulir.reports.paper import file_stem

    found = dossier(ledger_path(), number, as_of or today())
    target = folder or Path(file_stem(found.number))
    # All are set before the first is written.
    files = {target / f"{paper.file_name}.pdf": as_pdf(paper) for paper in found.papers}
    try:
        target.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(
            f"--ke: folder tidak dapat dibuat: {target}", "Periksa nama folder dan izinnya. Tidak ada yang ditulis."
        ) from error
    write_files(files, target)
    for note in found.remarks:
        print_remark(note)
