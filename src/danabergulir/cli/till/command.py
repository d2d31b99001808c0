"""``kasir``: a queue of KSM in one start, at the keyboard or from a file."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from danabergulir.cli.output import refuse_without_library
from danabergulir.cli.usage.language import command
from danabergulir.cli.usage.options import Into, RecordedOn, is_interactive, ledger_path, now, today


@command(
    examples=(
        "kasir",
        "kasir --tanggal 2026-02-15 --ke bank",
        "kasir --kuitansi kuitansi-februari",
        "kasir --tanggal 2026-02-15 < setoran.txt > jawaban.csv",
    )
)
def serve(
    received_on: RecordedOn = None,
    into: Into = None,
    folder: Annotated[
        Path | None, typer.Option("--kuitansi", metavar="FOLDER", help="Tulis kuitansi tiap setoran ke folder ini.")
    ] = None,
) -> None:
    """Receive from a queue of KSM."""
    from danabergulir.cli.till.counter import Counter, make_folder
    from danabergulir.operations import till

    refuse_without_library(folder)
    if folder is not None:
        make_folder(folder)
    day = received_on or today()
    counter = Counter(ledger_path(), day, till.open_till(ledger_path(), day, now(), into), folder)
    if is_interactive() and sys.stdout.isatty():
        from danabergulir.cli.till.screen import serve_at_screen

        serve_at_screen(counter)
    else:
        from danabergulir.cli.till.lines import serve_lines

        serve_lines(counter)
