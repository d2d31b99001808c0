"""``jelaskan``: where a figure comes from."""

from datetime import date
from typing import Annotated

import typer

from danabergulir.cli.output import print_page, print_text
from danabergulir.cli.usage.language import command
from danabergulir.cli.usage.options import SCREEN, AsOf, Output, OutputFormat, ledger_path, read_period, today
from danabergulir.errors import UsageError


@command(
    examples=(
        "jelaskan 2026-01 kinerja PAR",
        "jelaskan 2026-01 neraca 11030",
        "jelaskan 2026-01 tunggakan P-0038 --kolom hari_menunggak",
        "jelaskan 2026-01 kolektibilitas TOTAL --kolom cadangan --format json",
        "jelaskan S-0007",
        "jelaskan BKM-2026-0001",
        "jelaskan P-0038",
        "jelaskan MAWAR",
    )
)
def explain(
    words: Annotated[
        str,
        typer.Argument(
            metavar="PERIODE|NOMOR",
            help="Bulan atau tahun laporan, misalnya 2026-01 atau 2026. Atau sendirian: nomor surat sanksi, bukti, "
            "atau pinjaman, atau KSM.",
        ),
    ],
    name: Annotated[
        str | None, typer.Argument(metavar="LAPORAN", help="Nama laporan, seperti pada perintah laporan.")
    ] = None,
    key: Annotated[
        str | None,
        typer.Argument(
            metavar="KUNCI", help="Barisnya: kode akun, nomor pinjaman atau bukti, nama; TOTAL untuk baris jumlah."
        ),
    ] = None,
    column: Annotated[
        str | None, typer.Option("--kolom", metavar="NAMA", help="Kolom yang mana, bila barisnya punya beberapa angka.")
    ] = None,
    output: Output = SCREEN,
    as_of: AsOf = None,
    *,
    whole: Annotated[bool, typer.Option("--lengkap", help="Tulis semua bukti, juga bila banyak.")] = False,
) -> None:
    """Say what a figure of a report is made of."""
    if name is None:
        _answer(words, as_of or today(), output, whole=whole)
        return
    if key is None:
        raise UsageError(
            "barisnya belum disebut",
            f"Tulis kuncinya: danabergulir jelaskan {words} {name} KUNCI, misalnya kode akun atau nomor pinjaman.",
        )
    from danabergulir.operations.explaining import figures

    found = figures.explain(ledger_path(), read_period(words), name, key, column, today=today())
    if output.format is OutputFormat.JSON:
        from danabergulir.render.origin_json import render_explained

        print_text(render_explained(found), output.file, overwrite=output.overwrite)
        return
    from danabergulir.reports.shown.explained import explained_page

    print_page(explained_page(found, whole=whole or output.format is OutputFormat.CSV), output)


def _answer(words: str, as_of: date, output: Output, *, whole: bool) -> None:
    """Print why a letter, a receipt, a debt or a refusal is as it is."""
    from danabergulir.operations.explaining.answers import answer

    found = answer(ledger_path(), words, as_of)
    if output.format is OutputFormat.JSON:
        from danabergulir.render.origin_json import render_answer

        print_text(render_answer(found), output.file, overwrite=output.overwrite)
        return
    from danabergulir.reports.shown.explained import answer_page

    print_page(answer_page(found, whole=whole or output.format is OutputFormat.CSV), output)
