"""The list of a year's reports. It drives the command line, the files of a year, the help and the tests.

A new report is a builder in this room and a line here, in the place where the meeting hears it.
"""

from collections.abc import Callable, Iterator
from itertools import takewhile
from typing import Final

from danabergulir.dates import format_form
from danabergulir.domain.fund.year import YearBooks
from danabergulir.errors import UsageError, perhaps
from danabergulir.frozen import Struct, replace
from danabergulir.reports.model.frame import Content, framed
from danabergulir.reports.model.sheet import Report
from danabergulir.reports.month.answering.effect import effect
from danabergulir.reports.month.answering.reached import reached_since
from danabergulir.reports.month.answering.social_fund import social_fund
from danabergulir.reports.month.catalog import CATALOG as MONTHLY
from danabergulir.reports.month.catalog import ON_REQUEST
from danabergulir.reports.month.decisions import decisions_since
from danabergulir.reports.month.good_payers import good_payers
from danabergulir.reports.year.money import sources_and_uses
from danabergulir.reports.year.months import twelve_months
from danabergulir.reports.year.result import not_closed, result_split
from danabergulir.reports.year.rw import year_rw_standing
from danabergulir.reports.year.sanctions import year_sanctions
from danabergulir.reports.year.statements import year_balance_sheet, year_income_statement
from danabergulir.reports.year.stuck import stuck_groups
from danabergulir.reports.year.summary import year_summary
from danabergulir.text import quoted


class YearEntry(Struct, frozen=True):
    """One report: the ``name`` typed and written into files, the title and code printed, and a line of help.

    ``content`` says what stands in it, ``figure`` which column is meant where a figure is asked for without one.
    """

    name: str
    title: str
    form_code: str
    content: Callable[[YearBooks], Content]
    help: str
    figure: str = ""

    def report(self, year: YearBooks) -> Report:
        """Return the report on a year."""
        content = self.content(year)
        report = framed(year.books, content, name=self.name, title=self.title, form_code=self.form_code)
        return replace(
            report,
            period=str(year.year),
            date_line=f"Tahun {year.year}, per {format_form(year.books.as_of)}",
            notes=(*_state(year), *content.notes),
        )


_FORGOTTEN: Final = 2
"""Months without any money at the end of an open year, from which on it looks as if the books were left behind."""


def _state(year: YearBooks) -> Iterator[str]:
    """Yield what is printed on every page of a year that may still change."""
    if not year.is_over:
        until = year.books.month.long_name
        yield f"Tahun {year.year} belum berakhir; angkanya sampai {until} dan masih dapat berubah."
    elif year.result is None:
        yield not_closed(year)
    silent = list(takewhile(lambda item: not (item.end.received or item.end.spent), reversed(year.months)))
    if year.result is None and len(silent) >= _FORGOTTEN:
        since = silent[-1].month.long_name
        yield f"Tidak ada uang masuk atau keluar yang dicatat sejak {since}; mungkin belum dibukukan."


def _good_payers(year: YearBooks) -> Content:
    return good_payers(year.books)


def _reached(year: YearBooks) -> Content:
    return reached_since(year.books, year.year.first_on, "tahun ini")


def _effect(year: YearBooks) -> Content:
    return effect(year.books)


def _social(year: YearBooks) -> Content:
    return social_fund(year.books)


def _decisions(year: YearBooks) -> Content:
    # of loans that were repaid within the year the month's books keep no more than their line of the register
    return decisions_since(replace(year.books, loans=year.lived), year.year.first_on, "tahun ini")


CATALOG: Final = (
    YearEntry(
        "ringkasan-tahun",
        "RINGKASAN TAHUNAN",
        "",
        year_summary,
        "Satu halaman untuk rembug warga tahunan.",
        figure="nilai",
    ),
    YearEntry(
        "neraca",
        "LAPORAN NERACA",
        "LU-01",
        year_balance_sheet,
        "Aset, kewajiban, dan modal, dua tahun.",
        figure="saldo",
    ),
    YearEntry(
        "laba-rugi",
        "LAPORAN LABA RUGI",
        "LU-01",
        year_income_statement,
        "Pendapatan dan biaya, dua tahun.",
        figure="sd_bulan_ini",
    ),
    YearEntry(
        "pembagian-laba", "PEMBAGIAN LABA", "", result_split, "Laba yang ditutup dan pembagiannya.", figure="jumlah"
    ),
    YearEntry(
        "arus-dana", "ARUS DANA", "", sources_and_uses, "Dari mana uang datang dan untuk apa dipakai.", figure="jumlah"
    ),
    YearEntry("kinerja-bulanan", "KINERJA DUA BELAS BULAN", "", twelve_months, "Indikator bulan demi bulan."),
    YearEntry(
        "tunggakan",
        "DAFTAR TUNGGAKAN PER RW",
        "",
        stuck_groups,
        "KSM yang macet, sebabnya, dan tindakannya.",
    ),
    YearEntry(
        "rekap-rw",
        "REKAP PER RW",
        "",
        year_rw_standing,
        "Pinjaman dan peringkat tiap RW, dua tahun.",
    ),
    YearEntry(
        "sanksi-tahun",
        "HASIL SANKSI",
        "",
        year_sanctions,
        "Surat tiap tingkat dan uang yang kembali.",
    ),
    YearEntry("pembayar-baik", "DAFTAR KSM PEMBAYAR BAIK", "", _good_payers, "KSM yang tepat waktu sepanjang tahun."),
    YearEntry(
        "pengaruh",
        "PENGARUH PENGINGAT DAN SANKSI",
        "",
        _effect,
        "Teks dan surat mana yang membuat KSM membayar tepat.",
        figure="persen",
    ),
    YearEntry("sasaran", "SASARAN: SIAPA YANG TERJANGKAU", "", _reached, "Siapa yang dijangkau, per RW."),
    YearEntry("dana-sosial", "DANA SOSIAL DAN LINGKUNGAN (TRIDAYA)", "", _social, "Kegiatan dari kedua dana."),
    YearEntry("keputusan", "KEPUTUSAN PINJAMAN", "", _decisions, "Putusan setahun dan syarat yang dikesampingkan."),
)
"""All reports of the year's set, in their order."""

_BY_NAME: Final = {entry.name: entry for entry in CATALOG}


def find(name: str) -> YearEntry:
    """Return the report of a year with that name, in small or capital letters.

    Raises ``UsageError`` with the names nearest to it, or all of them where none is near.
    """
    entry = _BY_NAME.get(name.strip().lower())
    if entry is None:
        wanted = name.strip().lower()
        if any(wanted == entry.name for entry in (*MONTHLY, *ON_REQUEST)):
            raise UsageError(
                f"laporan {wanted} dibuat tiap bulan, bukan setahun",
                f"Sebut bulannya, misalnya: danabergulir laporan 2026-12 --hanya {wanted}",
            )
        near = perhaps(name, zip(_BY_NAME, _BY_NAME, strict=True))
        raise UsageError(
            f"tidak ada laporan tahun bernama {quoted(name)}", near.strip() or f"Pilih: {', '.join(_BY_NAME)}"
        )
    return entry
