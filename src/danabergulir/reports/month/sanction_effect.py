"""What the letters have brought about: paid within the days to answer, and the money received since, by level."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import Final

from danabergulir.domain.dunning.sanctions import Standing
from danabergulir.money import Rupiah, total
from danabergulir.reports.model.sheet import Cell, Column, Kind, Row, Section, Style
from danabergulir.reports.model.table import count, rows_with_total, rupiah

_COLUMNS: Final = (
    Column("tingkat", "Tingkat", Kind.COUNT, identifies=True),
    Column("tindakan", "Tindakan"),
    count("surat", "Surat Terbit"),
    count("masih_ditunggu", "Masih Ditunggu"),
    count("dibayar_dalam_batas", "Dibayar dalam Batas"),
    Column("persen", "Dibayar dalam Batas (%)", Kind.PERCENT),
    rupiah("tunggakan_surat", "Tunggakan pada Surat"),
    rupiah("diterima", "Diterima Sejak Surat"),
)
_SUMMED: Final = ("surat", "masih_ditunggu", "dibayar_dalam_batas")


def effect_section(standings: Sequence[Standing], as_of: date) -> Section:
    """Return how the letters of each level did by ``as_of``, with a total row.

    The share is of the letters that were paid or whose days to answer are over; those still waited for are left out.
    """
    by_level: dict[int, list[Standing]] = {}
    for standing in standings:
        by_level.setdefault(standing.sanction.level, []).append(standing)
    lines = [_line(level, by_level[level], as_of) for level in sorted(by_level)]
    found = rows_with_total(_COLUMNS, lines, label_under="tindakan", also=_SUMMED)
    return Section(
        _COLUMNS,
        tuple(_with_share(row) if row.style is Style.TOTAL else row for row in found),
        title="Hasil surat sanksi sampai sekarang",
        notes=(
            "Dibayar dalam batas = tunggakan yang disebut surat lunas paling lambat pada batas tanggapannya.",
            "Persennya dari surat yang sudah dibayar atau sudah lewat batasnya.",
        ),
    )


def _line(level: int, standings: Sequence[Standing], as_of: date) -> tuple[Cell, ...]:
    waiting = sum(item.is_running and as_of <= item.sanction.answer_by for item in standings)
    in_time = sum(item.paid_in_time for item in standings)
    return (
        level,
        standings[-1].sanction.name,
        len(standings),
        waiting,
        in_time,
        _share(len(standings) - waiting, in_time),
        total([item.sanction.arrears for item in standings]),
        total([item.recovered for item in standings]),
    )


def _share(judged: int, in_time: int) -> Fraction | None:
    return Fraction(in_time * 100, judged) if judged else None


def _with_share(row: Row) -> Row:
    """Return the total row with the share of all levels together: sums say nothing of a percentage."""
    level, label, letters, waiting, in_time, _, *amounts = row.cells
    assert isinstance(letters, int)
    assert isinstance(waiting, int)
    assert isinstance(in_time, int)
    assert all(isinstance(amount, Rupiah) for amount in amounts)
    return Row((level, label, letters, waiting, in_time, _share(letters - waiting, in_time), *amounts), row.style)
