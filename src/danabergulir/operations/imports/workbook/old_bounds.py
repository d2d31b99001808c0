"""The bounds of an ``.xls`` file: a compound file with one stream of records, walked without laying a sheet out."""

import struct
from pathlib import Path
from typing import Final

from danabergulir.operations.imports.workbook.bounds import (
    BROKEN,
    LINKS,
    MACROS,
    PASSWORD,
    Extent,
    check_all,
    unusable,
)

_SECTOR_END: Final = 0xFFFFFFFA
_ONE_CELL: Final = {0x0006, 0x0203, 0x0204, 0x0205, 0x027E, 0x00FD, 0x00D6}
_ROW_OF_CELLS, _BEGIN, _FILE_PASS, _OTHER_BOOK, _MACRO_PROJECT = 0x00BD, 0x0809, 0x002F, 0x01AE, 0x00D3


def check_old(path: Path) -> None:
    """Check an ``.xls`` file, which packs its sheets into one stream of records. Raises ``FaultyDataError``."""
    content = path.read_bytes()
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise unusable(*PASSWORD)
    if "_VBA_PROJECT".encode("utf-16-le") in content:
        raise unusable(*MACROS)
    try:
        stream = _book_stream(content)
        check_all(_sheets_of_xls(stream))
    except (struct.error, IndexError):
        raise unusable(*BROKEN) from None


def _sheets_of_xls(stream: bytes) -> list[Extent]:
    extents, place = [Extent("")], 0
    while place + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, place)
        body = stream[place + 4 : place + 4 + length]
        place += 4 + length
        if kind == _FILE_PASS:
            raise unusable(*PASSWORD)
        if kind == _MACRO_PROJECT:
            raise unusable(*MACROS)
        if kind == _OTHER_BOOK and body[2:4] not in {b"\x01\x04", b"\x01\x3a"}:
            raise unusable(*LINKS)
        if kind == _BEGIN:
            extents.append(Extent(f"ke-{len(extents) - 1}"))
        elif kind in _ONE_CELL:
            extents[-1].add(*struct.unpack_from("<HH", body))
        elif kind == _ROW_OF_CELLS:
            extents[-1].add(struct.unpack_from("<H", body)[0], struct.unpack_from("<H", body, len(body) - 2)[0])
    return extents


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
        entries = struct.unpack(f"<{size // 4}I", sector(further))
        listed += entries[:-1]
        further, seen = entries[-1], seen + 1
    table = [
        entry for number in listed if number < _SECTOR_END for entry in struct.unpack(f"<{size // 4}I", sector(number))
    ]

    def chain(number: int) -> bytes:
        parts: list[bytes] = []
        while number < _SECTOR_END and len(parts) <= len(table):
            parts.append(sector(number))
            number = table[number]
        return b"".join(parts)

    directory = chain(struct.unpack_from("<I", content, 48)[0])
    for place in range(0, len(directory) - 127, 128):
        entry = directory[place : place + 128]
        name = entry[: max(struct.unpack_from("<H", entry, 64)[0] - 2, 0)].decode("utf-16-le", "replace")
        if name in {"Workbook", "Book"}:
            return chain(struct.unpack_from("<I", entry, 116)[0])[: struct.unpack_from("<Q", entry, 120)[0]]
    raise unusable(*BROKEN)
