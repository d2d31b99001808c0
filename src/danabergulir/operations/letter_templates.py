"""The texts of letters: the UPK's own where it has one, else those that come with the program."""

from collections.abc import Collection, Sequence
from importlib.resources import files as package_files
from pathlib import Path
from typing import Final

from danabergulir.errors import FaultyDataError, UsageError
from danabergulir.reports.papers.letter_text import template_findings

_OWN_FOLDER: Final = "surat"
"""The folder beside the ledger in which a UPK keeps texts of its own."""


def own_folder(ledger: Path, chosen: Path | None) -> Path:
    """Return the folder of the UPK's own texts: the chosen one, else the one beside the ledger, which need not exist.

    Raises ``UsageError`` for a chosen one that is no folder.
    """
    if chosen is None:
        return ledger.with_name(_OWN_FOLDER)
    if not chosen.is_dir():
        raise UsageError(f"--templat: bukan folder: {chosen}", "Tunjuk folder yang berisi teks surat Anda.")
    return chosen


def _find_template(names: Sequence[str], own: Path) -> tuple[str, str]:
    """Return name and text of the first of ``names`` in the UPK's ``own`` folder, else of those built in.

    Raises ``UsageError`` for a file that is no text in UTF-8.
    """
    for name in names:
        file = own / name
        if file.is_file():
            try:
                return name, file.read_text(encoding="utf-8-sig")
            except UnicodeDecodeError:
                raise UsageError(f"berkas bukan teks UTF-8: {file}", "Simpan ulang sebagai teks UTF-8.") from None
    built_in = package_files("danabergulir.reports.papers") / "letter_texts"
    name = next(name for name in names if (built_in / name).is_file())
    return name, (built_in / name).read_text(encoding="utf-8")


def checked_texts(wanted: Sequence[Sequence[str]], own: Path, known: Collection[str], undone: str) -> list[str]:
    """Return a text for each of the ``wanted``, which are names to look for in turn.

    Raises ``UsageError`` for a file that is no text in UTF-8, and ``FaultyDataError`` with a finding for every
    placeholder that is not ``known``, saying what is ``undone``.
    """
    found = [_find_template(names, own) for names in wanted]
    findings = [finding for name, text in found for finding in template_findings(name, text, known)]
    if findings:
        raise FaultyDataError(
            f"teks surat belum dapat dipakai, {undone}",
            f"Perbaiki teks surat di folder {own}, lalu ulangi.",
            findings,
        )
    return [text for _, text in found]
