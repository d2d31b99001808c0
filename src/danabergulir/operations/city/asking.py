"""What a city is asked: its views, read into the values of the domain."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any, Final, NamedTuple

from danabergulir.dates import Month
from danabergulir.domain.city.continuity import WRITTEN_ANEW
from danabergulir.domain.city.figures import (
    AFTER_A_GAP,
    BROKEN,
    FIRST,
    JOINED,
    REFUSED,
    Absent,
    Attendance,
    CityMonth,
    CityRw,
    CityUpk,
    Oddity,
    PackageLink,
    jumps,
    ranked,
)
from danabergulir.domain.city.packages import PackageOutcome
from danabergulir.errors import NotFoundError
from danabergulir.frozen import Struct, replace
from danabergulir.money import Rupiah, format_count, format_rupiah
from danabergulir.operations.city import lake as lakes
from danabergulir.operations.city.changes import changed
from danabergulir.operations.city.lake import Lake
from danabergulir.operations.city.tables import NO_MONTH
from danabergulir.operations.city.views import show_views
from danabergulir.reports.model.paper import titled

_CHAIN: Final = frozenset({"paket-rantai", "paket-urutan", "paket-catatan", "kota-rantai", "kota-mundur", WRITTEN_ANEW})
"""The checks that a chain is broken by."""
_SUMS: Final = frozenset({"paket-saldo", "paket-jumlah", "kota-saldo", "kota-ganda", "id-kembar", "kota-susunan"})
"""The checks that find figures, or whose they are, to be odd."""


class CityAsked(Struct, frozen=True):
    """A city and the month that it is asked about."""

    lake: Lake
    month: Month

    def rows(self, statement: str, **values: Any) -> list[tuple[Any, ...]]:
        """Return the rows of a statement that says ``$bulan`` for the month asked about."""
        return self.lake.rows(statement, bulan=str(self.month), **values)


@contextmanager
def asked(city: Path, month: Month) -> Iterator[CityAsked]:
    """Yield a city to be asked about a month. Raises ``NotFoundError`` where it has no package of it."""
    with lakes.reading(city) as lake:
        months = sorted({*lakes.months_of(lake, "paket"), *lakes.months_of(lake, "temuan")} - {NO_MONTH})
        if str(month) not in months:
            known = f"Bulan yang ada: {', '.join(months[-12:])}." if months else "Belum ada paket."
            raise NotFoundError(f"tidak ada paket bulan {month} di {city}", known)
        show_views(lake)
        yield CityAsked(lake, month)


_UPK: Final = """
    SELECT u.id_upk, u.upk, u.kelurahan, u.kecamatan, u.jumlah_ksm, u.saldo_pokok, u.tunggakan,
           u.lar, u.par, u.rr, u.ccr, u.roi, u.par30, l.peringkat, u.kategori_par
    FROM upk AS u JOIN liga AS l ON l.bulan = u.bulan AND l.id_upk = u.id_upk
    WHERE u.bulan = $bulan AND l.bulan = $bulan
    ORDER BY l.peringkat NULLS LAST, u.kecamatan, u.kelurahan, u.upk, u.id_upk
"""


def league(city: CityAsked) -> Sequence[CityUpk]:
    """Return the UPK of the month, the best first."""
    return [_upk(row) for row in city.rows(_UPK)]


def _upk(row: Sequence[Any]) -> CityUpk:
    sender, upk, kelurahan, kecamatan, groups, outstanding, arrears, *measures, rank, grade = row
    lar, par, rr, ccr, roi, par30 = (None if value is None else Fraction(value) for value in measures)
    return CityUpk(
        id=sender,
        upk=upk,
        kelurahan=kelurahan,
        kecamatan=kecamatan,
        group_count=groups,
        outstanding=Rupiah(int(outstanding)),
        arrears=Rupiah(int(arrears)),
        lar=lar,
        par=par,
        rr=rr,
        ccr=ccr,
        roi=roi,
        par30=par30,
        rank=rank,
        grade=grade,
    )


def over_time(city: CityAsked) -> Sequence[CityMonth]:
    """Return the city month by month up to the one asked about, the last twelve and the one before them."""
    first = str(city.month.shifted(-12))
    query = "SELECT * FROM par_kota WHERE bulan >= $awal AND bulan <= $bulan ORDER BY bulan"
    return [
        CityMonth(
            month=Month.parse(month),
            upk_count=upk_count,
            group_count=int(groups),
            outstanding=Rupiah(int(outstanding)),
            arrears=Rupiah(int(arrears)),
            at_risk=Rupiah(int(at_risk)),
            groups_at_risk=int(groups_at_risk),
        )
        for month, upk_count, groups, outstanding, arrears, at_risk, groups_at_risk in city.rows(query, awal=first)
    ]


def by_rw(city: CityAsked) -> Sequence[CityRw]:
    """Return the RW of the month, the best first."""
    query = """
        SELECT kecamatan, kelurahan, rw, jumlah_upk, jumlah_ksm, saldo_pokok, tunggakan, saldo_berisiko
        FROM rw_kota WHERE bulan = $bulan
    """
    found = [
        CityRw(
            kecamatan=kecamatan,
            kelurahan=kelurahan,
            rw=rw or "",
            upk_count=upk_count,
            group_count=groups,
            outstanding=Rupiah(int(outstanding)),
            arrears=Rupiah(int(arrears)),
            at_risk=Rupiah(int(at_risk)),
        )
        for kecamatan, kelurahan, rw, upk_count, groups, outstanding, arrears, at_risk in city.rows(query)
    ]
    return [replace(line, rank=rank) for line, rank in ranked(found)]


def absent(city: CityAsked, deadline: int) -> Sequence[Absent]:
    """Return the UPK whose package is missing or refused, then those that came ``deadline`` days after the month."""
    refused = {row[0]: row for row in city.rows(_REFUSED, tanpa=NO_MONTH, sesudah=str(city.month.shifted(1)))}
    query = """
        SELECT id_upk, upk, kelurahan, kecamatan, bulan_sebelum, diterima, date_diff('day', sampai, diterima)
        FROM kehadiran WHERE bulan = $bulan ORDER BY kecamatan, kelurahan, upk, id_upk
    """
    found = []
    for sender, upk, kelurahan, kecamatan, before, received_on, days in city.rows(query):
        why = refused.pop(sender, None)
        line = Absent(sender, upk, kelurahan, kecamatan, last_month=before or "")
        if received_on is None and why is not None:
            found.append(replace(line, state=Attendance.REFUSED, remark=_why(why)))
        elif received_on is None:
            remark = f"paket terakhir {before}" if before else "belum pernah menyerahkan paket sebelum bulan ini"
            found.append(replace(line, remark=remark))
        elif days > deadline:
            late = days - deadline
            remark = f"diterima {format_count(late)} hari sesudah batas"
            found.append(replace(line, state=Attendance.LATE, received_on=received_on, days=late, remark=remark))
    for sender, upk, kelurahan, kecamatan, folder, why in refused.values():
        stranger = Absent(sender, upk or folder, kelurahan, kecamatan)
        found.append(replace(stranger, state=Attendance.REFUSED, remark=_why((why,))))
    order = list(Attendance)
    return sorted(found, key=lambda line: order.index(line.state))


def _why(row: Sequence[Any]) -> str:
    return f"paket ditolak: {row[-1]}"


_REFUSED: Final = """
    SELECT coalesce(nullif(id_upk, ''), folder), upk, kelurahan, kecamatan, folder,
           first(concat_ws(': ', nullif(perihal, ''), keterangan) ORDER BY nomor) AS sebab
    FROM temuan
    WHERE (bulan = $bulan OR (bulan = $tanpa AND strftime(diterima, '%Y-%m') = $sesudah))
      AND hasil = 'ditolak' AND tingkat = 'galat' AND pemeriksaan NOT IN ('id-kembar', 'kota-ganda')
    GROUP BY ALL ORDER BY ALL
"""


def links(city: CityAsked) -> Sequence[PackageLink]:
    """Return how the package of every UPK goes on from the one before it, the broken ones first."""
    query = """
        SELECT id_upk, upk, kepala_sebelum, kepala, dari, urutan_sebelum, urutan, susunan,
               bulan_lalu, sampai_lalu, urutan_lalu, kepala_lalu
        FROM sambungan WHERE bulan = $bulan ORDER BY upk, id_upk
    """
    found = []
    for sender, upk, head_before, head, *told in city.rows(query):
        state, before, remark = _joined(_BothChains(head_before, *told))
        found.append(PackageLink(sender, upk, state, remark, before=before, head_before=head_before, head=head))
    for sender, upk, folder, outcome, check, about, told_of in city.rows(_FOUND, jenis=sorted(_CHAIN)):
        kept = BROKEN if check == WRITTEN_ANEW else AFTER_A_GAP
        state = REFUSED if outcome == PackageOutcome.REFUSED else kept
        found.append(PackageLink(sender, upk or folder, state, f"{about}: {told_of}"))
    return sorted(found, key=lambda line: _ORDER.index(line.state))


_ORDER: Final = (BROKEN, REFUSED, AFTER_A_GAP, JOINED, FIRST)
_FOUND: Final = """
    SELECT id_upk, upk, folder, hasil, pemeriksaan, perihal, keterangan FROM temuan
    WHERE bulan = $bulan AND list_contains($jenis, pemeriksaan) ORDER BY upk, id_upk, folder, nomor
"""


class _BothChains(NamedTuple):
    """What two packages of a UPK that follow each other say of their chains."""

    head_before: str
    first: date
    number_before: int
    number: int
    layout: int
    month: str | None
    last: date
    known_number: int
    known_head: str


def _joined(told: _BothChains) -> tuple[str, str, str]:
    """Return how a package goes on from the one before it, the month of that one, and in words what is wrong."""
    if told.month is None:
        return FIRST, "", "paket pertama UPK ini di data kota"
    if told.number < told.known_number:
        remark = f"rantai mundur: berakhir di urutan {told.number}, paket {told.month} di {told.known_number}"
        return BROKEN, told.month, remark
    if (told.first - told.last).days > 1:
        return AFTER_A_GAP, told.month, f"paket di antara {told.month} dan bulan ini tidak ada"
    comparable = told.layout > 1 or told.number_before == told.known_number
    if comparable and told.head_before != told.known_head:
        return BROKEN, told.month, f"kepala bukti sebelum bulan ini bukan kepala bukti paket {told.month}"
    return JOINED, told.month, ""


def oddities(city: CityAsked, now: Sequence[CityUpk]) -> Sequence[Oddity]:
    """Return what is odd about the figures of the month, kind by kind."""
    by_id = {line.id: line for line in now}
    before = {line.id: line for line in league(replace(city, month=city.month.shifted(-1)))}
    return [
        *_from_findings(city),
        *_other_measures(city, by_id),
        *_other_arrears(city, by_id),
        *_other_sums(city, by_id),
        *(odd for line in now if line.id in before for odd in jumps(before[line.id], line)),
        *(_odd(by_id, *change) for change in changed(city.rows)),
        *_alike(city),
        *_same_members(city),
        *_other_keys(city),
    ]


def _from_findings(city: CityAsked) -> Iterator[Oddity]:
    for sender, upk, folder, _, _, about, told in city.rows(_FOUND, jenis=sorted(_SUMS)):
        yield Oddity(sender, upk or folder, "", "paket", f"{about}: {told}")


def _other_measures(city: CityAsked, by_id: Mapping[str, CityUpk]) -> Iterator[Oddity]:
    query = """
        SELECT id_upk, indikator, pembilang, penyebut, terendah, tertinggi, penyebut_hitung, pembagi
        FROM kinerja_hitung
        WHERE bulan = $bulan
          AND (
            penyebut <> penyebut_hitung
            OR pembilang * pembagi < terendah - (pembagi - 1)
            OR pembilang * pembagi > tertinggi + (pembagi - 1)
          )
        ORDER BY id_upk, indikator
    """
    for sender, name, numerator, denominator, lowest, highest, worked, divisor in city.rows(query):
        told = f"{format_count(numerator)} : {format_count(denominator)}"
        low, high = (int(Decimal(bound) / divisor) for bound in (lowest, highest))
        range_of = format_count(low) if low == high else f"{format_count(low)} sampai {format_count(high)}"
        again = f"{range_of} : {format_count(int(worked))}"
        yield _odd(by_id, sender, "kinerja", f"{name} menurut UPK {told}, dihitung lagi {again}", told, again)


def _other_arrears(city: CityAsked, by_id: Mapping[str, CityUpk]) -> Iterator[Oddity]:
    query = """
        SELECT id_upk, count(*), min(pinjaman), sum(tunggakan_pokok), sum(tunggakan_hitung) FROM tunggakan_hitung
        WHERE bulan = $bulan AND (tunggakan_pokok <> tunggakan_hitung OR kali_menunggak <> kali_hitung)
        GROUP BY id_upk ORDER BY id_upk
    """
    for sender, count, first, told, again in city.rows(query):
        amounts = [format_rupiah(Rupiah(int(amount))) for amount in (told, again)]
        which = first if count == 1 else f"{first} dan {format_count(count - 1)} pinjaman lagi"
        remark = f"tunggakan pokok {which}: {amounts[0]}, menurut jadwal dan setoran {amounts[1]}"
        yield _odd(by_id, sender, "tunggakan", remark, *amounts)


def _other_sums(city: CityAsked, by_id: Mapping[str, CityUpk]) -> Iterator[Oddity]:
    query = "SELECT id_upk, jenis, akun, nilai, pembanding FROM selisih_saldo WHERE bulan = $bulan ORDER BY ALL"
    for sender, kind, code, value, other in city.rows(query):
        amounts = [format_rupiah(Rupiah(int(amount))) for amount in (value, other)]
        if kind == "piutang":
            remark = f"pinjaman di neraca {amounts[0]}, jumlah saldo pinjaman {amounts[1]}"
        else:
            remark = f"akun {code}: saldo awal {amounts[0]}, saldo akhir bulan lalu {amounts[1]}"
        yield _odd(by_id, sender, "saldo", remark, *amounts)


def _alike(city: CityAsked) -> Iterator[Oddity]:
    query = """
        SELECT id_upk, upk, kelurahan, nama_ksm, rw, upk_lain, kelurahan_lain, nama_lain
        FROM ksm_serupa WHERE bulan = $bulan ORDER BY ALL
    """
    for sender, upk, kelurahan, name, rw, other_upk, other_place, other_name in city.rows(query):
        remark = f"dugaan: {titled(name, 'KSM')} RW {rw} juga meminjam di {other_upk}, Kelurahan {other_place}"
        yield Oddity(sender, upk, kelurahan, "ksm serupa", remark, value=name, other=other_name)


def _same_members(city: CityAsked) -> Iterator[Oddity]:
    query = """
        SELECT id_upk, upk, kelurahan, nama_ksm, ksm, nomor,
               upk_lain, kelurahan_lain, nama_ksm_lain, ksm_lain, nomor_lain
        FROM anggota_serupa WHERE bulan = $bulan ORDER BY ALL
    """
    for sender, upk, kelurahan, *one, other_upk, other_place, name, code, number in city.rows(query):
        here, there = _member(*one), _member(name, code, number)
        remark = f"dugaan: {here} juga {there} di {other_upk}, Kelurahan {other_place} (tanda NIK sama)"
        yield Oddity(sender, upk, kelurahan, "anggota sama", remark, value=here, other=there)


def _member(name: str | None, code: str, number: int) -> str:
    return f"anggota nomor {number} {titled(name or code, 'KSM')} ({code})"


def _other_keys(city: CityAsked) -> Iterator[Oddity]:
    """Yield the UPK that mark their members by another key than most, and in one line how many do not mark them."""
    query = """
        SELECT id_upk, upk, kelurahan, kunci_kota, kunci_umum FROM kunci_kota WHERE bulan = $bulan ORDER BY upk, id_upk
    """
    unmarked = 0
    for sender, upk, kelurahan, key, usual in city.rows(query):
        if key is None:
            unmarked += 1
            continue
        remark = f"kunci kota {key}, UPK lain memakai {usual}: anggotanya tidak dibandingkan dengan UPK lain"
        yield Oddity(sender, upk, kelurahan, "kunci kota", remark, value=key, other=usual)
    if unmarked:
        remark = f"{format_count(unmarked)} UPK tanpa tanda anggota: anggotanya tidak dibandingkan"
        yield Oddity("", "", "", "kunci kota", remark, value=format_count(unmarked))


def _odd(by_id: Mapping[str, CityUpk], sender: str, kind: str, remark: str, *figures: str) -> Oddity:
    line = by_id[sender]
    return Oddity(sender, line.upk, line.kelurahan, kind, remark, *figures)


def names_of(city: CityAsked) -> tuple[Sequence[str], Sequence[str]]:
    """Return the cities and the provinces that the packages up to the month name, the commonest first."""
    found = []
    for column in ("kota", "provinsi"):
        query = f"SELECT {column} FROM paket WHERE bulan <= $bulan GROUP BY 1 ORDER BY count(*) DESC, 1"
        found.append([name for (name,) in city.rows(query)])
    return found[0], found[1]


def package_count(city: CityAsked) -> int:
    """Return how many packages of the month the city has."""
    ((count,),) = city.rows("SELECT count(*) FROM paket WHERE bulan = $bulan")
    return int(count)
