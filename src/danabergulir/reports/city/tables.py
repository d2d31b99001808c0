"""The tables of a city: the league of its UPK, who is missing, how packages go on, what is odd, and the RW."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, Final

from danabergulir.domain.city.figures import (
    JUMP_RULE,
    Absent,
    Attendance,
    CityMonth,
    CityRw,
    CityUpk,
    Oddity,
    PackageLink,
)
from danabergulir.money import format_count
from danabergulir.reports.model.sheet import Column, Kind, Row, Section, rows_of
from danabergulir.reports.model.table import count, rupiah, total_row

_ID: Final = Column("id_upk", "ID UPK", of=lambda line: line.id)
_UPK: Final = Column("upk", "UPK", identifies=True, of=lambda line: line.upk)
_KELURAHAN: Final = Column("kelurahan", "Kelurahan", of=lambda line: line.kelurahan)
_KECAMATAN: Final = Column("kecamatan", "Kecamatan", of=lambda line: line.kecamatan)
_RANK: Final = count("peringkat", "Peringkat", of=lambda line: line.rank)
_BALANCE: Final = rupiah("saldo_pokok", "Saldo Pokok", of=lambda line: line.outstanding)
_ARREARS: Final = rupiah("tunggakan", "Tunggakan Pokok", of=lambda line: line.arrears)
_GROUPS: Final = count("jumlah_ksm", "KSM", of=lambda line: line.group_count)
_UPK_COUNT: Final = count("jumlah_upk", "UPK", of=lambda line: line.upk_count)
_PAR: Final = Column("par", "PAR %", Kind.PERCENT, of=lambda line: line.par)
_LAR: Final = Column("lar", "LAR %", Kind.PERCENT, of=lambda line: line.lar)

_LEAGUE: Final = (
    _ID,
    _UPK,
    _KELURAHAN,
    _KECAMATAN,
    _GROUPS,
    _BALANCE,
    _ARREARS,
    _LAR,
    _PAR,
    Column("rr", "RR %", Kind.PERCENT, of=lambda line: line.rr),
    Column("ccr", "CCr %", Kind.PERCENT, of=lambda line: line.ccr),
    Column("roi", "ROI %", Kind.PERCENT, of=lambda line: line.roi),
    Column("par30", "PAR30 %", Kind.PERCENT, of=lambda line: line.par30),
    _RANK,
)
LEAGUE_RULE: Final = (
    "Peringkat: PAR terendah lebih dulu, lalu LAR terendah, lalu RR tertinggi. UPK tanpa pinjaman tidak diberi "
    "peringkat. Indikator dihitung UPK menurut kebijakannya sendiri."
)


def league_table(lines: Sequence[CityUpk]) -> Section:
    """Return a line for each UPK, the best first, and their sum."""
    return Section(_LEAGUE, _summed(_LEAGUE, lines, ("jumlah_ksm",)), notes=(LEAGUE_RULE,))


_ABSENT: Final = (
    _ID,
    _UPK,
    _KELURAHAN,
    _KECAMATAN,
    Column("keadaan", "Keadaan", of=lambda line: line.state.value),
    Column("paket_terakhir", "Paket Terakhir", of=lambda line: line.last_month),
    Column("diterima", "Diterima", Kind.DATE, of=lambda line: line.received_on),
    count("hari_terlambat", "Hari Terlambat", of=lambda line: line.days),
    Column("keterangan", "Keterangan", of=lambda line: line.remark),
)


def absent_table(lines: Sequence[Absent], deadline: int) -> Section:
    """Return a line for each UPK whose package is refused, missing or late."""
    by_state = Counter(line.state for line in lines)
    told = ", ".join(f"{format_count(by_state[state])} {state}" for state in Attendance)
    return Section(
        _ABSENT,
        rows_of(_ABSENT, lines),
        notes=(f"{told}. Batas: {deadline} hari sesudah akhir bulan.",),
        empty_note="Semua paket ada dan tepat waktu.",
    )


_LINKS: Final = (
    _ID,
    _UPK,
    Column("keadaan", "Keadaan", of=lambda line: line.state),
    Column("paket_sebelum", "Paket Sebelum", of=lambda line: line.before),
    Column("kepala_sebelum", "Kepala Bukti Sebelum", of=lambda line: line.head_before[:16]),
    Column("kepala", "Kepala Bukti", of=lambda line: line.head[:16]),
    Column("keterangan", "Keterangan", of=lambda line: line.remark),
)


def link_table(lines: Sequence[PackageLink]) -> Section:
    """Return a line for each package of the month, and for what breaks a chain, the broken ones first."""
    wrong = sum(line.is_wrong for line in lines)
    told = f"{format_count(wrong)} rantai terputus atau ditolak" if wrong else "Tidak ada rantai yang terputus"
    return Section(_LINKS, rows_of(_LINKS, lines), notes=(f"{told}, dari {format_count(len(lines))} baris.",))


_ODD: Final = (
    _ID,
    _UPK,
    _KELURAHAN,
    Column("jenis", "Jenis", of=lambda line: line.kind),
    Column("keterangan", "Keterangan", of=lambda line: line.remark),
    Column("nilai", "Nilai", of=lambda line: line.value),
    Column("pembanding", "Pembanding", of=lambda line: line.other),
)


def oddity_table(lines: Sequence[Oddity]) -> Section:
    """Return a line for each thing that somebody ought to look at."""
    return Section(
        _ODD,
        rows_of(_ODD, lines),
        notes=(
            JUMP_RULE,
            "KSM serupa: nama (tanpa spasi dan tanda) dan RW sama di dua UPK; baru dugaan, tanyakan dulu.",
        ),
        empty_note="Tidak ada kejanggalan.",
    )


_RW: Final = (
    Column("kecamatan", "Kecamatan", identifies=True, of=lambda line: line.kecamatan),
    Column("kelurahan", "Kelurahan", identifies=True, of=lambda line: line.kelurahan),
    Column("rw", "RW", identifies=True, of=lambda line: line.rw),
    _UPK_COUNT,
    _GROUPS,
    _BALANCE,
    _ARREARS,
    _PAR,
    _RANK,
)


def rw_table(lines: Sequence[CityRw]) -> Section:
    """Return a line for each RW of each kelurahan, the best first, and their sum."""
    return Section(
        _RW,
        _summed(_RW, lines, ("jumlah_ksm",)),
        notes=("Peringkat: PAR terendah lebih dulu; RW dengan PAR yang sama, sama peringkatnya.",),
    )


_MONTHS: Final = (
    Column("bulan", "Bulan", identifies=True, of=lambda line: str(line.month)),
    _UPK_COUNT,
    _GROUPS,
    _BALANCE,
    _ARREARS,
    _LAR,
    _PAR,
)


def month_table(lines: Sequence[CityMonth]) -> Section:
    """Return a line for each month, all UPK of the city together."""
    notes = ("LAR dan PAR kota: pinjaman berisiko semua UPK dibagi seluruhnya, masing-masing menurut kebijakannya.",)
    return Section(_MONTHS, rows_of(_MONTHS, lines), title="Bulan demi bulan", notes=notes)


def _summed(columns: Sequence[Column], lines: Iterable[Any], also: Sequence[str]) -> tuple[Row, ...]:
    """Return a row per line and their sum below them; none where there is nothing to list."""
    found = rows_of(columns, lines)
    if not found:
        return ()
    summed = {column.key for column in columns if column.kind is Kind.RUPIAH}.union(also)
    return (*found, total_row(columns, found, summed=summed, label_under=columns[1].key))
