"""Who the UPK is and who signs for it, as a workbook says so: in labels, in titles, and where there is room to sign."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final

from danabergulir.dates import Month
from danabergulir.frozen import Struct, field
from danabergulir.operations.imports.workbook.cells import month_named, read_date
from danabergulir.operations.imports.workbook.headings import folded
from danabergulir.operations.imports.workbook.sheets import Sheet, Workbook, place_words


class Fact(Struct, frozen=True):
    """What a workbook says, and where: the sheet and the cell in words."""

    value: str
    where: str


class FoundProfile(Struct, frozen=True):
    """What a workbook says of the UPK: facts by their name, officers by their post, and the day it stands for.

    Where two sheets say different things none of them is taken.
    """

    facts: Mapping[str, Fact] = field(default_factory=dict)
    officers: Mapping[str, Fact] = field(default_factory=dict)
    dated_on: date | None = None
    dated_where: str = ""


_LABELS: Final = (
    ("upk", r"(nama )?(upk|unit pengelola keuangan)"),
    ("board", r"(nama )?(bkm|lkm|bkm lkm|badan keswadayaan masyarakat)"),
    ("kelurahan", r"kelurahan|desa|kelurahan desa|desa kelurahan|kel"),
    ("kecamatan", r"kecamatan|kec"),
    ("city", r"kota|kabupaten|kota kabupaten|kabupaten kota|kab kota|kab"),
    ("province", r"provinsi|propinsi|prov|prop"),
    ("address", r"alamat (upk|kantor|sekretariat)"),
)
_NAME: Final = r"([A-Za-z][A-Za-z0-9 .'-]*?)"
_ENDS: Final = (
    r"(?=\s*(?:[,;|/(:]|$|\b(?:bkm|lkm|upk|kel|kelurahan|desa|kec|kecamatan|kota|kab|kabupaten|prov|provinsi|per|bulan"
    r"|tahun|posisi|periode|daftar|laporan|lap|rekap|rekapitulasi|register|neraca|kartu|buku|data|pinjaman|angsuran)\b)"
    r"|\s+[-\u2013\u2014]+\s)"
)
_TITLES: Final = (
    ("upk", rf"\b(upk\s+{_NAME}){_ENDS}"),
    ("board", rf"\b((?:bkm|lkm)\s+{_NAME}){_ENDS}"),
    ("kelurahan", rf"\b(?:kelurahan|kel\.|desa)\s*{_NAME}{_ENDS}"),
    ("kecamatan", rf"\b(?:kecamatan|kec\.)\s*{_NAME}{_ENDS}"),
    ("city", rf"\b((?:kota|kabupaten)\s+{_NAME}){_ENDS}"),
    ("province", rf"\b(?:provinsi|propinsi|prov\.)\s*{_NAME}{_ENDS}"),
)
_POSTS: Final = (
    ("Manajer UPK", r"(manajer|manager)( upk)?|ketua upk"),
    ("Koordinator BKM", r"(koordinator|ketua)( umum)? (bkm|lkm)"),
    ("Pengawas UPK", r"pengawas( upk)?"),
    ("Pembuku UPK", r"pembuku( upk)?"),
    ("Kasir UPK", r"kasir( upk)?"),
    ("Bendahara UPK", r"bendahara( upk)?"),
    ("Sekretaris BKM", r"sekretaris( bkm| lkm)"),
    ("Lurah", r"lurah( [a-z]+){0,3}|kepala (desa|kelurahan)( [a-z]+){0,3}"),
)
_PER: Final = re.compile(
    r"\b(?:per|posisi|s\.?\s?d\.?|sampai(?: dengan)?|tanggal)\s*:?\s*(?:tanggal|tgl\.?)?\s*"
    r"([0-9]{1,2}[\s./-]+(?:[A-Za-z]{3,10}|[0-9]{1,2})[\s./-]+[0-9]{4})",
    re.IGNORECASE,
)
_MONTH: Final = re.compile(r"\b(?:bulan|periode)\s*:?\s*([A-Za-z]{3,10})\s+([0-9]{4})", re.IGNORECASE)
_TITLE_ROWS: Final = 8
_LOOKED_AT: Final = 2_000
"""Rows of a sheet; what stands further down is a list."""
_LONGEST: Final = 200
"""Letters of a cell; more are no title, no label and no name."""
_ROOM: Final = range(1, 8)
"""How many rows below a post the name may stand."""
_PERSON: Final = re.compile(r"[A-Za-z][A-Za-z .,'-]{1,59}")


def find_profile(book: Workbook) -> FoundProfile:
    """Return what the sheets that are shown say of the UPK and of those who sign."""
    said: dict[str, dict[str, Fact]] = {}
    days: dict[date, str] = {}
    for sheet in book.sheets:
        if not sheet.hidden:
            for name, fact in (*_labelled(sheet), *_titled(sheet), *_signing(sheet)):
                said.setdefault(name, {}).setdefault(folded(fact.value), fact)
            for day, row, column in days_said(sheet):
                days.setdefault(day, place_words(sheet.name, row, column))
    one = {name: next(iter(facts.values())) for name, facts in said.items() if len(facts) == 1}
    posts = {post for post, _ in _POSTS}
    stands_for = next(iter(days)) if len(days) == 1 else None
    return FoundProfile(
        {name: fact for name, fact in one.items() if name not in posts},
        {name: fact for name, fact in one.items() if name in posts},
        stands_for,
        days[stands_for] if stands_for else "",
    )


def _cells(sheet: Sheet, rows: int) -> Iterator[tuple[int, int, str]]:
    for row in range(min(len(sheet.rows), rows)):
        for column in range(len(sheet.rows[row])):
            if (row, column) not in sheet.filled and (text := sheet.text(row, column)) and len(text) <= _LONGEST:
                yield row, column, text


def _labelled(sheet: Sheet) -> Iterator[tuple[str, Fact]]:
    """Yield what stands behind a label: within its cell after a colon, or to the right of it."""
    for row, column, text in _cells(sheet, _LOOKED_AT):
        label, colon, inside = text.partition(":")
        name = next((name for name, pattern in _LABELS if re.fullmatch(pattern, folded(label))), None)
        if name is None:
            continue
        value, at = inside.strip(), column
        if not value:
            right = [
                (place, found)
                for place in range(column + 1, len(sheet.rows[row]))
                if (row, place) not in sheet.filled and (found := sheet.text(row, place)).strip(" :")
            ]
            pointed = bool(colon) or any(
                sheet.text(row, place).startswith(":") for place in range(column + 1, column + 3)
            )
            if not right or not (pointed or len(right) == 1):
                continue
            at, value = right[0][0], right[0][1].strip(" :")
        if not any(re.fullmatch(pattern, folded(value)) for _, pattern in _LABELS):
            yield name, Fact(_kept(name, value, label), place_words(sheet.name, row, at))


def _kept(name: str, value: str, label: str) -> str:
    """Return a value as the profile has it: ``UPK Melati`` and ``Kota Cahaya`` with the word in front."""
    spelt = _spelt(value)
    before = {"upk": "UPK", "board": "LKM" if folded(label).endswith("lkm") else "BKM"}.get(name)
    if name == "city" and not re.match(r"(kota|kab)", spelt, re.IGNORECASE) and "/" not in label:
        before = "Kabupaten" if folded(label).startswith("kab") else "Kota"
    return f"{before} {spelt}" if before and not spelt.upper().startswith(before.upper()) else spelt


def _spelt(text: str) -> str:
    """Return a name that is written in capitals as a name; any other as it is."""
    words = " ".join(text.split()).strip(" .,:;-")
    if not words.isupper():
        return words
    return " ".join(word if word in {"UPK", "BKM", "LKM", "RW", "RT"} else word.capitalize() for word in words.split())


def _titled(sheet: Sheet) -> Iterator[tuple[str, Fact]]:
    """Yield what the titles above a list name in passing: ``DAFTAR PINJAMAN KSM UPK MELATI``."""
    for row, column, text in _cells(sheet, _TITLE_ROWS):
        alone = len({sheet.text(row, at) for at in range(len(sheet.rows[row]))} - {""}) == 1
        if not alone or ":" in text:
            continue
        for name, pattern in _TITLES:
            found = re.search(pattern, text, re.IGNORECASE)
            if found and len(found[1]) <= 60:  # noqa: PLR2004 - a name, not a sentence
                yield name, Fact(_spelt(found[1]), place_words(sheet.name, row, column))


def _signing(sheet: Sheet) -> Iterator[tuple[str, Fact]]:
    """Yield who signs below a post: the next text of its column, with room for a pen above it."""
    for row, column, text in _cells(sheet, _LOOKED_AT):
        label, _, inside = text.partition(":")
        post = next((post for post, pattern in _POSTS if re.fullmatch(pattern, folded(label))), None)
        if post is None:
            continue
        at, name = row, inside.strip()
        if not name:
            below = ((row + step, sheet.text(row + step, column)) for step in _ROOM)
            at, name = next(((place, found) for place, found in below if found), (row + 1, ""))
            if at == row + 1:
                continue  # no room for a pen
        name = name.strip(" ()._")
        if _PERSON.fullmatch(name) and not any(re.fullmatch(pattern, folded(name)) for _, pattern in _POSTS):
            yield post, Fact(_spelt(name), place_words(sheet.name, at, column))


def days_said(sheet: Sheet) -> Iterator[tuple[date, int, int]]:
    """Yield the days that a sheet stands for, as its titles say, and where: row and column."""
    for row, column, text in _cells(sheet, _TITLE_ROWS):
        per, month = _PER.search(text), _MONTH.search(text)
        day = None
        if per:
            read = read_date(per[1])
            day = read.day if read else None
        elif month and month_named(month[1]):
            day = Month(int(month[2]), month_named(month[1])).last_on
        if day is not None:
            yield day, row, column
