"""The list of reports. It drives the command line, the files of a month and the tests.

Title, form code, help and what a report reads are said here only; the command line names them once more, for its help
cannot wait for all builders.
"""

from collections.abc import Callable
from typing import Final

from danabergulir.domain.books import Books
from danabergulir.domain.loans.book import Scope
from danabergulir.errors import UsageError, perhaps
from danabergulir.frozen import Struct
from danabergulir.reports.model.frame import Content, framed
from danabergulir.reports.model.sheet import Report
from danabergulir.reports.month.answering.effect import effect
from danabergulir.reports.month.answering.minutes import minutes_report
from danabergulir.reports.month.answering.reached import reached
from danabergulir.reports.month.answering.social_fund import social_fund
from danabergulir.reports.month.cashbooks import bank_book, cash_book, payments_list, receipts_list, transfers_list
from danabergulir.reports.month.collectability import collectability_report
from danabergulir.reports.month.collection_plan import collection_plan
from danabergulir.reports.month.decisions import decision_report
from danabergulir.reports.month.good_payers import good_payers
from danabergulir.reports.month.inventory import inventory
from danabergulir.reports.month.performance import performance
from danabergulir.reports.month.portfolio import arrears_list, loan_progress, rw_standing
from danabergulir.reports.month.reconciliation import reconciliation
from danabergulir.reports.month.registers import loan_register, savings_register
from danabergulir.reports.month.reversals import reversal_list
from danabergulir.reports.month.sanctions import sanction_list
from danabergulir.reports.month.statements import balance_sheet, income_statement
from danabergulir.reports.month.summary import summary
from danabergulir.reports.month.trial_balance import trial_balance
from danabergulir.reports.month.wide_books import wide_payments, wide_receipts
from danabergulir.reports.month.write_offs import write_off_register
from danabergulir.text import quoted


class ReportEntry(Struct, frozen=True):
    """One report: the ``name`` typed and written into files, the title and code printed, and a line of help.

    ``content`` says what stands in it. ``reads_payments`` says that it needs the books' ``payments``, ``scope`` which
    of the loans. ``figure`` is the column that is meant when somebody asks about a row and names none.
    """

    name: str
    title: str
    form_code: str
    content: Callable[[Books], Content]
    help: str
    reads_payments: bool = False
    scope: Scope = Scope.ALL
    figure: str = ""

    def report(self, books: Books) -> Report:
        """Return the report on some books."""
        return framed(books, books.once(self.content), name=self.name, title=self.title, form_code=self.form_code)


CATALOG: Final = (
    ReportEntry(
        "ringkasan", "RINGKASAN BULANAN", "", summary, "Satu halaman untuk rapat pengurus.", scope=Scope.LIVING
    ),
    ReportEntry(
        "neraca",
        "LAPORAN NERACA",
        "LU-01",
        balance_sheet,
        "Aset, kewajiban, dan modal.",
        scope=Scope.NONE,
        figure="saldo",
    ),
    ReportEntry(
        "laba-rugi",
        "LAPORAN LABA RUGI",
        "LU-01",
        income_statement,
        "Pendapatan dan biaya sejak Januari.",
        scope=Scope.NONE,
    ),
    ReportEntry(
        "neraca-saldo",
        "BUKU BESAR DAN NERACA SALDO",
        "U-8, U-9",
        trial_balance,
        "Saldo dan mutasi tiap akun.",
        scope=Scope.NONE,
    ),
    ReportEntry(
        "uang-masuk", "CATATAN UANG MASUK", "U-1", receipts_list, "Semua uang masuk bulan ini.", scope=Scope.NONE
    ),
    ReportEntry(
        "uang-keluar", "CATATAN UANG KELUAR", "U-2", payments_list, "Semua uang keluar bulan ini.", scope=Scope.NONE
    ),
    ReportEntry(
        "pindah-buku",
        "CATATAN PEMINDAH BUKUAN",
        "U-2a",
        transfers_list,
        "Semua pindah buku bulan ini.",
        scope=Scope.NONE,
    ),
    ReportEntry(
        "pembatalan",
        "DAFTAR PEMBATALAN BUKTI",
        "",
        reversal_list,
        "Bukti yang dibatalkan bulan ini, dengan alasannya.",
        scope=Scope.NONE,
    ),
    ReportEntry("buku-kas", "BUKU KAS", "U-3", cash_book, "Uang kas dari hari ke hari.", scope=Scope.NONE),
    ReportEntry("buku-bank", "BUKU BANK", "U-4", bank_book, "Uang di bank dari hari ke hari.", scope=Scope.NONE),
    ReportEntry(
        "inventaris",
        "BUKU INVENTARIS DAN HARTA TETAP",
        "U-5",
        inventory,
        "Barang milik UPK dan penyusutannya.",
        scope=Scope.NONE,
    ),
    ReportEntry(
        "perkembangan",
        "LAPORAN PERKEMBANGAN PINJAMAN",
        "",
        loan_progress,
        "Target dan realisasi tiap pinjaman (LPP).",
        scope=Scope.LIVING,
    ),
    ReportEntry(
        "tunggakan",
        "DAFTAR TUNGGAKAN",
        "",
        arrears_list,
        "KSM yang menunggak, yang terberat di atas.",
        scope=Scope.LIVING,
    ),
    ReportEntry(
        "kolektibilitas",
        "LAPORAN KOLEKTABILITAS / PERHITUNGAN LAR, PAR DAN NILAI RESIKO SALDO PINJAMAN",
        "LU-02",
        collectability_report,
        "Kelas pinjaman dan cadangan risiko.",
        scope=Scope.LIVING,
    ),
    ReportEntry(
        "kinerja",
        "INDIKATOR KINERJA",
        "",
        performance,
        "LAR, PAR, RR, CCr, dan ROI dengan kategorinya.",
        scope=Scope.LIVING,
        figure="nilai_persen",
    ),
    ReportEntry("sanksi", "DAFTAR SANKSI", "", sanction_list, "Sanksi yang diusulkan, berjalan, dan selesai."),
    ReportEntry(
        "pembayar-baik",
        "DAFTAR KSM PEMBAYAR BAIK",
        "",
        good_payers,
        "KSM yang semua angsurannya tahun ini tepat waktu.",
        reads_payments=True,
    ),
    ReportEntry(
        "rencana-penagihan",
        "RENCANA PENAGIHAN",
        "",
        collection_plan,
        "Yang harus ditagih bulan depan, per tanggal.",
        scope=Scope.LIVING,
    ),
    ReportEntry("rekap-rw", "REKAP PER RW", "", rw_standing, "Pinjaman dan peringkat tiap RW."),
    ReportEntry(
        "register-pinjaman",
        "REGISTER PERGULIRAN PINJAMAN",
        "LU-04",
        loan_register,
        "Semua pinjaman, yang terbaru di atas.",
    ),
    ReportEntry(
        "register-hapus-buku",
        "REGISTER PINJAMAN HAPUS BUKU",
        "",
        write_off_register,
        "Pinjaman yang dihapus buku dan yang sudah kembali.",
    ),
    ReportEntry(
        "register-tabungan", "REGISTER TABUNGAN", "LU-04", savings_register, "Tabungan tiap KSM.", scope=Scope.NONE
    ),
    ReportEntry(
        "keputusan",
        "KEPUTUSAN PINJAMAN",
        "",
        decision_report,
        "Putusan bulan ini, syarat yang dikesampingkan, dan jasa atau denda yang tidak ditagih lagi.",
    ),
    ReportEntry(
        "pengaruh",
        "PENGARUH PENGINGAT DAN SANKSI",
        "",
        effect,
        "Dibayar tepat menurut teks pengingat yang diuji dan tingkat surat.",
        figure="persen",
    ),
    ReportEntry(
        "sasaran",
        "SASARAN: SIAPA YANG TERJANGKAU",
        "",
        reached,
        "Anggota KSM peminjam per RW: perempuan, miskin, yang belum tercatat.",
    ),
    ReportEntry(
        "dana-sosial",
        "DANA SOSIAL DAN LINGKUNGAN (TRIDAYA)",
        "",
        social_fund,
        "Kegiatan yang dibayar dari dana sosial dan lingkungan.",
        scope=Scope.NONE,
    ),
    ReportEntry(
        "berita-acara",
        "BERITA ACARA DAN ADUAN",
        "",
        minutes_report,
        "Tindakan yang perlu keputusan, dengan berita acaranya; dan aduan.",
    ),
    ReportEntry(
        "rekonsiliasi", "REKONSILIASI", "", reconciliation, "Angka yang harus sama, dibandingkan.", scope=Scope.LIVING
    ),
)
"""All reports of the month's set, in their order."""

ON_REQUEST: Final = (
    ReportEntry(
        "uang-masuk-lebar", "CATATAN UANG MASUK PER AKUN", "U-1", wide_receipts, "Uang masuk, satu kolom tiap akun."
    ),
    ReportEntry(
        "uang-keluar-lebar", "CATATAN UANG KELUAR PER AKUN", "U-2", wide_payments, "Uang keluar, satu kolom tiap akun."
    ),
)
"""Other forms of the same, which are made when asked for by name."""

OF_YEARS_ONLY: Final = ("ringkasan-tahun", "pembagian-laba", "arus-dana", "kinerja-bulanan", "sanksi-tahun")
"""Reports that a year has and no month; the list of the year's own reports stands above this one."""

_BY_NAME: Final = {entry.name: entry for entry in (*CATALOG, *ON_REQUEST)}


def find(name: str) -> ReportEntry:
    """Return the report with that name, in small or capital letters.

    Raises ``UsageError`` with the names nearest to it, or all of them where none is near.
    """
    wanted = name.strip().lower()
    entry = _BY_NAME.get(wanted)
    if entry is None and wanted in OF_YEARS_ONLY:
        raise UsageError(
            f"laporan {wanted} dibuat tiap tahun, bukan sebulan",
            f"Sebut tahunnya, misalnya: danabergulir laporan 2026 --hanya {wanted}",
        )
    if entry is None:
        near = perhaps(name, zip(_BY_NAME, _BY_NAME, strict=True))
        raise UsageError(f"tidak ada laporan bernama {quoted(name)}", near.strip() or f"Pilih: {', '.join(_BY_NAME)}")
    return entry
