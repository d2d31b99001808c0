"""``contoh``: a book to learn on."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from danabergulir.cli.month import write_set
from danabergulir.cli.output import print_remark
from danabergulir.cli.usage.language import command
from danabergulir.cli.usage.options import now


@command(examples=["contoh", "contoh --ke latihan"])
def demonstrate(
    folder: Annotated[Path, typer.Option("--ke", metavar="FOLDER", help="Folder buku contoh.")] = Path("contoh-upk"),
) -> None:
    from danabergulir.demonstration.build import build
    from danabergulir.render.screen.page import render_report

    demonstration = build(folder, now())
    month = demonstration.month
    for report in write_set(demonstration.ledger, month, (), demonstration.ledger.with_name(f"laporan-{month}")):
        render_report(report, sys.stdout)
        typer.echo()
    print_remark(f"Buku contoh: {demonstration.ledger}")
    print_remark(f"Pakai buku ini dengan: danabergulir --buku {demonstration.ledger} PERINTAH")
