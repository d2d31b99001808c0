"""``impor lembar``: a meeting sheet that was filled in."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from danabergulir.cli.imports.registers import commands, print_imported
from danabergulir.cli.output import print_remark, print_remarks
from danabergulir.cli.terminal.piped import read_source
from danabergulir.cli.usage.options import Amount, Trial, ask, is_interactive, ledger_path, now, read_amount_or_nil
from danabergulir.frozen import replace


@commands.command(
    "lembar",
    "Lembar rapat yang sudah diisi.\n\nSetiap baris dicatat sekali, walaupun lembarnya dikirim berkali-kali; yang baru "
    "diisi saja yang ditambahkan. Semuanya dicatat, atau tidak sama sekali.",
    examples=["impor lembar lembar.xlsx --kas 4.830.000 --coba", "impor lembar lembar.xlsx --kas 4.830.000"],
)
def meeting_sheet(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="F.xlsx",
            parser=read_source,
            help="Lembar yang diisi: .xlsx, .xls atau .ods; - = keluaran perintah lain.",
        ),
    ],
    *,
    counted: Annotated[
        Amount | None,
        typer.Option(
            "--kas",
            metavar="JUMLAH",
            parser=read_amount_or_nil,
            show_default="yang tertulis pada lembar",
            help="Uang seluruh lembar menurut hitungan; bila berbeda, tidak ada yang dicatat.",
        ),
    ] = None,
    trial: Trial = False,
) -> None:
    from danabergulir.dates import format_form
    from danabergulir.operations.imports.meeting.reading import read_filled
    from danabergulir.operations.imports.meeting.recording import import_filled, no_minutes
    from danabergulir.render.screen.progress import bar

    with bar(sys.stderr) as tell:
        sheet = read_filled(file, tell)
    if is_interactive() and not trial and not sheet.minutes:
        tried = import_filled(ledger_path(), sheet, now(), counted=counted, trial=True)
        if no_minutes(sheet) in [item.message for item in tried.warnings]:
            asked = f"{sheet.minutes_place}: nomor berita acara untuk yang dibayar dari tabungan kosong"
            minutes = ask(f"{asked}. Ketik nomornya, atau - bila belum ada", "--coba").strip("- ")
            sheet = replace(sheet, minutes=minutes)
    imported = import_filled(ledger_path(), sheet, now(), counted=counted, trial=trial)
    print_remark(f"Lembar {sheet.code}, tanggal {format_form(sheet.day)}.")
    print_imported(imported, sheet.name, [item.message for item in imported.warnings], trial=trial)
    print_remarks(imported.to_do)
    if trial and imported.lines:
        print_remark("Bila sudah benar, ulangi perintah ini tanpa --coba supaya dicatat.")
