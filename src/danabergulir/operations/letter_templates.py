"""The texts of letters: the UPK's own where it has one, else those that come with the program."""

from collections.abc import Sequence
from importlib.resources import files as package_files
from pathlib import Path
from typing import Final

from danabergulir.errors import UsageError

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


def find_template(names: Sequence[str], own: Path) -> tuple[str, str]:
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
