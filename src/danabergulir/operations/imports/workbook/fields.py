"""What each field of a list holds, how its cells are read, and what it is called on the screen."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Final

from danabergulir.dates import format_form
from danabergulir.frozen import Struct
from danabergulir.operations.imports.workbook.cells import (
    EMPTY,
    Raw,
    Reading,
    clean,
    is_paid_off,
    read_amount,
    read_count,
    read_digits,
    read_nik,
    read_percent,
    read_words,
    shown,
)

DATES: Final = frozenset({"tanggal", "tanggal_cair", "tanggal_bentuk", "angsuran_pertama", "batas_tanggapan",
                            "mulai", "tanggal_beli"})  # fmt: skip
AMOUNTS: Final = frozenset(
    {"pokok", "pokok_terbayar", "jasa_terbayar", "titipan_terbayar", "saldo", "pokok_lalu", "jasa_lalu", "jasa",
     "pokok_bulan_ini", "jasa_bulan_ini", "debit", "kredit", "jumlah", "masuk", "keluar", "titipan", "denda",
     "tabungan", "omset", "saldo_jasa", "harga", "sudah_disusutkan",
     "tunggakan_pokok", "tunggakan_jasa"}
)  # fmt: skip
PARTS: Final = ("pokok", "jasa", "titipan", "denda", "tabungan")
"""What a receipt is made up of."""
SUMMED: Final = AMOUNTS | {"jumlah_anggota", "jumlah_perempuan"}
"""Fields whose sum a totals row may state."""

LABELS: Final[Mapping[str, str]] = {
    "": "tidak dipakai",
    "ksm": "nama KSM",
    "isi": "isi lembar",
    "kode": "kode KSM",
    "rt_rw": "RT/RW",
    "rw": "RW",
    "rt": "RT",
    "jumlah_anggota": "jumlah anggota",
    "jumlah_perempuan": "jumlah perempuan",
    "tanggal_bentuk": "tanggal bentuk",
    "nomor": "nomor",
    "tanggal_cair": "tanggal cair",
    "tenor": "jangka waktu",
    "jasa_persen": "jasa % sebulan",
    "titipan_persen": "titipan % sebulan",
    "pokok_terbayar": "pokok terbayar",
    "jasa_terbayar": "jasa terbayar",
    "titipan_terbayar": "titipan terbayar",
    "tunggakan_pokok": "tunggakan pokok",
    "tunggakan_jasa": "tunggakan jasa",
    "pokok_lalu": "pokok terbayar s.d. bulan lalu",
    "jasa_lalu": "jasa terbayar s.d. bulan lalu",
    "pokok_bulan_ini": "pokok terbayar bulan ini",
    "jasa_bulan_ini": "jasa terbayar bulan ini",
    "angsuran_pertama": "angsuran pertama",
    "akun_kode": "kode akun",
    "akun": "akun",
    "jenis_kelamin": "L/P",
    "nik": "NIK",
    "anggota": "nama anggota",
    "bukti_luar": "nomor bukti",
    "nomor_pinjaman": "nomor pinjaman",
    "batas_tanggapan": "batas tanggapan",
    "tanggal_beli": "tanggal beli",
    "sisi": "DB/CR",
    "umur_bulan": "umur (bulan)",
    "sudah_disusutkan": "sudah disusutkan",
}


def label(name: str) -> str:
    """Return what a field is called on the screen."""
    return LABELS.get(name, name.replace("_", " "))


def reading_words(name: str, text: str) -> str:
    """Return a reading as a person writes it: ``31-01-2025``, ``1.250.000``."""
    if name in DATES and text:
        return format_form(date.fromisoformat(text))
    if name in AMOUNTS and text.removeprefix("-").isdigit():
        return shown(int(text))
    if name.endswith("_persen"):
        return f"{text.replace('.', ',')} %"
    return text or "kosong"


_ROMAN: Final = {"i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5"}


def _read_level(raw: Raw) -> Reading:
    """Return the level of a letter: ``2``, ``II``, ``Surat Teguran II``."""
    word = clean(raw).casefold()
    last = re.sub(r"[^a-z0-9]", " ", word).split()[-1:]
    if not word:
        return EMPTY
    found = _ROMAN.get(last[0], last[0]) if last else ""
    return Reading(found) if found.isdigit() else Reading(problem="bukan tingkat sanksi")


def _read_gender(raw: Raw) -> Reading:
    word = clean(raw).casefold()
    known = {"p": "P", "l": "L", "pr": "P", "lk": "L", "w": "P", "perempuan": "P", "wanita": "P", "laki-laki": "L",
             "laki laki": "L", "pria": "L", "": ""}  # fmt: skip
    return Reading(known[word]) if word in known else Reading(problem="bukan L atau P")


def _read_yes(raw: Raw) -> Reading:
    word = clean(raw).casefold()
    known = {"ya": "ya", "y": "ya", "v": "ya", "x": "ya", "1": "ya", "\u2713": "ya", "\u221a": "ya", "miskin": "ya",
             "tidak": "tidak", "t": "tidak", "-": "", "0": "tidak", "": ""}  # fmt: skip
    return Reading(known[word]) if word in known else Reading(problem="isi ya atau tidak")


def _read_group(raw: Raw) -> Reading:
    """Return the name of a KSM without a number in front that only counts the rows: ``3. Mawar``."""
    return Reading(re.sub(r"^[0-9]{1,3}[.)]\s+(?=\S)", "", clean(raw)))


_OWN_WAYS: Final[Mapping[str, Callable[[Raw], Reading]]] = {
    "ksm": _read_group,
    "nik": read_nik,
    "rw": lambda raw: read_digits(raw, 2),
    "rt": lambda raw: read_digits(raw, 3),
    "tenor": read_count,
    "umur_bulan": read_count,
    "jumlah_anggota": read_count,
    "jumlah_perempuan": read_count,
    "tingkat": _read_level,
    "jenis_kelamin": _read_gender,
    "miskin": _read_yes,
}


_OF_WHAT_IS_LEFT: Final = frozenset(
    {"saldo", "saldo_jasa", "pokok_terbayar", "jasa_terbayar", "tunggakan_pokok", "tunggakan_jasa"}
)
_ERROR: Final = re.compile(r"#(REF|N/A|VALUE|DIV/0|NAME|NUM|NULL|ERR)\b")


class Way(Struct, frozen=True):
    """How the cells of one column are read."""

    name: str
    signed: bool = False
    yearly: bool = False

    def read(self, raw: Raw) -> Reading:
        """Return what a cell is read as; dates are read by their whole column."""
        assert self.name not in DATES, self
        if isinstance(raw, str) and _ERROR.match(raw):
            return Reading(problem="rumus dalam sel ini salah")
        if self.name in _OF_WHAT_IS_LEFT and is_paid_off(raw):
            return Reading("" if self.name.endswith("terbayar") else "0")
        if self.name in AMOUNTS:
            return read_amount(raw, signed=self.signed)
        if self.name in {"jasa_persen", "titipan_persen"}:
            return read_percent(raw, yearly=self.yearly)
        read = _OWN_WAYS.get(self.name, read_words)(raw)
        if self.name == "umur_bulan" and self.yearly and clean(raw).isdigit():
            return Reading(str(int(read.text) * 12))
        return read
