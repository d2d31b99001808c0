"""``lembar``: the sheet of a meeting, on paper or as a workbook to fill in."""

from pathlib import Path
from typing import Annotated

import typer

from danabergulir.cli.output import print_remark, write_file, write_paper
from danabergulir.cli.usage.language import command
from danabergulir.cli.usage.options import AsOf, OnlyRw, Overwrite, ledger_path, today
from danabergulir.errors import UsageError
from danabergulir.text import quoted


@command(
    examples=(
        "lembar --ke lembar.pdf",
        "lembar --per 2026-02-14 --rw 05 --ke lembar.xlsx",
        "lembar --ksm MAWAR --ksm MELATI --ke lembar.xlsx",
    )
)
def meeting_sheet(
    destination: Annotated[
        Path, typer.Option("--ke", metavar="F.pdf|F.xlsx", help="Tulis ke file ini: PDF untuk pena, XLSX untuk diisi.")
    ],
    as_of: AsOf = None,
    rw: OnlyRw = None,
    groups: Annotated[
        list[str] | None, typer.Option("--ksm", metavar="KSM", help="Hanya KSM ini; boleh diulang.")
    ] = None,
    *,
    overwrite: Overwrite = False,
) -> None:
    """Print the sheet of a meeting: who is asked for what, with room to write what each brings."""
    ending = destination.suffix.casefold()
    if ending not in {".pdf", ".xlsx"}:
        raise UsageError(
            f"--ke: lembar ditulis sebagai .pdf atau .xlsx, bukan {quoted(destination.name)}",
            f"Tulis misalnya: --ke {destination.stem or 'lembar'}.xlsx",
        )
    from danabergulir.operations import meeting

    sheet, profile = meeting.meeting_sheet(ledger_path(), as_of or today(), rw, groups or ())
    if ending == ".pdf":
        from danabergulir.reports.papers.meeting_sheet import meeting_paper

        write_paper(meeting_paper(sheet, profile), destination, overwrite=overwrite)
    else:
        from danabergulir.render.xlsx import meeting as workbook

        write_file(destination, workbook.render(sheet, profile), overwrite=overwrite)
        print_remark(f"Sesudah diisi: danabergulir impor lembar {destination} --kas JUMLAH --coba")
        print_remark("Bila hasilnya benar, ulangi tanpa --coba supaya dicatat.")
