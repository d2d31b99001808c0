"""Papers as PDF: those of the counter and letters, and what to do where this machine can make none."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from danabergulir.cli.options import template_folder
from danabergulir.cli.printing import print_remark, write_file
from danabergulir.errors import DanaBergulirError, UsageError

if TYPE_CHECKING:
    from danabergulir.operations.letter_files import Press
    from danabergulir.reports.paper import Paper

ReceiptFile: TypeAlias = Annotated[
    Path | None, typer.Option("--kuitansi", metavar="FILE", help="Tulis kuitansi untuk penyetor ke file PDF ini.")
]
"""``--kuitansi``; its default is None, no paper."""


def missing_library() -> UsageError | None:
    """Return what keeps this machine from making a PDF; None where nothing does."""
    from danabergulir.render import press

    try:
        press.load()
    except UsageError as error:
        return error
    return None


def as_pdf(paper: "Paper") -> bytes:
    """Return one paper as PDF, by the UPK's own template where it has one. Raises ``UsageError``."""
    from danabergulir.render import pdf_file

    return pdf_file.render([paper], own=template_folder())


def write_paper(paper: "Paper", path: Path, option: str = "--ke") -> None:
    """Write one paper as PDF to ``path``, which ``option`` named, and say so on stderr.

    Raises ``UsageError`` where no PDF can be made or written, and ``RefusedError`` for the ledger itself.
    """
    write_file(path, as_pdf(paper), option)


def refuse_without_library(path: Path | None) -> None:
    """Raise ``UsageError`` where a paper is asked for that no library can make, so that nothing is recorded yet."""
    missing = missing_library() if path else None
    if missing:
        raise missing


@contextmanager
def already_recorded(what: str, again: str) -> Iterator[None]:
    """Raise ``UsageError`` for paper that failed, saying that ``what`` stays recorded and the command to print it."""
    try:
        yield
    except (DanaBergulirError, KeyboardInterrupt) as error:
        # Somebody who stops the printing is not told that nothing was recorded.
        why = error.message if isinstance(error, DanaBergulirError) else "PDF dihentikan"
        raise UsageError(
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
