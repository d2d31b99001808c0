"""What a UPK tells otherwise than in the month before, where nobody sees whether it was so recorded.

A package that goes on from an earlier one has the entries of its own month alone. What it says of the rest is held
against the month before: the rule by which loans are at risk, the names and RW of the KSM, and what was repaid.
"""

from collections.abc import Callable, Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any, Final

from danabergulir.domain.accounts import Role
from danabergulir.domain.journal import Component
from danabergulir.money import Rupiah, format_count, format_rupiah
from danabergulir.reports.model.paper import titled

Rows = Callable[[str], list[tuple[Any, ...]]]
"""Asks a city something about its month."""
Change = tuple[str, str, str, str, str]
"""The id of the UPK, the kind, what is said of it, and the two values."""

_BOTH: Final = """
    WITH berdua AS (
        SELECT kini.id_upk, kini.bulan, lalu.bulan AS bulan_lalu, lalu.sampai AS sampai_lalu, kini.dari,
               kini.batas_risiko, kini.hitung_biasa,
               lalu.batas_risiko AS batas_lalu, lalu.hitung_biasa AS biasa_lalu
        FROM sambungan AS s
        JOIN paket AS kini ON kini.id_upk = s.id_upk AND kini.bulan = s.bulan
        JOIN paket AS lalu ON lalu.id_upk = s.id_upk AND lalu.bulan = s.bulan_lalu
        WHERE s.bulan = $bulan AND kini.susunan > 1 AND lalu.susunan > 1
    )
"""
_RULES: Final = f"""
    {_BOTH}
    SELECT id_upk, batas_risiko, batas_lalu, hitung_biasa, biasa_lalu FROM berdua
    WHERE batas_risiko <> batas_lalu OR hitung_biasa <> biasa_lalu ORDER BY id_upk
"""
_GROUPS: Final = f"""
    {_BOTH}
    SELECT b.id_upk, kini.kode, kini.nama, kini.rw, lalu.nama, lalu.rw
    FROM berdua AS b
    JOIN ksm AS kini ON kini.id_upk = b.id_upk AND kini.bulan = b.bulan
    JOIN ksm AS lalu ON lalu.id_upk = b.id_upk AND lalu.bulan = b.bulan_lalu AND lalu.kode = kini.kode
    WHERE kini.nama_lipat IS DISTINCT FROM lalu.nama_lipat OR kini.rw IS DISTINCT FROM lalu.rw
    ORDER BY b.id_upk, kini.kode
"""
_REPAID: Final = f"""
    {_BOTH}, dibayar AS (
        SELECT t.id_upk, t.pinjaman, sum(CASE WHEN a.kode IS NULL THEN t.jumlah ELSE -t.jumlah END) AS pokok
        FROM transaksi AS t
        LEFT JOIN akun AS a ON a.id_upk = t.id_upk AND a.bulan = t.bulan AND a.kode = t.debit
            AND list_contains(string_split(a.peran, ' '), '{Role.RECEIVABLE}')
        WHERE t.bulan = $bulan AND t.komponen = '{Component.PRINCIPAL}'
        GROUP BY ALL
    ), keduanya AS (
        SELECT b.id_upk, kini.nomor, coalesce(dibayar.pokok, 0) AS menurut_bukti,
               kini.pokok_terbayar - coalesce(lalu.pokok_terbayar, kini.pokok_sebelum_buku) AS menurut_daftar
        FROM berdua AS b
        JOIN pinjaman AS kini ON kini.id_upk = b.id_upk AND kini.bulan = b.bulan
        LEFT JOIN pinjaman AS lalu ON lalu.id_upk = b.id_upk AND lalu.bulan = b.bulan_lalu AND lalu.nomor = kini.nomor
        LEFT JOIN dibayar ON dibayar.id_upk = b.id_upk AND dibayar.pinjaman = kini.nomor
        WHERE b.dari <= b.sampai_lalu + 1
    )
    SELECT id_upk, nomor, menurut_daftar, menurut_bukti FROM keduanya
    WHERE menurut_daftar <> menurut_bukti ORDER BY id_upk, nomor
"""


def changed(rows: Rows) -> Iterator[Change]:
    """Yield what is told otherwise than the month before, UPK by UPK, once of each kind."""
    yield from map(_rule, rows(_RULES))
    for _, found in groupby(rows(_GROUPS), key=itemgetter(0)):
        yield _group(*found)
    for _, found in groupby(rows(_REPAID), key=itemgetter(0)):
        yield _loan(*found)


def _rule(row: tuple[Any, ...]) -> Change:
    sender, limit, limit_before, usual, usual_before = row
    value, other = f"{format_count(limit)} kali", f"{format_count(limit_before)} kali"
    if limit != limit_before:
        remark = f"pinjaman berisiko sejak menunggak {value}, bulan lalu {other}: lihat keputusan BKM tentang kebijakan"
    else:
        value, other = (_counting(usual=item) for item in (usual, usual_before))
        remark = f"kali menunggak dihitung {value}, bulan lalu {other}: lihat keputusan BKM tentang kebijakan"
    return sender, "kebijakan", remark, value, other


def _counting(*, usual: bool) -> str:
    return "seperti bawaan" if usual else "dengan cara lain"


def _group(first: tuple[Any, ...], *more: tuple[Any, ...]) -> Change:
    sender, code, name, rw, name_before, rw_before = first
    value, other = f"{titled(name, 'KSM')} RW {rw or '-'}", f"{titled(name_before, 'KSM')} RW {rw_before or '-'}"
    return sender, "ksm berubah", f"{code}: {value}, bulan lalu {other}{_and_more(more, 'KSM')}", value, other


def _loan(first: tuple[Any, ...], *more: tuple[Any, ...]) -> Change:
    sender, number, told, again = first
    value, other = (format_rupiah(Rupiah(int(amount))) for amount in (told, again))
    remark = f"pokok {number} yang kembali {value}, menurut bukti {other}{_and_more(more, 'pinjaman')}"
    return sender, "angsuran", remark, value, other


def _and_more(more: tuple[tuple[Any, ...], ...], what: str) -> str:
    return f"; dan {format_count(len(more))} {what} lagi" if more else ""
