"""What a user has set once for this computer: which book, and how files are written. It says nothing about a book.

A TOML file in the user's folder for settings (``~/.config/danabergulir/pengaturan.toml``; Windows and macOS have their
own), or the one that the variable names. What is typed, and ``DANABERGULIR_BUKU``, come first.
"""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Final

from danabergulir.errors import UsageError
from danabergulir.files import make_folder, write_whole
from danabergulir.frozen import replace
from danabergulir.text import quoted

VARIABLE: Final = "DANABERGULIR_PENGATURAN"
DELIMITERS: Final = {";": ";", ",": ",", "tab": "\t", "\t": "\t"}
_SEE: Final = "Lihat yang dikenal dan contohnya: danabergulir profil pengaturan --help"


@dataclass(frozen=True, slots=True)
class Settings:
    """What is set; None where nothing is. The names are the keys of the file."""

    buku: str | None = None
    cadangan: str | None = None
    pemisah: str | None = None
    halaman: bool | None = None

    @property
    def ledger(self) -> Path | None:
        """Return the book that is meant where none is named."""
        return None if self.buku is None else Path(self.buku)

    @property
    def backups(self) -> Path | None:
        """Return the folder of ``cadangkan`` where none is named."""
        return None if self.cadangan is None else Path(self.cadangan)

    @property
    def delimiter(self) -> str:
        """Return what stands between the columns of CSV files."""
        return DELIMITERS[self.pemisah or ";"]

    @property
    def pager(self) -> bool:
        """Return whether a long screen is turned page by page."""
        return self.halaman is not False


def read_delimiter(word: str) -> str:
    """Return the CSV delimiter typed: a semicolon, a comma, or a tab, which may be spelt ``tab``."""
    delimiter = DELIMITERS.get(word.lower())
    if delimiter is None:
        raise UsageError(f"pemisah tidak dikenal: {quoted(word)}", "Pakai ';' atau ',' atau tab.")
    return delimiter


def delimiter_of(typed: str | None) -> str:
    """Return the delimiter typed, else the one in the user's settings, else a semicolon."""
    return settings().delimiter if typed is None else typed


def settings_file() -> Path:
    """Return where the settings are kept; the file need not exist."""
    named = os.environ.get(VARIABLE)
    if named:
        return Path(named)
    import platformdirs

    return Path(platformdirs.user_config_dir("danabergulir")) / "pengaturan.toml"


def settings() -> Settings:
    """Return what is set. Raises ``UsageError`` naming the file and the key where it cannot be read."""
    path = settings_file()
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as error:  # TOML and UTF-8 are told by errors of values
        if not os.path.exists(path):  # noqa: PTH110 - a folder that this user may not look into holds none of his
            return Settings()
        raise UsageError(f"pengaturan tidak dapat dibaca: {path}", f"Perbaiki atau hapus file itu. {_SEE}") from error
    return Settings(**{key: _checked(key, value, path) for key, value in found.items()})


def change_settings(changes: Mapping[str, Any]) -> Settings:
    """Write settings, each in the place of the one before; an empty text takes it away. Raises ``UsageError``."""
    path = settings_file()
    wanted = {key: None if value == "" else _checked(key, value, path) for key, value in changes.items()}
    changed = replace(settings(), **wanted)
    lines = ["# Pengaturan danabergulir untuk komputer ini. Ubah dengan: danabergulir profil pengaturan"]
    for field in fields(changed):
        value = getattr(changed, field.name)
        if value is not None:
            lines.append(f"{field.name} = {_written(value)}")
    try:
        make_folder(path.parent)
        write_whole({path: ("\n".join(lines) + "\n").encode("utf-8")})
    except OSError as error:
        raise UsageError(f"pengaturan tidak dapat ditulis: {path}", "Periksa izin folder itu.") from error
    return changed


def _written(value: object) -> str:
    if not isinstance(value, str):
        return "true" if value else "false"
    escaped = "".join(
        rf"\u{ord(sign):04x}" if sign in '\\"' or sign < " " or sign == "\x7f" else sign for sign in value
    )
    return f'"{escaped}"'


def _checked(key: str, value: object, path: Path) -> Any:
    """Return the value of a key, a path of the home folder written out. Raises ``UsageError``."""
    match key, value:
        case "buku" | "cadangan", str() if value:
            place = Path(value).expanduser()
            if place.is_absolute():
                return str(place)
            wanted = "nama lengkap dari awal, misalnya ~/upk/upk.db"
        case "pemisah", str() if value in DELIMITERS:
            return value
        case "halaman", bool():
            return value
        case _:
            known = {"pemisah": "';' atau ',' atau tab", "halaman": "true atau false"}
            wanted = known.get(key, "teks dengan nama file atau folder") if key in _KEYS else ""
    if not wanted:
        raise UsageError(f"pengaturan tidak dikenal: {quoted(key)} di {path}", _SEE)
    raise UsageError(f"pengaturan {key}: nilai tidak dapat dipakai: {quoted(str(value))}", f"Tulis {wanted}. {_SEE}")


_KEYS: Final = {field.name for field in fields(Settings)}
