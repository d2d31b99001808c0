"""Printing one thing: a record of one row as facts, and a page that is more than its table."""

import sys
from enum import StrEnum
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from danabergulir.cli.options import OutputFormat, ledger_path
from danabergulir.cli.papers import write_paper
from danabergulir.cli.printing import print_facts, print_listing, write_file

if TYPE_CHECKING:
    from danabergulir.reports.sheet import Report, Section


class CardFormat(StrEnum):
    """How a card is printed: as any listing, or on paper."""

    TABLE = "tabel"
    CSV = "csv"
    JSON = "json"
    PDF = "pdf"


CardForm = Annotated[CardFormat, typer.Option("--format", help="Bentuk keluaran; pdf selalu menjadi file.")]
"""``--format`` of a card; its default is ``CardFormat.TABLE``."""


def print_record(record: "Section", output_format: OutputFormat) -> None:
    """Print a section of one row to stdout: as facts, a line each, with its notes; as CSV; or as one JSON object.

    Facts that are empty are left out of the lines.
    """
    if output_format is OutputFormat.CSV:
        print_listing(record, output_format)
    elif output_format is OutputFormat.JSON:
        from danabergulir.render import json_file

        typer.echo(json_file.render_record(record), nl=False)
    else:
        (row,) = record.rows
        pairs = [(column.title, cell) for column, cell in zip(record.columns, row.cells, strict=True)]
        print_facts([(title, cell) for title, cell in pairs if cell not in (None, "")], record.notes)


def print_page(
    page: "Report", output_format: OutputFormat, destination: Path | None = None, delimiter: str = ";"
) -> None:
    """Print a whole page to stdout or to the file ``destination``; CSV and JSON carry its table alone.

    Raises ``UsageError`` when the file cannot be written and ``RefusedError`` when it is the ledger itself.
    """
    if output_format is not OutputFormat.TABLE:
        print_listing(page.section, output_format, destination, delimiter)
        return
    from danabergulir.render.terminal import render_report

    if destination is None:
        render_report(page, sys.stdout)
    else:
        text = StringIO()
        render_report(page, text)
        write_file(destination, text.getvalue().encode("utf-8"))


def print_card(
    card: "Report", whose: str, output_format: CardFormat, destination: Path | None = None, delimiter: str = ";"
) -> None:
    """Print a card as ``print_page`` does, or write it as a PDF, which without ``destination`` is named after the card.

    ``whose`` is the number of the loan or the code of the KSM. Raises what ``print_page`` raises, and ``UsageError``
    where no PDF can be made.
    """
    if output_format is not CardFormat.PDF:
        print_page(card, OutputFormat(output_format.value), destination, delimiter)
        return
    from danabergulir.operations.loan_papers import issuer
    from danabergulir.reports.papers.cards import card_paper

    paper = card_paper(card, whose, *issuer(ledger_path(), card.as_of))
    write_paper(paper, destination or Path(f"{paper.file_name}.pdf"))
