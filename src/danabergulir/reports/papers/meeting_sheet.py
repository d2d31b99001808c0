"""The meeting sheet: its columns and rows, on paper and as a workbook, and the paper itself."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from danabergulir.dates import format_form, format_long
from danabergulir.domain.letterhead import Profile
from danabergulir.domain.loans.allocation import Allocation
from danabergulir.domain.meeting import PARTS, MeetingLine, MeetingSheet, SheetField, member_key, totals
from danabergulir.frozen import Struct
from danabergulir.money import NIL, Rupiah, format_number
from danabergulir.reports.model.paper import Paper, letterhead, officer, signers, upk_named

_NAMED: Final = (SheetField.NUMBER, SheetField.RW, SheetField.NAME, SheetField.CODE, SheetField.LOAN, SheetField.DUE_ON)
_SELDOM: Final = frozenset({SheetField.TITIPAN, SheetField.PENALTY, SheetField.SAVING})
"""Columns that are left out of a sheet on which nobody is asked for them."""
_OF_A_LINE: Final = frozenset({SheetField.PAID, SheetField.VOLUNTARY, SheetField.FROM_SAVINGS, SheetField.OWN_NUMBER})
_OF_A_MEMBER: Final = frozenset({SheetField.PAID, SheetField.VOLUNTARY})
_OF_SAVINGS: Final = frozenset({SheetField.VOLUNTARY, SheetField.OWN_NUMBER})


class SheetRow(Struct, frozen=True):
    """A row of the sheet: what is printed, which columns are open to write in, and how many rows of members follow."""

    cells: Mapping[SheetField, str | int | date | Rupiah]
    open_fields: frozenset[SheetField]
    members: int = 0
    is_member: bool = False


def columns_of(sheet: MeetingSheet) -> tuple[SheetField, ...]:
    """Return the columns of a sheet in order."""
    sums = sums_of(sheet)
    parts = [part for part in PARTS if part not in _SELDOM or sums[part] > NIL]
    written = (SheetField.PAID, SheetField.VOLUNTARY, SheetField.FROM_SAVINGS, SheetField.OWN_NUMBER, SheetField.MONEY)
    return (*_NAMED, *parts, SheetField.ASKED, *written)


def rows_of(sheet: MeetingSheet) -> tuple[SheetRow, ...]:
    """Return the rows of a sheet: each line, and below it those of its members."""
    rows: list[SheetRow] = []
    for number, line in enumerate(sheet.lines, 1):
        cells: dict[SheetField, str | int | date | Rupiah] = {
            SheetField.NUMBER: number,
            SheetField.RW: line.ksm.rw,
            SheetField.CODE: line.ksm.code,
            SheetField.NAME: line.ksm.name,
            SheetField.LOAN: line.loan or "-",
        }
        if line.loan:
            cells |= _amounts(line.arrears, line.parts)
        if line.due_on:
            cells[SheetField.DUE_ON] = line.due_on
        rows.append(SheetRow(cells, _OF_A_LINE if line.loan else _OF_SAVINGS, len(line.members)))
        for place, member in enumerate(line.members, 1):
            of_member: dict[SheetField, str | int | date | Rupiah] = {
                SheetField.NUMBER: f"{number}.{place}",
                SheetField.RW: line.ksm.rw,
                SheetField.CODE: line.ksm.code,
                SheetField.NAME: f"  {member.number}. {member.name}",
                SheetField.LOAN: member_key(line.loan or "", member.number),
            }
            rows.append(SheetRow(of_member | _amounts(member.arrears, member.parts), _OF_A_MEMBER, is_member=True))
    return tuple(rows)


def _amounts(arrears: Rupiah, parts: Allocation) -> dict[SheetField, Rupiah]:
    return {
        SheetField.ARREARS: arrears,
        SheetField.PRINCIPAL: parts.principal,
        SheetField.JASA: parts.jasa,
        SheetField.TITIPAN: parts.titipan,
        SheetField.PENALTY: parts.penalty,
        SheetField.SAVING: parts.savings,
        SheetField.ASKED: arrears + parts.amount,
    }


def sums_of(sheet: MeetingSheet) -> Mapping[SheetField, Rupiah]:
    """Return what is asked for in all, by column."""
    together: MeetingLine = totals(sheet)
    return _amounts(together.arrears, together.parts)


def how_to_fill() -> Sequence[str]:
    """Return how the sheet is filled in, in words."""
    return (
        "Isi Dibayar dengan uang yang diterima; tulis v bila tepat sebesar Ditagih. Kosong berarti tidak membayar.",
        "Dari tabungan: tunggakan yang dibayar dari tabungan KSM. Bukti luar: nomor kuitansi Anda sendiri.",
    )


_HEADINGS: Final[Mapping[SheetField, str]] = {SheetField.MONEY: "Paraf"}
"""What a column is called on paper, where the money of a line is not added up but signed for."""
_NOT_ON_PAPER: Final = frozenset({SheetField.CODE})
_AMOUNTS: Final = frozenset({*PARTS, SheetField.ASKED})


_ROOM: Final = 7_800
"""Tenths of a point between the margins of A4 on its side."""
_LETTER, _EDGES, _PEN, _LEAST_NAME = 44, 70, 540, 1_100
"""Tenths of a point: a letter, what a column has around it, a column for a pen, and the least for a name."""
_BELOW_NAME: Final = (SheetField.RW, SheetField.LOAN, SheetField.DUE_ON)
"""What stands below the name where a column of its own has no room."""


def meeting_paper(sheet: MeetingSheet, profile: Profile) -> Paper:
    """Return the sheet of a meeting to be filled in with a pen."""
    columns = [column for column in columns_of(sheet) if column not in _NOT_ON_PAPER]
    sums, rows = sums_of(sheet), rows_of(sheet)
    narrow = _name_room(columns, rows, sums) < _LEAST_NAME
    if narrow:
        columns = [column for column in columns if column not in _BELOW_NAME]
    return Paper(
        form="lembar-rapat",
        file_name=f"lembar-{sheet.day.isoformat()}",
        title=f"LEMBAR RAPAT {sheet.code}",
        letterhead=letterhead(profile),
        as_of=sheet.day,
        words={
            "upk": upk_named(profile),
            "day": format_long(sheet.day),
            "code": sheet.code,
            "columns": [{"title": _HEADINGS.get(column, column), "kind": _kind(column)} for column in columns],
            "narrow": narrow,
            "rows": [
                {
                    "member": row.is_member,
                    "cells": [_printed(row, column) for column in columns],
                    "below": _below(row) if narrow and not row.is_member else "",
                }
                for row in rows
            ],
            "sums": [
                "JUMLAH" if column is SheetField.NAME else format_number(sums[column].value) if column in sums else ""
                for column in columns
            ],
            "how": list(how_to_fill()),
            "signers": [[post, name] for post, name in signers(profile)] or _usual_signers(profile),
        },
        footer=f"Lembar rapat {sheet.code}",
    )


def _name_room(columns: Sequence[SheetField], rows: Sequence[SheetRow], sums: Mapping[SheetField, Rupiah]) -> int:
    """Return about how many tenths of a point are left for the names beside the other columns."""
    taken = 0
    for column in columns:
        if _kind(column) == "isian":
            taken += _PEN
        elif column is not SheetField.NAME:
            texts = [str(column), *(_printed(row, column) for row in rows)]
            texts += [format_number(sums[column].value)] if column in sums else []
            taken += max(map(len, texts)) * _LETTER + _EDGES
    return _ROOM - taken


def _below(row: SheetRow) -> str:
    """Return RW, loan and due date of a line in a line."""
    parts = [f"RW {row.cells[SheetField.RW]}", _printed(row, SheetField.LOAN), _printed(row, SheetField.DUE_ON)]
    return ", ".join(part for part in parts if part not in {"", "-"})


def _kind(column: SheetField) -> str:
    """Return how a column is laid out: the name takes the room, amounts stand at the right, the rest is for a pen."""
    if column is SheetField.NAME:
        return "nama"
    if column in _AMOUNTS:
        return "jumlah"
    return "isian" if column not in _NAMED else "kata"


def _printed(row: SheetRow, column: SheetField) -> str:
    """Return a cell as printed; a stroke in a column for a pen says that nothing is to be written there."""
    value = row.cells.get(column)
    match value:
        case Rupiah():
            return format_number(value.value)
        case date():
            return format_form(value)
        case None if column in _OF_A_LINE and column not in row.open_fields:
            return "-"
        case None:
            return ""
    return str(value).strip()


def _usual_signers(profile: Profile) -> list[list[str]]:
    return [[post, officer(profile, post)] for post in ("Kasir", "Manajer UPK", "Saksi")]
