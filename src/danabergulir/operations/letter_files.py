"""Letters as files: each as text and on paper; written where nothing is recorded about them, none is written over."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Protocol, TypeAlias

from danabergulir.errors import RefusedError, UsageError
from danabergulir.reports.paper import Paper

Press: TypeAlias = Callable[[Paper], bytes]
"""Makes a PDF of a letter."""


class FinishedLetter(Protocol):
    """A letter that can be written: the name of its text, the text, and the same on paper."""

    @property
    def file_name(self) -> str: ...

    @property
    def text(self) -> str: ...

    @property
    def paper(self) -> Paper: ...


def printed(letter: FinishedLetter, press: Press | None) -> dict[str, bytes]:
    """Return what a letter is written as by the name of the file: its text and, with a ``press``, a PDF."""
    files = {letter.file_name: letter.text.encode("utf-8")}
    return {**files, f"{letter.paper.file_name}.pdf": press(letter.paper)} if press else files


def write_letters(letters: Mapping[str, bytes], folder: Path) -> None:
    """Write letters into ``folder`` by the names of their files, all or none; no folder is made for no letter.

    Raises ``RefusedError`` where another letter of such a name lies and ``UsageError`` for a folder that cannot be
    written.
    """
    files = {folder / name: content for name, content in letters.items()}
    try:
        for file, content in files.items():
            if file.exists() and file.read_bytes() != content:
                raise RefusedError(f"surat sudah ada: {file}", "Pilih folder lain pada --ke. Surat lama tidak ditimpa.")
        if files:
            folder.mkdir(parents=True, exist_ok=True)
        missing = [file for file in files if not file.exists()]
        try:
            for file in missing:
                file.write_bytes(files[file])
        except OSError:
            for file in missing:
                file.unlink(missing_ok=True)  # half a letter would stand in the way of the whole one
            raise
    except OSError as error:
        raise UsageError(
            f"--ke: surat tidak dapat ditulis ke {folder}", "Periksa nama folder, izinnya, dan sisa ruang penyimpanan."
        ) from error
