"""The Typst library, which sets the pages: whether it is there, the templates it is given, and what it complains of.

A UPK's own folder of templates comes before the built-in one, file by file. Typst sees the files handed to it and that
folder, nothing else of the machine and nothing of the internet.
"""

import re
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from enum import Enum
from functools import cache, cached_property
from importlib.resources import files
from pathlib import Path, PureWindowsPath
from shutil import copytree
from textwrap import shorten
from threading import local
from types import ModuleType
from typing import Any, Final

from danabergulir.errors import UsageError, how_to_install
from danabergulir.render.pdf.packed import packed


class PdfKind(Enum):
    """What a PDF is for: the standards that it keeps, and those that it keeps where the UPK's own templates set it.

    A picture in somebody's template may have no words for those who cannot see it, which the strict ones ask for.
    """

    LEAF = ("daun", (), ())
    """A leaf of a larger paper, which has no tags of its own."""
    PAPER = ("kertas", (), ())
    """Tagged with its language and the order in which it is read aloud, as PDF/UA asks."""
    ARCHIVE = ("arsip", ("a-2a", "ua-1"), ("a-2u",))
    """To be kept for decades: PDF/A and PDF/UA, which let nothing be printed that the font has no sign for."""

    def __init__(self, word: str, strict: tuple[str, ...], loose: tuple[str, ...]) -> None:
        self.word = word
        self.strict = strict
        self.loose = loose


LOGO: Final = "logo"
"""The name under which a template finds the picture of the letterhead."""

_EXTRA: Final = "pdf"
_ENDING: Final = ".typ"
_BUILT_IN: Final = files("danabergulir.render") / "templates"
_PURPOSE: Final = re.compile(r"^// Untuk: (.+)$", re.MULTILINE)
_PLACE: Final = re.compile(r"┌─ (?P<file>.+):(?P<line>\d+):\d+$", re.MULTILINE)
_PACKAGE: Final = re.compile(r'^(?!\s*//).*"@\w+/', re.MULTILINE)
_NAMED: Final = re.compile(rb'"([^"\n]+\.typ)"')
_PAGES: Final = re.compile(rb"/Type/Pages\b[^>]*/Count (\d+)")
_KEPT: Final = 11
"""How many compilations later the library lets go of what it remembers of one."""
_FROM_OUTSIDE: Final = "Templat hanya dapat memakai file dalam foldernya sendiri."
_LONGEST_MESSAGE: Final = 120  # what a template says of itself may be as long as all its data
_FAULTY: Final = "Perbaiki templat itu, atau pindahkan dari folder itu supaya yang bawaan dipakai."


def load() -> ModuleType:
    """Return the library. Raises ``UsageError`` where it is not installed or does not run on this machine."""
    try:
        import typst  # noqa: PLC0415 - only paper needs it, and some old machines have none
    except ModuleNotFoundError as error:
        raise _unavailable("pustaka typst belum terpasang") from error
    except ImportError as error:
        raise _unavailable("pustaka typst tidak jalan di sini") from error
    assert isinstance(typst, ModuleType)
    return typst


class _Compilers(local):
    """What sets the pages, for each thread its own."""

    @cached_property
    def own(self) -> Any:
        """Return that of this thread; it reads the fonts once."""
        return load().Compiler(ignore_system_fonts=True)


_compilers: Final = _Compilers()


def _unavailable(why: str) -> UsageError:
    return UsageError(f"PDF tidak dapat dibuat di komputer ini: {why}", how_to_install(_EXTRA))


@contextmanager
def folder_of_pages(own: Path | None) -> Iterator[Path]:
    """Give a folder for pages set beforehand, beside the files of the folder ``own``; it is gone afterwards.

    Typst takes files from memory as text alone. Raises ``UsageError`` where they cannot be written.
    """
    try:
        # A virus scanner on Windows may hold a page at the end, which is no reason to lose the whole set.
        with tempfile.TemporaryDirectory(prefix="danabergulir-", ignore_cleanup_errors=True) as name:
            if own is not None and own.is_dir():
                copytree(own, name, dirs_exist_ok=True)
            yield Path(name)
    except OSError as error:
        place = f" di {tempfile.tempdir}" if tempfile.tempdir else ""  # where no folder takes a file, Python knows none
        raise UsageError(
            f"file sementara tidak dapat ditulis{place}", "Kosongkan ruang penyimpanan di sana, lalu ulangi."
        ) from error


def pressed(
    main: bytes,
    words: Mapping[str, bytes],
    own: Path | None = None,
    *,
    kind: PdfKind = PdfKind.PAPER,
    pages: Path | None = None,
) -> bytes:
    """Return the PDF that the Typst text ``main`` makes of the files ``words`` and the templates, all of them UTF-8.

    Pages set beforehand it finds in the folder ``pages``.

    Raises ``UsageError`` where the library cannot be loaded, for a template in the folder ``own`` that cannot be used,
    and for a logo that cannot be printed.
    """
    typst = load()
    changed = own_templates(own)
    # Each template handed over is read, which takes longer than to set a short letter.
    templates = {**built_in_templates(), **changed} if changed else _named_in(main, built_in_templates())
    project = {**templates, **words, "main.typ": main}
    sandbox = pages or (own if own is not None and changed else Path(str(_BUILT_IN)))
    try:
        standards = list(kind.loose if changed else kind.strict)
        content: bytes = _compilers.own.compile(
            project, root=sandbox, pdf_standards=standards, pdf_tags=kind is not PdfKind.LEAF
        )
    except typst.TypstError as error:
        if own is not None and changed:
            raise _faulty(own, changed, error.diagnostic, error.message) from error
        if kind is PdfKind.ARCHIVE:
            raise UsageError(f"PDF/A tidak dapat dibuat: {error.message}", "Buat tanpa --arsip.") from error
        if LOGO in words:
            raise UsageError(
                f"logo tidak dapat dicetak: {error.message}", "Ganti gambarnya: danabergulir profil ubah --logo FILE"
            ) from error
        raise
    return packed(content)


def _named_in(text: bytes, templates: Mapping[str, bytes]) -> Mapping[str, bytes]:
    """Return the templates that a text names, with those that they name in turn."""
    found: dict[str, bytes] = {}
    unread = [text]
    while unread:
        for name in map(bytes.decode, _NAMED.findall(unread.pop())):
            if name in templates and name not in found:
                found[name] = templates[name]
                unread.append(templates[name])
    return found


def forget() -> None:
    """Free the memory in which the library remembers what it has set: about 10 kB for every cell of a table."""
    for _ in range(_KEPT):
        _compilers.own.compile({"main.typ": b""})


def page_count(content: bytes) -> int:
    """Return how many pages a PDF has that ``pressed`` returned."""
    (count,) = _PAGES.findall(content)
    return int(count)


def _faulty(own: Path, changed: Mapping[str, bytes], diagnostic: str, message: str) -> UsageError:
    """Return the complaint about a UPK's own templates, with the file and the line that Typst stopped at."""
    message = shorten(message, _LONGEST_MESSAGE, placeholder=" ...")
    place = _PLACE.search(diagnostic)
    name = PureWindowsPath(place["file"]).name if place else ""
    if place and name in changed:
        return UsageError(f"templat tidak dapat dipakai: {own / name}, baris {place['line']}: {message}", _FAULTY)
    stopped_at = f" ({name}, baris {place['line']})" if place else ""
    return UsageError(f"templat di folder {own} tidak dapat dipakai: {message}{stopped_at}", _FAULTY)


@cache
def built_in_templates() -> Mapping[str, bytes]:
    """Return the built-in templates by file name."""
    found = (file for file in _BUILT_IN.iterdir() if file.name.endswith(_ENDING))
    return {file.name: file.read_bytes() for file in sorted(found, key=lambda file: file.name)}


def purpose(template: bytes) -> str:
    """Return what a template is for, as its line ``// Untuk:`` says; empty where it says nothing."""
    said = _PURPOSE.search(template.decode("utf-8"))
    return said[1].strip() if said else ""


def own_templates(own: Path | None) -> Mapping[str, bytes]:
    """Return a UPK's own templates by file name; a folder that is missing counts as empty.

    Raises ``UsageError`` for one that cannot be read, for one that wants a package from the internet, and for a link
    anywhere below, by which a template would read files of the machine.
    """
    if own is None or not own.is_dir():
        return {}
    link = next((path for path in own.rglob("*") if path.is_symlink()), None)
    if link is not None:
        raise UsageError(
            f"tautan ke file lain di folder templat tidak dibaca: {link}", "Salin filenya sendiri ke sana."
        )
    return {path.name: _own_template(path) for path in sorted(own.glob(f"*{_ENDING}"))}


def _own_template(path: Path) -> bytes:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(
            f"templat tidak dapat dibaca: {path}", "Periksa izinnya, dan simpan tulisannya sebagai UTF-8."
        ) from error
    package = _PACKAGE.search(text)
    if package:
        line = text.count("\n", 0, package.end()) + 1
        raise UsageError(f"templat memakai paket dari internet: {path}, baris {line}", _FROM_OUTSIDE)
    return text.encode("utf-8")
