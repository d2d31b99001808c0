"""Writing the papers of the counter as PDF, when they are asked for and right after something was recorded."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from danabergulir.cli.options import template_folder
from danabergulir.cli.printing import write_file
from danabergulir.errors import DanaBergulirError, UsageError

if TYPE_CHECKING:
    from danabergulir.reports.paper import Paper

ReceiptFile: TypeAlias = Annotated[
    Path | None, typer.Option("--kuitansi", metavar="FILE", help="Tulis kuitansi untuk penyetor ke file PDF ini.")
]
"""``--kuitansi``; its default is None, no paper."""


def write_paper(paper: "Paper", path: Path, option: str) -> None:
    """Write one paper as PDF to ``path``, which ``option`` named, and say so on stderr.

    Raises ``UsageError`` where no PDF can be made or written, and ``RefusedError`` for the ledger itself.
    """
    from danabergulir.render import pdf_file

    write_file(path, pdf_file.render([paper], own=template_folder()), option)


def refuse_without_library(path: Path | None) -> None:
    """Raise ``UsageError`` where a paper is asked for that no library can make, so that nothing is recorded yet."""
    if path is not None:
        from danabergulir.render import press

        press.load()


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
