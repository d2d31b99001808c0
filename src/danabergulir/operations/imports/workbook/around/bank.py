"""A statement as a bank hands it out: signed amounts, ``DB`` and ``CR``, ``.00``, apostrophes, two-digit years.

It says when money moved and a few words about it, never the account on the other side: that is told by a KSM that the
words name, and asked once for all rows of the same words.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from danabergulir.domain.accounts import AccountClass, Chart, Role
from danabergulir.money import format_count
from danabergulir.operations.imports.workbook.around.planned import PlannedRow
from danabergulir.operations.imports.workbook.asking import Asker, Record
from danabergulir.operations.imports.workbook.cells import (
    EMPTY,
    Raw,
    Reading,
    clean,
    read_amount,
    read_date,
    settle_dates,
)
from danabergulir.operations.imports.workbook.headings import Heading, ListKind, folded
from danabergulir.operations.imports.workbook.rows import Listed
from danabergulir.operations.imports.workbook.scales import in_rupiah, scale_note, scale_of_titles
from danabergulir.operations.imports.workbook.sheets import Sheet

_QUOTES: Final = "'`\u2018\u2019"
_SIDE: Final = re.compile(r"\s*(db|dr|d|cr|kr|k)\.?$", re.IGNORECASE)
_WITH_SEN: Final = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})*\.[0-9]{2}|[0-9]+\.[0-9]{2}|[0-9]{1,3}(?:,[0-9]{3})+")
_WHOLE: Final = re.compile(r"[0-9]{1,3}|0")
_AMOUNTS: Final = ("jumlah", "masuk", "keluar", "saldo")
_OUT: Final = frozenset({"db", "dr", "d", "debet", "debit", "keluar"})


def read_bank(sheet: Sheet, heading: Heading, asker: Asker) -> Listed:
    """Return the movements of a statement: the day, the words, and what came in or went out."""
    columns = {name: column for column, name in heading.columns.items() if name}
    columns = {**columns, **_side_column(sheet, heading)}
    rows = [
        row
        for row in range(heading.last_row + 1, len(sheet.rows))
        if read_date(sheet.at(row, columns["tanggal"])) is not None
        and any(sheet.text(row, columns[name]) for name in _AMOUNTS[:3] if name in columns)
    ]
    days = settle_dates([read_date(sheet.at(row, columns["tanggal"])) for row in rows])
    rows, days = _dated(rows, days)
    scale = scale_of_titles(sheet, heading)
    amounts = {
        name: _amounts([sheet.at(row, columns[name]) for row in rows], scale) for name in _AMOUNTS if name in columns
    }
    records = []
    for place, row in enumerate(rows):
        values: dict[str, str] = {}
        for name, read in (("tanggal", days[place]), *((name, amounts[name][place]) for name in amounts)):
            values[name], _ = asker.take(sheet, row, columns[name], name, read)
        values["keterangan"] = sheet.text(row, columns["keterangan"]).lstrip(_QUOTES)
        values["bukti_luar"] = sheet.text(row, columns["bukti_luar"]).lstrip(_QUOTES) if "bukti_luar" in columns else ""
        side = folded(sheet.text(row, columns["sisi"])) if "sisi" in columns else ""
        values["jumlah"] = _signed(values, side)
        records.append(Record(ListKind.BANK, sheet, row, values, columns))
    taken = {heading.last_row, *rows}
    left = [row for row in range(heading.first_row, len(sheet.rows)) if row not in taken and any(sheet.rows[row])]
    left_out = tuple(f"baris {row + 1}: {' '.join(map(clean, sheet.rows[row]))[:60].strip()}" for row in left)
    titles = {at: heading.titles.get(at, "(tanpa judul)") for at in sorted({*heading.titles, *columns.values()})}
    told = replace(heading, columns={at: name for name, at in columns.items()}, titles=titles)
    return Listed(sheet, told, ListKind.BANK, _by_balance(records, columns), left_out=left_out, note=scale_note(scale))


def _side_column(sheet: Sheet, heading: Heading) -> dict[str, int]:
    """Return the column that says nothing but ``DB`` and ``CR``, which banks give no heading."""
    for column in range(sheet.width):
        words = {folded(sheet.text(row, column)) for row in range(heading.last_row + 1, len(sheet.rows))} - {""}
        if words and words <= {"db", "cr", "dr", "kr", "d", "k", "c"} and not heading.columns.get(column):
            return {"sisi": column}
    return {}


def _dated(rows: list[int], days: list[Reading]) -> tuple[list[int], list[Reading]]:
    """Return the rows that have a date; words in its column stand above or below the movements."""
    both = [(row, day) for row, day in zip(rows, days, strict=True) if not day.problem]
    return [row for row, _ in both], [day for _, day in both]


def _amounts(cells: Sequence[Raw], scale: int) -> list[Reading]:
    """Return the amounts of a column in rupiah; one in which all are written with sen behind a point is read that way.

    ``scale`` is what they are multiplied by.
    """
    words = [_SIDE.sub("", clean(cell).lstrip(_QUOTES)).strip(" +-()") for cell in cells if isinstance(cell, str)]
    words = [word.removeprefix("Rp").removeprefix("IDR").strip() for word in words if word.strip()]
    foreign = any(_WITH_SEN.fullmatch(word) for word in words) and all(
        _WITH_SEN.fullmatch(word) or _WHOLE.fullmatch(word) for word in words
    )
    read = [_amount(cell, foreign=foreign) for cell in cells]
    if scale == 1:
        return read
    bare = [_SIDE.sub("", cell) if isinstance(cell, str) else cell for cell in cells]
    return [in_rupiah(cell, scale, item, signed=True) for cell, item in zip(bare, read, strict=True)]


def _amount(cell: Raw, *, foreign: bool) -> Reading:
    if not foreign or not isinstance(cell, str):
        return read_amount(cell, signed=True)
    word = clean(cell).lstrip(_QUOTES).replace("IDR", "").strip()
    whole, point, sen = word.rpartition(".") if re.search(r"\.[0-9]{2}(?![0-9])", word) else (word, "", "")
    plain = (whole if point else word).replace(",", "")
    behind = re.sub(r"^[0-9]{2}", "", sen)
    read = read_amount(f"{plain}{behind}", signed=True) if plain else EMPTY
    if point and sen[:2] != "00":
        return replace(read, doubt="bukan rupiah bulat, sennya tidak dipakai")
    return read


def _signed(values: Mapping[str, str], side: str) -> str:
    """Return what came in, below nil what went out."""
    if values.get("jumlah"):
        amount = int(values["jumlah"])
        return str(-abs(amount)) if side in _OUT else str(amount)
    return str(abs(int(values.get("masuk") or 0)) - abs(int(values.get("keluar") or 0)))


def _by_balance(records: list[Record], columns: Mapping[str, int]) -> tuple[Record, ...]:
    """Return the movements with the sign that the running balance proves, newest first or last.

    A bank writes a deposit as its credit, a treasurer's own book as a debit; the balance alone tells them apart.
    """
    if "saldo" not in columns:
        return tuple(records)
    moved = [int(item.get("jumlah")) for item in records]
    left = [int(item.get("saldo") or 0) for item in records]
    steps = [after - before for before, after in pairwise(left)]
    forward = [NOTHING_PROVED, *(_proved(step, amount) for step, amount in zip(steps, moved[1:], strict=True))]
    backward = [*(_proved(-step, amount) for step, amount in zip(steps, moved[:-1], strict=True)), NOTHING_PROVED]
    proved = max(forward, backward, key=lambda signs: sum(map(abs, signs)))
    turned = sum(1 for sign in proved if sign < 0) > sum(1 for sign in proved if sign > 0)
    signs = [sign or (-1 if turned else 1) for sign in proved]
    return tuple(
        replace(item, values={**item.values, "jumlah": str(sign * amount)})
        for item, sign, amount in zip(records, signs, moved, strict=True)
    )


NOTHING_PROVED: Final = 0


def _proved(step: int, amount: int) -> int:
    """Return 1 where a balance moved by an amount, -1 where it moved the other way, else nought."""
    if not amount or abs(step) != abs(amount):
        return NOTHING_PROVED
    return 1 if step == amount else -1


def bank_rows(
    records: Iterable[Record], opened_on: str, chart: Chart, groups: Mapping[str, str], asker: Asker
) -> tuple[list[PlannedRow], int]:
    """Return the movements after the opening as rows of an import, and how many are in the opening balances.

    ``groups`` are the codes of the KSM by their names as they are compared.
    """
    bank, cash = chart.with_role(Role.BANK).code, chart.with_role(Role.CASH).code
    alike: defaultdict[tuple[str, bool], list[Record]] = defaultdict(list)
    before = 0
    for record in records:
        amount = int(record.get("jumlah"))
        if record.get("tanggal") <= opened_on:
            before += 1
        elif amount:
            alike[_words(record.get("keterangan")), amount > 0].append(record)
    rows: list[PlannedRow] = []
    for (words, is_in), same in alike.items():
        named = next((code for name, code in groups.items() if len(name) > 3 and f" {name} " in f" {words} "), "")  # noqa: PLR2004 - a name
        answer = named if named and is_in else _asked(same, chart, is_in, asker)
        if answer is None or not answer:
            continue
        rows += [_row(record, answer, bank, cash, chart) for record in same]
    return sorted(rows, key=lambda row: row.record.row), before


def _words(text: str) -> str:
    """Return the words of a movement without the numbers that make each one different."""
    return " ".join(word for word in folded(text).split() if not re.search("[0-9]", word))


def _asked(same: Sequence[Record], chart: Chart, is_in: bool, asker: Asker) -> str | None:  # noqa: FBT001 - what they are
    """Return the account or loan that stands against movements of the same words; None while that is asked."""
    first = same[0]
    record = replace(first, columns={**first.columns, "akun": first.columns["keterangan"]})
    total = sum(abs(int(item.get("jumlah"))) for item in same)
    likely = _likely(folded(first.get("keterangan")), chart, is_in)
    why = (
        f"{len(same)} mutasi {'masuk' if is_in else 'keluar'}, {format_count(total)}: tulis kode akun lawannya, "
        "kode KSM atau nomor pinjaman bila angsuran, kosong bila tidak dicatat"
    )
    return asker.check(record, "akun", why, (likely,) if likely else ())


def _likely(words: str, chart: Chart, is_in: bool) -> str:  # noqa: FBT001 - what they are
    """Return the account that words most likely tell of: the cash box, or what a bank pays and takes."""
    if re.search(r"tunai|setor|tarik", words):
        return chart.with_role(Role.CASH).code
    kind = AccountClass.INCOME if is_in else AccountClass.COST
    return next((code for code, item in chart.items() if item.account_class is kind and "perasional" in item.name), "")


def _row(record: Record, answer: str, bank: str, cash: str, chart: Chart) -> PlannedRow:
    amount = int(record.get("jumlah"))
    cells = {"tanggal": record.get("tanggal"), "jumlah": str(abs(amount)), "keterangan": record.get("keterangan")[:200]}
    cells |= {"bukti_luar": record.get("bukti_luar"), "pinjaman": "", "lawan": bank, "akun": answer}
    if answer == cash:
        accounts = {"akun": bank, "lawan": cash} if amount > 0 else {"akun": cash, "lawan": bank}
        cells |= {"jenis": "pindah", **accounts}
    elif answer in chart:
        cells |= {"jenis": "masuk" if amount > 0 else "keluar"}
    else:
        cells |= {"jenis": "terima", "akun": "", "pinjaman": answer}
    return PlannedRow(cells, record, {"pinjaman": "keterangan", "akun": "keterangan"})
