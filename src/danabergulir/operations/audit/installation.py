"""What is installed on this computer: the program, the libraries it works with, from where, and what is missing."""

import platform
import sys
from collections.abc import Sequence
from enum import StrEnum
from importlib import import_module, metadata
from pathlib import Path
from typing import Final

import danabergulir
from danabergulir.errors import FaultyDataError
from danabergulir.frozen import Struct
from danabergulir.ledger.file.store import ENGINE_VERSION
from danabergulir.reports.model.sheet import Column, Section, rows_of

_BITS: Final = sys.maxsize.bit_length() + 1


class PartState(StrEnum):
    """How a part fares, in the word for people."""

    HERE = "ada"
    MISSING = "tidak ada"
    BROKEN = "tidak jalan"
    UNASKED = "tidak dipasang"


class Library(Struct, frozen=True):
    """A package of the program: its name, the module that is tried, what it is for; ``extra`` is left out by choice."""

    name: str
    module: str
    purpose: str
    extra: str = ""


LIBRARIES: Final = (
    Library("alembic", "alembic", "memperbarui buku lama"),
    Library("msgspec", "msgspec", "mempercepat semua perintah"),
    Library("num2words", "num2words", "terbilang"),
    Library("pendulum", "pendulum", "tanggal"),
    Library("platformdirs", "platformdirs", "tempat buku bila tidak disebut"),
    Library("prompt-toolkit", "prompt_toolkit", "layar kasir"),
    Library("python-calamine", "python_calamine", "membaca buku kerja"),
    Library("rich", "rich", "tabel di layar"),
    Library("segno", "segno", "kode QR"),
    Library("sqlmodel", "sqlmodel", "mencatat"),
    Library("typer", "typer", "perintah"),
    Library("typst", "typst", "PDF"),
    Library("xlsxwriter", "xlsxwriter", "menulis buku kerja"),
    Library("apprise", "apprise", "ingatkan --kirim", "kirim"),
    Library("cryptography", "cryptography", "tanda tangan", "tanda-tangan"),
    Library("duckdb", "duckdb", "perintah kota", "kota"),
    Library("sqlglot", "sqlglot", "perintah kota", "kota"),
)


class InstalledPart(Struct, frozen=True):
    """One thing that is installed or should be."""

    name: str
    version: str
    state: PartState
    purpose: str
    place: str = ""


_COLUMNS: Final = (
    Column("bagian", "Bagian", identifies=True, of=lambda part: part.name),
    Column("versi", "Versi", of=lambda part: part.version),
    Column("keadaan", "Keadaan", of=lambda part: part.state.value),
    Column("untuk", "Untuk", of=lambda part: part.purpose),
)
_PLACED: Final = (*_COLUMNS, Column("tempat", "Tempat", of=lambda part: part.place))


def installed() -> tuple[InstalledPart, ...]:
    """Return every part, the program first; a library is tried, for one that is there may not run on this computer."""
    folder = str(Path(danabergulir.__file__).parent)
    alone = bool(getattr(sys, "frozen", False))
    python = f"dalam program, {_BITS}-bit" if alone else f"{_BITS}-bit"
    return (
        InstalledPart("danabergulir", danabergulir.__version__, PartState.HERE, "program", folder),
        InstalledPart("Python", platform.python_version(), PartState.HERE, python, sys.executable),
        InstalledPart("SQLite", ENGINE_VERSION, PartState.HERE, "file buku"),
        *map(_tried, LIBRARIES),
    )


def installed_section(parts: Sequence[InstalledPart], *, placed: bool = False) -> Section:
    """Return the parts as a table; its notes say which are missing. With ``placed`` each says where it lies."""
    wanting = [part.name for part in parts if part.state in {PartState.MISSING, PartState.BROKEN}]
    unasked = [part.name for part in parts if part.state is PartState.UNASKED]
    notes = [f"Kurang: {', '.join(wanting)}." if wanting else "Lengkap: semua yang perlu ada."]
    if unasked:
        notes.append(f"Tidak dipasang karena tidak wajib: {', '.join(unasked)}.")
    program, python, *others = parts
    homes = sorted({str(Path(part.place).parent) for part in others if part.place})
    places = (("Program", program.place), ("Python", python.place), *(("Pustaka", home) for home in homes))
    columns = _PLACED if placed else _COLUMNS
    told = () if placed else (f"{word}: {place}" for word, place in places)
    return Section(columns, rows_of(columns, parts), notes=(*notes, *told))


def stop_if_wanting(parts: Sequence[InstalledPart]) -> None:
    """Raise ``FaultyDataError`` where a part is missing that the program cannot do without, or does not run."""
    wanting = [part.name for part in parts if part.state in {PartState.MISSING, PartState.BROKEN}]
    if wanting:
        bits = f" Python di sini {_BITS}-bit; PDF perlu Python 64-bit." if _BITS != 64 else ""  # noqa: PLR2004 - as said
        raise FaultyDataError(
            f"{len(wanting)} bagian program kurang atau tidak jalan: {', '.join(wanting)}",
            f"Pasang lagi programnya, dari tempat yang sama dengan dulu.{bits}",
        )


def _tried(library: Library) -> InstalledPart:
    state, place = PartState.HERE, ""
    try:
        place = str(Path(str(import_module(library.module).__file__)).parent)
    except ModuleNotFoundError as error:
        absent = PartState.UNASKED if library.extra else PartState.MISSING
        state = absent if error.name == library.module else PartState.BROKEN
    except Exception:  # noqa: BLE001 - whatever keeps a library from running is told, not raised
        state = PartState.BROKEN
    try:
        version = metadata.version(library.name)
    except metadata.PackageNotFoundError:
        version = ""
    return InstalledPart(library.name, version, state, library.purpose, place)
