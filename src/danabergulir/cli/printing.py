"""Where commands print: listings and facts to stdout, warnings and remarks to stderr."""

import sys
from collections.abc import Iterable, Mapping
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from danabergulir.cli.options import OutputFormat, ledger_path
from danabergulir.errors import RefusedError, UsageError

if TYPE_CHECKING:
    from danabergulir.reports.sheet import Cell, Section


def print_listing(
    section: "Section",
    output_format: OutputFormat,
    destination: Path | None = None,
    delimiter: str = ";",
    totals: "Mapping[str, Cell] | None" = None,
) -> None:
    """Print a table to stdout, or write it to the file ``destination`` and say so on stderr.

    ``totals`` stand beside the lines in JSON only; on screen the table's own notes say them.
    Raises ``UsageError`` when the file cannot be written and ``RefusedError`` when it is the ledger itself.
    """
    from danabergulir.render import csv_file

    if destination is not None:
        write_file(destination, _encoded(section, output_format, delimiter, totals))
    elif output_format is OutputFormat.CSV:
        csv_file.write_stream(section, sys.stdout, delimiter=delimiter)
    elif output_format is OutputFormat.JSON:
        from danabergulir.render import json_file

        typer.echo(json_file.render_listing(section, totals), nl=False)
    else:
        from danabergulir.render.terminal import render_section

        render_section(section, sys.stdout)


def print_facts(pairs: "Iterable[tuple[str, Cell]]", notes: Iterable[str] = ()) -> None:
    """Print facts about one thing to stdout, a line each: ``Nama UPK  : Melati``; ``notes`` stand below them."""
    from danabergulir.render.terminal import render_pairs

    render_pairs(pairs, sys.stdout, notes=notes)


def print_done(text: str) -> None:
    """Print to stdout, in a line, what was done."""
    typer.echo(one_line(text))


def print_text(text: str, destination: Path | None) -> None:
    """Print a document as it stands to stdout, or write it to the file ``destination``.

    Raises ``UsageError`` when the file cannot be written and ``RefusedError`` when it is the ledger itself.
    """
    if destination is None:
        typer.echo(text, nl=False)
    else:
        write_file(destination, text.encode("utf-8"))


def print_warnings(messages: Iterable[str]) -> None:
    """Print a line ``Peringatan: ...`` to stderr for each message."""
    for message in messages:
        print_remark(f"Peringatan: {message}")


def print_remark(text: str) -> None:
    """Print a line that is no data to stderr."""
    typer.echo(one_line(text), err=True)


def one_line(text: str) -> str:
    """Return ``text`` without anything that moves or colours what stands on a terminal; names come from anywhere."""
    return "".join(letter if letter.isprintable() else " " if letter.isspace() else "?" for letter in text)


def write_file(path: Path, content: bytes, option: str = "--ke") -> None:
    """Write ``content`` to ``path`` as ``write_files``."""
    write_files({path: content}, path, option)


def write_files(files: Mapping[Path, bytes], place: Path, option: str = "--ke") -> None:
    """Write files to ``place``, which ``option`` named, in the place of what stood there; say so on stderr.

    Raises ``UsageError`` when one cannot be written, which leaves all that stood there, and ``RefusedError`` when one
    is the ledger itself.
    """
    from danabergulir.render.whole_files import write_whole

    ledger = ledger_path().resolve()
    for path in files:
        if path.resolve() == ledger:
            raise RefusedError(f"ini berkas buku sendiri: {path}", f"Pilih nama lain pada {option}.")
    try:
        write_whole(files)
    except OSError as error:
        raise UsageError(
            f"{option}: berkas tidak dapat ditulis: {place}",
            "Periksa nama folder, nama berkas, izinnya, dan sisa ruang penyimpanan.",
        ) from error
    for path in files:
        print_remark(f"Ditulis ke {path}")


def _encoded(
    section: "Section", output_format: OutputFormat, delimiter: str, totals: "Mapping[str, Cell] | None"
) -> bytes:
    from danabergulir.render import csv_file, json_file
    from danabergulir.render.terminal import render_section

    match output_format:
        case OutputFormat.CSV:
            return csv_file.render(section, delimiter=delimiter).encode("utf-8-sig")
        case OutputFormat.JSON:
            return json_file.render_listing(section, totals).encode()
        case OutputFormat.TABLE:
            page = StringIO()
            render_section(section, page)
            return page.getvalue().encode("utf-8")
