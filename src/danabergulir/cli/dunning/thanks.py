"""``ucapan``: letters of thanks to the KSM that paid every instalment of a year on time."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from danabergulir.cli.output import letter_press, print_listing, print_remark, say_text_only
from danabergulir.cli.usage.language import command
from danabergulir.cli.usage.options import ListingFormat, Output, OutputFormat, ledger_path, read_date, today


@command(examples=("ucapan 2026", "ucapan 2026 --ke surat-rwt", "ucapan 2026 --tanggal 2027-01-10"))
def thank(
    year: Annotated[int, typer.Argument(metavar="TAHUN", min=1990, max=2999, help="Tahun yang dinilai.")],
    folder: Annotated[
        Path | None,
        typer.Option(
            "--ke",
            metavar="FOLDER",
            show_default="folder ucapan-TAHUN di samping buku",
            help="Tulis surat ke folder ini.",
        ),
    ] = None,
    templates: Annotated[
        Path | None,
        typer.Option(
            "--templat",
            metavar="FOLDER",
            show_default="folder surat di samping buku",
            help="Folder teks surat Anda; namanya ucapan.txt.",
        ),
    ] = None,
    dated_on: Annotated[
        date | None,
        typer.Option(
            "--tanggal", metavar="TANGGAL", parser=read_date, show_default="hari ini", help="Tanggal pada surat."
        ),
    ] = None,
    output_format: ListingFormat = OutputFormat.TABLE,
) -> None:
    """Write the letters of thanks of a year."""
    from danabergulir.operations.dunning import thanks
    from danabergulir.reports.papers.thanks import thanks_section

    press, missing = letter_press()
    day = dated_on or today()
    thanked = thanks.write_thanks(ledger_path(), year, day, folder=folder, templates=templates, press=press)
    print_listing(thanks_section(thanked.letters), Output(output_format))
    if thanked.folder:
        print_remark(f"Ditulis ke {thanked.folder}")
        say_text_only(missing)
