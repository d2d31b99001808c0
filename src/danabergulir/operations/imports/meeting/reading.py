"""Reading a filled sheet: every cell that was written in, and a finding for each that cannot be taken as it is."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from danabergulir.dates import format_form, format_long
from danabergulir.domain.journal import reference_key
from danabergulir.domain.loans.terms import number_order
from danabergulir.domain.meeting import (
    AMOUNTS,
    AS_ASKED,
    COUNTED_LABEL,
    DAY_LABEL,
    LINES_LABEL,
    MINUTES_LABEL,
    PARTS,
    WRITTEN_IN,
    SheetField,
    day_of_code,
    loan_and_member,
)
from danabergulir.errors import FaultyDataError, Finding
from danabergulir.frozen import Struct, field, replace
from danabergulir.money import NIL, Rupiah, format_count, total
from danabergulir.operations.imports.meeting.columns import Laid, moved_columns, the_sheet
from danabergulir.operations.imports.meeting.filled import FilledLine, FilledRow, FilledSheet, WrittenAmount
from danabergulir.operations.imports.meeting.sums import typed_sums
from danabergulir.operations.imports.once import Tell, silent
from danabergulir.operations.imports.workbook.cells import Raw, clean, read_amount, read_date, shown
from danabergulir.operations.imports.workbook.sheets import place_words, read_workbook
from danabergulir.text import quoted

_MARKS: Final = frozenset({*AS_ASKED, "\u2713", "\u2714", "\u221a", "ok", "ya"})
_LEAST: Final = 1_000
"""Rupiah: less is a sum of thousands whose point an English spreadsheet took for a decimal one."""
_PUT_OFF: Final = timedelta(days=31)
"""How far from its day a meeting may be held, so that an exchanged day and month is believed."""
_NO_LOAN: Final = frozenset({"", "-"})
_OF_MEMBERS: Final = (SheetField.PAID, SheetField.VOLUNTARY)


class _SheetReading(Struct):
    """A sheet while it is read: the findings so far, and what is merely odd."""

    laid: Laid
    findings: list[Finding] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def find(self, place: str, message: str, hint: str) -> None:
        self.findings.append(Finding("lembar", place, message, hint))


def read_filled(path: Path, tell: Tell = silent) -> FilledSheet:
    """Return a filled sheet.

    Raises ``UsageError`` and ``FaultyDataError`` as ``read_workbook``, and with all that cannot be read, cell by cell.
    """
    book = read_workbook(path, tell, unknown=True)
    laid = the_sheet(book)
    notes = () if path.suffix.casefold() == ".csv" else book.notes  # a sheet saved as CSV is what its name says
    reading = _SheetReading(laid, warnings=[*notes, *moved_columns(laid)])
    day = _day(reading)
    counted, minutes = _counted(reading), _fact(laid, MINUTES_LABEL)
    rows = list(_rows(reading))
    _judge_own_numbers(reading, rows)
    reading.findings += typed_sums(laid, rows)
    every = _lines(reading, rows)
    _miss_rows(reading, rows)
    if reading.findings:
        raise FaultyDataError(
            f"{len(reading.findings)} hal pada lembar belum jelas, tidak ada yang dicatat",
            "Perbaiki yang disebut, lalu ulangi perintah ini.",
            reading.findings,
        )
    assert day is not None, laid.code
    return FilledSheet(
        name=path.name,
        code=laid.code,
        day=day,
        lines=tuple(line for line in every if line.amounts),
        unpaid=tuple(line for line in every if SheetField.PAID not in line.amounts),
        minutes=clean(minutes),
        minutes_place=laid.place_of_fact(MINUTES_LABEL),
        counted=counted,
        warnings=tuple(reading.warnings),
    )


def _fact(laid: Laid, label: str) -> Raw:
    at = laid.fact(label)
    return None if at is None else laid.sheet.at(*at)


def _day(reading: _SheetReading) -> date | None:
    """Return the day of the meeting; where nothing is written it is that of the code."""
    laid = reading.laid
    made_for, at = day_of_code(laid.code), laid.fact(DAY_LABEL)
    read = None if at is None else read_date(laid.sheet.at(*at))
    if at is None or read is None:
        return made_for
    place, raw = place_words(laid.sheet.name, *at), laid.sheet.at(*at)
    if read.day is None:
        reading.find(place, f"{DAY_LABEL} {quoted(clean(raw))}: {read.problem}", f"Tulis {_typed(made_for)}")
    elif read.day != made_for and made_for is not None and read.exchanged == made_for:
        reading.find(
            place,
            f"{DAY_LABEL} {quoted(shown(raw))} dibaca {format_form(read.day)}, padahal lembar ini untuk "
            f"{format_form(made_for)}: hari dan bulan tertukar",
            f"Tulis {_typed(made_for)}",
        )
    elif read.exchanged is not None and made_for is not None and _is_nearer(read.exchanged, read.day, made_for):
        # written with the name of its month, and kept as text, a day is no longer read anew by a spreadsheet
        ways = " atau ".join(f"'{format_long(day)}" for day in (read.exchanged, read.day))
        reading.find(
            place,
            f"{DAY_LABEL} {quoted(shown(raw))} dapat dibaca {format_form(read.day)} atau "
            f"{format_form(read.exchanged)}, dan lembar ini untuk {format_form(made_for)}: hari dan bulan mungkin "
            "tertukar",
            f"Tulis nama bulannya, dengan tanda petik di depan: {ways}",
        )
    elif read.day != made_for and made_for is not None:
        reading.warnings.append(
            f"lembar dibuat untuk {format_form(made_for)}, tetapi tanggal yang tertulis {format_form(read.day)}"
        )
    return read.day


def _is_nearer(other: date, read: date, made_for: date) -> bool:
    return abs(other - made_for) < min(abs(read - made_for), _PUT_OFF)


def _typed(day: date | None) -> str:
    return "" if day is None else day.isoformat()


def _counted(reading: _SheetReading) -> Rupiah | None:
    laid, at = reading.laid, reading.laid.fact(COUNTED_LABEL)
    if at is None:
        return None
    return _amount(reading, laid.sheet.at(*at), place_words(laid.sheet.name, *at), COUNTED_LABEL)


def _amount(reading: _SheetReading, raw: Raw, place: str, what: str) -> Rupiah | None:
    """Return an amount that can be read in one way only; else it is a finding, and for an empty cell None."""
    read = read_amount(raw)
    said = f"{what} {quoted(shown(raw))}"
    if read.problem:
        reading.find(place, f"{said}: {read.problem}", "Tulis rupiah dengan angka saja, misalnya 690000")
    elif read.doubt:
        amount = format_count(int(read.text))
        reading.find(place, f"{said}: {read.doubt}, terbaca {amount}", f"Bila benar, tulis {read.text}")
    elif read.text and 0 < int(read.text) < _LEAST:
        reading.find(
            place,
            f"{said}: terbaca {read.text} rupiah, kurang dari seribu",
            f"Tulis lengkap tanpa titik, misalnya {int(read.text) * 1000}",
        )
    elif read.text:
        return Rupiah(int(read.text))
    return None


def _rows(reading: _SheetReading) -> Iterator[FilledRow]:
    """Yield the rows below the headings that are about a loan or a KSM."""
    laid = reading.laid
    for at in range(laid.head + 1, len(laid.sheet.rows)):
        ksm, loan = laid.text(at, SheetField.CODE), laid.text(at, SheetField.LOAN)
        written = [column for column in WRITTEN_IN if laid.text(at, column) or laid.is_unknown(at, column)]
        if not ksm:
            for column in filter(lambda column: _is_money(laid.text(at, column)), written):
                reading.find(
                    laid.place(at, column),
                    f"{column} {quoted(laid.text(at, column))}: barisnya tanpa kode KSM",
                    "Tulis pada baris KSM-nya, lalu kosongkan sel ini",
                )
            continue
        key, member = loan_and_member(loan if loan not in _NO_LOAN else ksm)
        asked = _asked(reading, at)
        name = laid.text(at, SheetField.NAME) or ksm
        amounts = {}
        for column in AMOUNTS:
            found = _written(reading, at, column, name, asked)
            if found is not None and found.amount:
                amounts[column] = found
        if member is not None:
            _refuse_of_member(reading, at, name, written)
        yield FilledRow(
            at=at,
            number=laid.text(at, SheetField.NUMBER),
            key=key,
            member=member,
            ksm=ksm,
            name=name,
            place=f"lembar {quoted(laid.sheet.name)} baris {at + 1}",
            asked=asked,
            amounts=amounts,
            own_number=laid.text(at, SheetField.OWN_NUMBER),
            own_place=laid.place(at, SheetField.OWN_NUMBER) if SheetField.OWN_NUMBER in laid.columns else "",
        )


def _is_money(text: str) -> bool:
    """Return whether a text may be meant as an amount, and is no name of who signs below the lines."""
    return text.casefold() in _MARKS or any(mark.isdigit() for mark in text)


def _refuse_of_member(reading: _SheetReading, at: int, name: str, written: Sequence[SheetField]) -> None:
    for column in written:
        if column not in _OF_MEMBERS:
            value = quoted(reading.laid.text(at, column))
            place = reading.laid.place(at, column)
            reading.find(place, f"{column} {name} {value}: baris anggota", "Tulis pada baris KSM-nya")


def _asked(reading: _SheetReading, at: int) -> Rupiah:
    """Return what a row asks for, as printed; where it is not the sum of its parts somebody wrote over it."""
    laid = reading.laid
    read = read_amount(laid.cell(at, SheetField.ASKED))
    printed = Rupiah(int(read.text or 0)) if not read.problem else NIL
    parts = [read_amount(laid.cell(at, part)) for part in PARTS]
    known = total([Rupiah(int(part.text or 0)) for part in parts if not part.problem])
    if read.problem or printed != known:
        value = quoted(shown(laid.cell(at, SheetField.ASKED)))
        reading.find(
            laid.place(at, SheetField.ASKED),
            f"{SheetField.ASKED} {value}: bukan jumlah bagiannya, {format_count(known.value)}; sel ini bukan isian",
            f"Tulis lagi {known.value}; uang yang diterima ditulis pada kolom {SheetField.PAID}",
        )
    return printed


def _written(reading: _SheetReading, at: int, column: SheetField, name: str, asked: Rupiah) -> WrittenAmount | None:
    """Return what was written in a cell; a mark stands for what is asked for."""
    laid = reading.laid
    raw = laid.cell(at, column)
    if laid.is_unknown(at, column):
        reading.find(
            laid.place(at, column),
            f"{column} {name}: rumus tanpa nilai",
            "Tulis jumlahnya sebagai angka, atau simpan sekali lagi dari Excel atau LibreOffice",
        )
        return None
    if clean(raw) == "":
        return None
    place = laid.place(at, column)
    if clean(raw).casefold() in _MARKS:
        if column is SheetField.PAID and asked:
            return WrittenAmount(asked, place)
        why = (
            "tidak ada yang ditagih pada baris ini"
            if column is SheetField.PAID
            else f"tanda hanya untuk {SheetField.PAID}"
        )
        reading.find(place, f"{column} {name} {quoted(clean(raw))}: {why}", "Tulis jumlahnya dengan angka")
        return None
    amount = _amount(reading, raw, place, f"{column} {name}")
    return None if amount is None else WrittenAmount(amount, place)


def _judge_own_numbers(reading: _SheetReading, rows: Sequence[FilledRow]) -> None:
    """Find two lines with one receipt number, and tell of a number that belongs to no money."""
    first: dict[str, FilledRow] = {}
    for row in rows:
        key = reference_key(row.own_number)
        if not key:
            continue
        place = reading.laid.place(row.at, SheetField.OWN_NUMBER)
        if key in first:
            other = reading.laid.place(first[key].at, SheetField.OWN_NUMBER)
            reading.find(
                place,
                f"{SheetField.OWN_NUMBER} {quoted(row.own_number)} sudah dipakai untuk {first[key].name}, {other}",
                "Satu kuitansi untuk satu baris: perbaiki nomornya, atau gabungkan jumlahnya",
            )
        first.setdefault(key, row)


def _lines(reading: _SheetReading, rows: Sequence[FilledRow]) -> tuple[FilledLine, ...]:
    """Return the lines, those of members put together, in the order in which they were printed."""
    groups: dict[str, FilledRow] = {}
    members: defaultdict[str, dict[int, FilledRow]] = defaultdict(dict)
    for row in rows:
        if row.member is None:
            twice = groups.get(row.key)
            if twice is None or not (twice.amounts or twice.own_number):
                groups[row.key] = row
        else:
            twice = members[row.key].get(row.member)
            if twice is None or not twice.amounts:
                members[row.key][row.member] = row
        if twice is not None and twice.amounts and row.amounts:
            reading.find(
                row.place,
                f"{row.key} {row.name} ditulis dua kali, juga pada baris {twice.at + 1}",
                "Hapus salah satunya, atau gabungkan jumlahnya",
            )
    lines = []
    for key in dict.fromkeys([*groups, *members]):
        of_members = [row for _, row in sorted(members[key].items()) if row.amounts] if key in members else []
        base = groups.get(key) or next(iter(members[key].values()))
        line = _line(reading, replace(base, amounts={}) if key not in groups else base, of_members)
        lines.append(line)
        if not line.amounts and reference_key(line.own_number):
            reading.warnings.append(f"{line.title}: bukti luar {quoted(line.own_number)} tanpa jumlah, tidak dicatat")
    printed = {row.key: int(row.number) for row in groups.values() if _is_number(row.number)}
    return tuple(sorted(lines, key=lambda line: (printed.get(line.key, len(rows)), number_order(line.key))))


def _line(reading: _SheetReading, row: FilledRow, members: Sequence[FilledRow]) -> FilledLine:
    amounts = dict(row.amounts)
    for column in _OF_MEMBERS:
        parts = [member.amounts[column] for member in members if column in member.amounts]
        together = total([part.amount for part in parts])
        if parts and column in amounts and amounts[column].amount != together:
            reading.find(
                amounts[column].place,
                f"{column} {row.name} {format_count(amounts[column].amount.value)}, padahal jumlah anggotanya "
                f"{format_count(together.value)}",
                "Kosongkan sel KSM ini, atau perbaiki baris anggotanya",
            )
        elif parts:
            amounts[column] = WrittenAmount(together, amounts.get(column, parts[0]).place)
    paid = tuple(
        (member.member, member.amounts[SheetField.PAID].amount)
        for member in members
        if member.member is not None and SheetField.PAID in member.amounts
    )
    return FilledLine(
        key=row.key,
        ksm=row.ksm,
        name=row.name,
        row=row.at + 1,
        place=row.place,
        asked=row.asked,
        amounts=amounts,
        own_number=row.own_number,
        own_place=row.own_place,
        members=paid,
    )


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit()


def _miss_rows(reading: _SheetReading, rows: Sequence[FilledRow]) -> None:
    """Tell of rows that were printed and are gone, and of rows in another order."""
    numbers = [int(row.number) for row in rows if row.member is None and _is_number(row.number)]
    printed = read_amount(_fact(reading.laid, LINES_LABEL)).text
    if _is_number(printed):
        gone = sorted(set(range(1, min(int(printed), len(rows) + 1_000) + 1)) - set(numbers))
        if gone:
            named = ", ".join(map(str, gone[:10])) + (", ..." if len(gone) > 10 else "")  # noqa: PLR2004 - a line
            reading.warnings.append(f"{len(gone)} dari {printed} baris lembar sudah dihapus: No {named}")
    if numbers != sorted(numbers):
        reading.warnings.append("urutan baris berubah; setiap baris dibaca menurut nomor pinjamannya")
