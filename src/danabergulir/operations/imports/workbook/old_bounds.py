"""The bounds of an ``.xls`` file: a compound file with one stream of records, walked without laying a sheet out."""

import struct
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

from danabergulir.operations.imports.workbook.bounds import (
    BROKEN,
    ERROR,
    LINKS,
    MACROS,
    PASSWORD,
    Extent,
    check_all,
    unusable,
)

_SECTOR_END: Final = 0xFFFFFFFA
_FORMULA, _ERROR_CELL, _SHEET_NAME = 0x0006, 0x0205, 0x0085
_ONE_CELL: Final = {0x0006, 0x0203, 0x0204, 0x0205, 0x027E, 0x00FD, 0x00D6}
_ROW_OF_CELLS, _BEGIN, _FILE_PASS, _OTHER_BOOK, _MACRO_PROJECT = 0x00BD, 0x0809, 0x002F, 0x01AE, 0x00D3


def check_old(path: Path) -> Mapping[str, Extent]:
    """Check an ``.xls`` file and return what its sheets hold, by their names. Raises ``FaultyDataError``."""
    content = path.read_bytes()
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise unusable(*PASSWORD)
    if "_VBA_PROJECT".encode("utf-16-le") in content:
        raise unusable(*MACROS)
    try:
        return check_all(_sheets_of_xls(_book_stream(content)))
    except (struct.error, IndexError, UnicodeDecodeError):
        raise unusable(*BROKEN) from None


def _sheets_of_xls(stream: bytes) -> list[Extent]:
    extents, place = [Extent("")], 0
    names: list[str] = []
    while place + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, place)
        body = stream[place + 4 : place + 4 + length]
        place += 4 + length
        _refuse(kind, body)
        if kind == _BEGIN:
            extents.append(Extent(names[len(extents) - 2] if 2 <= len(extents) < len(names) + 2 else ""))  # noqa: PLR2004
        elif kind == _SHEET_NAME:
            names.append(body[8 : 8 + body[6] * (1 + body[7] % 2)].decode("utf-16-le" if body[7] % 2 else "latin-1"))
        elif kind in _ONE_CELL:
            row, column = struct.unpack_from("<HH", body)
            extents[-1].add(row, column)
            if (kind == _ERROR_CELL and body[7]) or (kind == _FORMULA and body[12:14] == b"\xff\xff" and body[6] == 2):  # noqa: PLR2004
                extents[-1].wrong[row, column] = ERROR
        elif kind == _ROW_OF_CELLS:
            extents[-1].add(struct.unpack_from("<H", body)[0], struct.unpack_from("<H", body, len(body) - 2)[0])
    return extents


def _refuse(kind: int, body: bytes) -> None:
    if kind == _FILE_PASS:
        raise unusable(*PASSWORD)
    if kind == _MACRO_PROJECT:
        raise unusable(*MACROS)
    if kind == _OTHER_BOOK and body[2:4] not in {b"\x01\x04", b"\x01\x3a"}:
        raise unusable(*LINKS)


def _book_stream(content: bytes) -> bytes:
    """Return the stream ``Workbook`` of a compound file, followed through its table of sectors."""
    size = 1 << struct.unpack_from("<H", content, 30)[0]
    if size not in {512, 4096}:
        raise unusable(*BROKEN)

    def sector(number: int) -> bytes:
        return content[(number + 1) * size : (number + 2) * size]

    listed = list(struct.unpack_from("<109I", content, 76))
    further, seen = struct.unpack_from("<I", content, 68)[0], 0
    while further < _SECTOR_END and seen <= len(content) // size:
        more = struct.unpack(f"<{size // 4}I", sector(further))
        listed += more[:-1]
        further, seen = more[-1], seen + 1
    table = [
        entry for number in listed if number < _SECTOR_END for entry in struct.unpack(f"<{size // 4}I", sector(number))
    ]

    directory = _chain(struct.unpack_from("<I", content, 48)[0], table, sector)
    entries = [directory[place : place + 128] for place in range(0, len(directory) - 127, 128)]
    for entry in entries:
        name = entry[: max(struct.unpack_from("<H", entry, 64)[0] - 2, 0)].decode("utf-16-le", "replace")
        if name in {"Workbook", "Book"}:
            start, length = struct.unpack_from("<I", entry, 116)[0], struct.unpack_from("<I", entry, 120)[0]
            if length >= struct.unpack_from("<I", content, 56)[0]:
                return _chain(start, table, sector)[:length]
            # a short stream lies in pieces of its own, all of them together in the stream of the root
            small = _chain(struct.unpack_from("<I", entries[0], 116)[0], table, sector)
            following = _chain(struct.unpack_from("<I", content, 60)[0], table, sector)
            pieces = [small[place : place + _PIECE] for place in range(0, len(small), _PIECE)]
            return _chain(start, struct.unpack(f"<{len(following) // 4}I", following), pieces.__getitem__)[:length]
    raise unusable(*BROKEN)


_PIECE: Final = 64


def _chain(number: int, table: Sequence[int], sector: Callable[[int], bytes]) -> bytes:
    """Return the sectors that follow each other in a table, from one of them on."""
    parts: list[bytes] = []
    while number < _SECTOR_END and len(parts) <= len(table):
        parts.append(sector(number))
        number = table[number]
    return b"".join(parts)
