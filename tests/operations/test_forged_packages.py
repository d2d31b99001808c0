"""Every cell of every file of an audit package edited, rows deleted, swapped, forged and repeated, every sum put right.

What is tried is worked out from the files themselves, so that a table or a column added one day is tried as well. Each
edit is found, or stands in the list of what the package says that it does not prove.
"""

import csv
import json
import shutil
from collections.abc import Iterator
from datetime import date
from io import StringIO
from pathlib import Path

import pytest

from danabergulir.operations.audit import package
from danabergulir.operations.audit.package_check import check
from danabergulir.reports.exports.audit_chain import ALL_TABLES
from danabergulir.reports.exports.audit_schema import FieldType
from operations.forged_package import described_in, sealed_anew
from operations.full_ledger import build_full_ledger
from operations.tampering import forged
from thorough import THOROUGH

_FIRST, _LAST = date(2022, 12, 31), date(2023, 6, 30)
_KINDS = {
    "disamarkan": (_FIRST, _LAST, {}),
    "lengkap": (_FIRST, _LAST, {"full": True}),
    "sambungan": (date(2023, 2, 1), date(2023, 2, 28), {"continued": True}),
}
_PRIVATE = ("anggota", "ketua_rw", "ksm", "pribadi")
_FIELDS = {(table.name, field.name): field for table in ALL_TABLES for field in table.fields}


@pytest.fixture(scope="module")
def book(tmp_path_factory) -> Path:
    """Return a ledger with rows in every table."""
    return build_full_ledger(tmp_path_factory.mktemp("buku") / "upk.db")


@pytest.fixture(scope="module", params=_KINDS)
def folder(request, book, tmp_path_factory) -> Path:
    """Return a package of each kind; every test puts back what it changes."""
    first, last, how = _KINDS[request.param]
    written = package.write(book, first, last, tmp_path_factory.mktemp("paket") / request.param, **how)
    assert [item for item in written.findings if item.severity == "galat"] == []
    return written.folder


@pytest.fixture
def tried(folder, tmp_path):
    """Return a function that tells whether an edit passes: it is done on a copy, and every sum put right."""
    copy = tmp_path / "salinan"

    def passes(edit) -> bool:
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(folder, copy)
        edit(copy)
        sealed_anew(copy)
        return not any(item.severity == "galat" for item in check(copy))

    return passes


def _unproved(folder) -> set[str]:
    return set(described_in(folder)["danabergulir"]["belum_terbukti"])


def _rows(path) -> list[list[str]]:
    return list(csv.reader(StringIO(path.read_bytes().decode("utf-8-sig"), newline=""), delimiter=";"))


def _write(path, rows) -> None:
    """Write rows as the program does, so that nothing but the values tells that somebody was there."""
    text = StringIO(newline="")
    names = rows[0]
    writer = csv.writer(text, delimiter=";", quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
    writer.writerow(names)
    for row in rows[1:]:
        kinds = [_FIELDS[path.stem, name].type for name in names]
        writer.writerow(
            [int(cell) if kind is FieldType.WHOLE and cell else cell for kind, cell in zip(kinds, row, strict=True)]
        )
    path.write_bytes(b"\xef\xbb\xbf" + text.getvalue().encode())


def _places(rows) -> list[int]:
    return sorted({1, len(rows) // 2, len(rows) - 1} - {0}) if rows[1:] else []


def _others(field, cell) -> Iterator[str]:
    """Yield what somebody may write in the place of a cell."""
    if field.type is FieldType.WHOLE:
        yield str(int(cell or 0) + 1)
    elif field.type is FieldType.DAY:
        yield "2023-01-17" if cell != "2023-01-17" else "2023-01-18"
    elif field.type is FieldType.YES_NO:
        yield "ya" if cell != "ya" else "tidak"
    elif field.type is FieldType.DECIMAL:
        yield "7,25"
    elif field.type is FieldType.MOMENT:
        yield cell[:-6] + "+08:00"
    else:
        yield cell + "x"
        yield (cell[:-1] + chr(ord(cell[-1]) ^ 1)) if cell else "x"
    if cell and field.optional:
        yield ""


def _edits(folder) -> Iterator[tuple[str, str, int, str]]:
    """Yield file, column, row and new cell; by day one edit of each column, at night all of them.

    By day, of a package with all private data the files alone that those without have not got the same.
    """
    for path in sorted(folder.glob("*.csv")):
        if folder.name == "lengkap" and not THOROUGH and path.stem not in _PRIVATE:
            continue
        rows = _rows(path)
        for column, name in enumerate(rows[0]):
            found = [
                (path.name, name, place, other)
                for place in _places(rows)
                for other in _others(_FIELDS[path.stem, name], rows[place][column])
            ]
            yield from found if THOROUGH else found[column % len(found) :][:1] if found else ()


def test_the_packages_that_are_forged_have_rows_in_every_table(folder):
    """A table without rows would be left untried: but for what a month did not have."""
    empty = {path.stem for path in folder.glob("*.csv") if not _rows(path)[1:]}

    assert empty <= ({"tunggakan", "sanksi"} if folder.name == "sambungan" else set())


def test_no_edited_cell_passes(folder, tried):
    """But for those of files that the package says it does not prove by itself."""
    passed, count = set(), 0
    for name, column, place, other in _edits(folder):

        def edit(copy, name=name, column=column, place=place, other=other):
            rows = _rows(copy / name)
            rows[place][rows[0].index(column)] = other
            _write(copy / name, rows)

        count += 1
        if tried(edit) and name not in _unproved(folder):
            passed.add((name, column, place, other))

    assert passed == set()
    assert count > (20 if folder.name == "lengkap" else 100)


@pytest.mark.parametrize("act", ["delete", "repeat", "forge", "swap"])
def test_no_row_is_deleted_repeated_forged_or_swapped_unseen(folder, tried, act):
    """First, middle and last of every table; a forged one has a key of its own."""
    passed = []
    for number, path in enumerate(sorted(folder.glob("*.csv"))):
        places = _places(_rows(path))
        for place in places if THOROUGH else places[number % 3 :][:1]:

            def edit(copy, path=path, place=place):
                rows = _rows(copy / path.name)
                if act == "delete":
                    del rows[place]
                elif act == "swap":
                    other = place - 1 or len(rows) - 1
                    rows[place], rows[other] = rows[other], rows[place]
                else:
                    rows.insert(place, list(rows[place]))
                    key = next(table for table in ALL_TABLES if table.name == path.stem).key[-1]
                    if act == "forge":
                        cell = rows[place][rows[0].index(key)]
                        field = _FIELDS[path.stem, key]
                        rows[place][rows[0].index(key)] = next(_others(field, cell))
                _write(copy / path.name, rows)

            if act == "swap" and len(_rows(path)) < 3:
                continue
            if tried(edit) and path.name not in _unproved(folder):
                passed.append((path.name, place))

    assert passed == []


def _leaves(value, *path) -> Iterator[tuple]:
    if isinstance(value, dict):
        for name, item in value.items():
            yield from _leaves(item, *path, name)
    elif isinstance(value, list):
        for place, item in enumerate(value):
            yield from _leaves(item, *path, place)
    else:
        yield path


def test_no_edited_word_of_the_description_passes(folder, tried):
    """Whatever it says of itself but the program that wrote it; of a table what the sums do not say anyway."""
    described = described_in(folder)
    paths = [path for path in _leaves(described) if path[0] != "resources" or path[1] == 3]
    paths = [path for path in paths if THOROUGH or path[0] != "resources" or len(path) < 5]
    passed = []
    for path in paths:

        def edit(copy, path=path):
            told = json.loads((copy / "datapackage.json").read_text(encoding="utf-8"))
            *way, name = path
            place = told
            for step in way:
                place = place[step]
            value = place[name]
            if path[-1] in ("bytes", "hash", "rows") or "jumlah_kontrol" in path:
                return  # put right again
            place[name] = not value if isinstance(value, bool) else value + 1 if isinstance(value, int) else f"{value}x"
            (copy / "datapackage.json").write_text(
                json.dumps(told, ensure_ascii=False, indent=2) + "\n", encoding="utf-8"
            )

        if tried(edit):
            passed.append(path)
    declared = {("danabergulir", "program")} if "datapackage.json" not in _unproved(folder) else set(paths)
    sums = {path for path in paths if path[-1] in ("bytes", "hash", "rows") or "jumlah_kontrol" in path}

    assert set(passed) - sums - declared == set()


@pytest.mark.parametrize("name", ["kebijakan.toml", "BACA-SAYA.txt"])
def test_no_edited_line_of_a_text_passes(folder, tried, name):
    """The rules in force, and the page."""

    def edit(copy):
        content = (copy / name).read_bytes()
        (copy / name).write_bytes(content.replace(b"1", b"7", 1))

    assert not tried(edit) or name in _unproved(folder)


def test_a_chain_worked_out_anew_is_found_by_an_earlier_package_and_by_its_head(book, tmp_path):
    """A package of a book that somebody made anew is whole; only what others hold speaks against it."""
    true = package.write(book, _FIRST, date(2023, 1, 31), tmp_path / "benar")
    path = tmp_path / "upk.db"
    with forged(book, path) as connection:
        connection.execute("UPDATE ksm SET name = 'Lain' WHERE id = 2")
    again = package.write(path, _FIRST, _LAST, tmp_path / "palsu")

    assert again.findings == ()
    assert [(item.check, item.severity) for item in check(true.folder, again.folder)] == [("paket-catatan", "galat")]
    assert again.newest != package.write(book, _FIRST, _LAST, tmp_path / "seluruhnya").newest
