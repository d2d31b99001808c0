"""Where commands print: listings and facts to stdout, warnings and remarks to stderr."""

import sys
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass
from enum import StrEnum
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, Protocol, TypeAlias, TypeVar

import typer

from danabergulir.cli.overwriting import may_write, put_files, unwritable
from danabergulir.cli.terminal.pager import paged
from danabergulir.cli.terminal.settings import delimiter_of
from danabergulir.cli.usage.options import (
    SCREEN,
    Delimiter,
    Destination,
    Output,
    OutputFormat,
    Overwrite,
    agree,
    is_interactive,
    ledger_path,
    template_folder,
)
from danabergulir.errors import AlreadyRecordedError, DanaBergulirError, RefusedError, UsageError
from danabergulir.files import FileKind
from danabergulir.text import one_line

if TYPE_CHECKING:
    from danabergulir.reports.model.sheet import Cell, Section


def print_listing(section: "Section", output: Output = SCREEN, totals: "Mapping[str, Cell] | None" = None) -> None:
    """Print a table to stdout, or write it to the file that ``output`` names and say so on stderr.

    ``totals`` stand beside the lines in JSON only; on screen the table's own notes say them. Raises as ``write_files``.
    """
    from danabergulir.render import csv_file

    if output.file is not None:
        write_file(output.file, _encoded(section, output, totals), overwrite=output.overwrite)
    elif output.format is OutputFormat.CSV:
        csv_file.write_stream(section, sys.stdout, delimiter=delimiter_of(output.delimiter))
    elif output.format is OutputFormat.JSON:
        from danabergulir.render import json_file

        typer.echo(json_file.render_listing(section, totals), nl=False)
    else:
        from danabergulir.render.screen.page import render_section

        with paged():
            render_section(section, sys.stdout)


def print_facts(pairs: "Iterable[tuple[str, Cell]]", notes: Iterable[str] = ()) -> None:
    """Print facts about one thing to stdout, a line each: ``Nama UPK  : Melati``; ``notes`` stand below them."""
    from danabergulir.render.screen.page import render_pairs

    render_pairs(pairs, sys.stdout, notes=notes)


def print_done(text: str) -> None:
    """Print to stdout, in a line, what was done."""
    typer.echo(one_line(text))


def print_text(text: str, destination: Path | None, *, overwrite: bool = False) -> None:
    """Print a document as it stands to stdout, or write it to the file ``destination`` as ``write_files``."""
    if destination is None:
        with paged():
            typer.echo(text, nl=False)
    else:
        write_file(destination, text.encode("utf-8"), overwrite=overwrite)


def print_warnings(messages: Iterable[str]) -> None:
    """Print a line ``Peringatan: ...`` to stderr for each message."""
    for message in messages:
        print_remark(f"Peringatan: {message}")


def print_remarks(texts: Iterable[str]) -> None:
    """Print lines that are no data to stderr."""
    for text in texts:
        print_remark(text)


def insisting(insist: bool) -> Callable[[str], None] | None:  # noqa: FBT001 - the option, as it was typed
    """Return who is told of what was recorded only because of ``--tetap``; None where nobody insists."""
    return (lambda message: print_warnings([message])) if insist else None


def print_remark(text: str) -> None:
    """Print a line that is no data to stderr."""
    typer.echo(one_line(text), err=True)


def write_file(path: Path, content: bytes, option: str = "--ke", *, overwrite: bool) -> None:
    """Write ``content`` to ``path`` as ``write_files``."""
    write_files({path: content}, path, option, overwrite=overwrite)


def write_files(
    files: Mapping[Path, bytes], place: Path, option: str = "--ke", *, overwrite: bool, private: Container[Path] = ()
) -> None:
    """Write files to ``place``, which ``option`` named, and say so on stderr.

    What stands there is asked about as ``overwriting.may_write`` says, and raises what it raises. Raises ``UsageError``
    when one cannot be written, which leaves all that stood there.
    """
    try:
        put_files(files, option, overwrite=overwrite, private=private)
    except (OSError, ValueError) as error:
        raise unwritable(place, option) from error
    for path in files:
        print_remark(f"Ditulis ke {path}")


def _encoded(section: "Section", output: Output, totals: "Mapping[str, Cell] | None") -> bytes:
    from danabergulir.render import csv_file, json_file
    from danabergulir.render.screen.page import render_section

    match output.format:
        case OutputFormat.CSV:
            return csv_file.render(section, delimiter=delimiter_of(output.delimiter)).encode("utf-8-sig")
        case OutputFormat.JSON:
            return json_file.render_listing(section, totals).encode()
        case OutputFormat.TABLE:
            page = StringIO()
            render_section(section, page)
            return page.getvalue().encode("utf-8")


if TYPE_CHECKING:
    from danabergulir.reports.model.sheet import Report, Section


class CardFormat(StrEnum):
    """How a card is printed: as any listing, or on paper."""

    TABLE = "tabel"
    CSV = "csv"
    JSON = "json"
    PDF = "pdf"


@dataclass(frozen=True, slots=True)
class CardOutput:
    """Where a card goes, and how it looks there. A command takes it as ``output: CardOutput = CARD_ON_SCREEN``."""

    format: Annotated[CardFormat, typer.Option("--format", help="Bentuk keluaran; pdf selalu menjadi file.")] = (
        CardFormat.TABLE
    )
    file: Destination = None
    delimiter: Delimiter = None
    overwrite: Overwrite = False


CARD_ON_SCREEN: Final = CardOutput()


def print_record(
    record: "Section",
    output: Output | OutputFormat,
    *,
    facts: "Sequence[tuple[str, Cell]] | None" = None,
    more: "Mapping[str, Section] | None" = None,
) -> None:
    """Print a section of one row: as facts, a line each, with its notes; as CSV; or as one JSON object.

    Facts that are empty are left out of the lines, unless ``facts`` says what stands there. ``more`` are the lists that
    belong to it by name: tables below it, lists in its object; CSV carries the record alone. A file that ``output``
    names is written as ``write_files`` does.
    """
    how = output if isinstance(output, Output) else Output(output)
    if how.format is OutputFormat.CSV:
        print_listing(record, how)
    elif how.format is OutputFormat.JSON:
        from danabergulir.render import json_file

        print_text(json_file.render_record(record, more or {}), how.file, overwrite=how.overwrite)
    else:
        page = StringIO()
        with paged() if how.file is None else redirect_stdout(page):
            print_facts(_filled(record) if facts is None else facts, record.notes)
            for table in (more or {}).values():
                typer.echo()
                print_listing(table)
        if how.file is not None:
            write_file(how.file, page.getvalue().encode("utf-8"), overwrite=how.overwrite)


def _filled(record: "Section") -> "list[tuple[str, Cell]]":
    (row,) = record.rows
    pairs = [(column.title, cell) for column, cell in zip(record.columns, row.cells, strict=True)]
    return [(title, cell) for title, cell in pairs if cell not in (None, "")]


def print_page(page: "Report", output: Output) -> None:
    """Print a whole page to stdout or to the file that ``output`` names; CSV and JSON carry its table alone.

    Raises as ``write_files``.
    """
    if output.format is not OutputFormat.TABLE:
        print_listing(page.section, output)
        return
    from danabergulir.render.screen.page import render_report

    if output.file is None:
        with paged():
            render_report(page, sys.stdout)
    else:
        text = StringIO()
        render_report(page, text)
        write_file(output.file, text.getvalue().encode("utf-8"), overwrite=output.overwrite)


def print_card(card: "Report", whose: str, output: CardOutput) -> None:
    """Print a card as ``print_page`` does, or write it as a PDF, which without a file is named after the card.

    ``whose`` is the number of the loan or the code of the KSM. Raises what ``print_page`` raises, and ``UsageError``
    where no PDF can be made.
    """
    if output.format is not CardFormat.PDF:
        print_page(card, Output(OutputFormat(output.format.value), output.file, output.delimiter, output.overwrite))
        return
    from danabergulir.operations.loans.papers import issuer
    from danabergulir.reports.papers.cards import card_paper

    paper = card_paper(card, whose, *issuer(ledger_path(), card.as_of))
    write_paper(paper, output.file or Path(f"{paper.file_name}.pdf"), overwrite=output.overwrite)


if TYPE_CHECKING:
    from danabergulir.operations.dunning.letters import Press
    from danabergulir.reports.model.paper import Paper

ReceiptFile: TypeAlias = Annotated[
    Path | None, typer.Option("--kuitansi", metavar="FILE", help="Tulis kuitansi untuk penyetor ke file PDF ini.")
]
"""``--kuitansi``; its default is None, no paper."""


def missing_library() -> UsageError | None:
    """Return what keeps this machine from making a PDF; None where nothing does."""
    from danabergulir.render.pdf import press

    try:
        press.load()
    except UsageError as error:
        return error
    return None


def as_pdf(paper: "Paper") -> bytes:
    """Return one paper as PDF, by the UPK's own template where it has one. Raises ``UsageError``."""
    from danabergulir.render.pdf import file

    return file.render([paper], own=template_folder())


def write_paper(paper: "Paper", path: Path, option: str = "--ke", *, overwrite: bool) -> None:
    """Write one paper as PDF to ``path``, which ``option`` named, and say so on stderr.

    Raises as ``write_files``, and ``UsageError`` where no PDF can be made.
    """
    write_file(path, as_pdf(paper), option, overwrite=overwrite)


def write_receipt(paper: "Paper", path: Path) -> None:
    """Write a kuitansi as PDF as ``write_paper``. Raises as ``refuse_taken`` too."""
    refuse_taken(path, paper)
    write_paper(paper, path, "--kuitansi", overwrite=True)


def refuse_without_library(path: Path | None) -> None:
    """Raise ``UsageError`` where a paper is asked for that no library can make, so that nothing is recorded yet."""
    missing = missing_library() if path else None
    if missing:
        raise missing


def refuse_taken(path: Path | None, paper: "Paper | None" = None) -> None:
    """Raise ``RefusedError`` for a file that holds another paper than this one, which may be somebody's kuitansi.

    A paper may take the place of itself: its PDF carries its title.
    """
    if path is None:
        return
    may_write({path: FileKind.PDF}, "--kuitansi", overwrite=True)
    if not path.is_file() or not path.stat().st_size:
        return
    if paper is not None and f"({paper.title})".encode() in path.read_bytes():
        return
    raise RefusedError(
        f"--kuitansi: file sudah ada dan tidak ditimpa: {path}",
        f"Pilih nama lain, misalnya {path.with_name(f'{path.stem}-2{path.suffix}')}",
    )


@contextmanager
def already_recorded(what: str, again: str) -> Iterator[None]:
    """Raise ``AlreadyRecordedError`` for paper that failed: ``what`` stays recorded, ``again`` prints it."""
    try:
        yield
    except (DanaBergulirError, KeyboardInterrupt) as error:
        # Somebody who stops the printing is not told that nothing was recorded.
        why = error.message if isinstance(error, DanaBergulirError) else "PDF dihentikan"
        raise AlreadyRecordedError(
            f"{why}. {what} sudah tercatat", f"Jangan dicatat lagi. Cetak saja: danabergulir {again}"
        ) from error


def letter_press() -> "tuple[Press | None, UsageError | None]":
    """Return what makes a PDF of a letter; where none can be made the text must do, and what is in the way."""
    missing = missing_library()
    return None if missing else as_pdf, missing


def say_text_only(missing: UsageError | None) -> None:
    """Say on stderr that letters were written as text only, and why; nothing where they are on paper too."""
    if missing:
        print_remark(f"Surat ditulis sebagai teks saja. {missing.message}. {missing.hint}")


Agreed: TypeAlias = Annotated[bool, typer.Option("--ya", help="Catat tanpa bertanya, walaupun ada peringatan.")]
"""``--ya`` of a command that asks about what is doubtful; its default is False."""


class _Doubtful(Protocol):
    @property
    def warnings(self) -> Sequence[str]: ...


_Recorded = TypeVar("_Recorded", bound=_Doubtful)


def once_agreed(record: Callable[..., _Recorded], unchanged: str, *, agreed: bool) -> _Recorded:
    """Return what ``record`` recorded; a person at the keyboard hears first what is doubtful about it, and may refuse.

    ``record`` takes ``trial``. Raises ``RefusedError`` saying what was left ``unchanged``.
    """
    if is_interactive() and not agreed:
        doubts = record(trial=True).warnings
        if doubts:
            print_warnings(doubts)
            agree("Tetap dicatat?", unchanged)
    return record()
