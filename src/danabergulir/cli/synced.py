"""A book in a folder that another program copies around while it is being written."""

from collections.abc import Callable
from pathlib import Path, PurePath
from typing import Final

from danabergulir.cli.output import print_remark

_SYNCED: Final = (
    *("onedrive", "dropbox", "google drive", "googledrive", "my drive", "drive saya", "nextcloud"),
    *("icloud", "mobile documents"),
)
"""How the folders of the usual services begin, in small letters; the last one is iCloud's on a Mac."""


def synced_folder(path: PurePath) -> str | None:
    """Return the part of an absolute path that is a synced folder or a share of another computer, else None."""
    if path.drive.startswith("\\\\"):
        return path.drive
    return next((part for part in path.parts[:-1] if part.casefold().startswith(_SYNCED)), None)


def warn_if_written(path: Path) -> Callable[[], None]:
    """Return what to call once the command is over: it warns when the book lies badly and has changed meanwhile."""
    folder = synced_folder(path.absolute()) or synced_folder(_real(path))
    before = folder and _state(path)

    def warn() -> None:
        if folder and _state(path) != before:
            print_remark(
                f"Peringatan: buku ini ada di {folder}, folder yang disalin program lain atau milik komputer lain. "
                "Buku dapat rusak. Pindahkan ke folder biasa; simpan cadangan bukunya saja di sana."
            )

    return warn


def _real(path: Path) -> Path:
    """Return where a path leads: a letter of a drive may stand for a share, and a folder for one that is synced."""
    try:
        return path.resolve()
    except (OSError, RuntimeError):
        return path.absolute()


def _state(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size
