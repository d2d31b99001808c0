"""What a column is about, by its heading: the words of the forms, and what a treasurer would write.

Headings are compared without case, points, blanks and line breaks. Of a heading in two rows the words of both count,
so that ``REALISASI`` over ``POKOK`` is not the pokok of the loan.
"""

import re
from collections.abc import Mapping
from enum import StrEnum
from functools import cache, lru_cache
from typing import Final

from danabergulir.frozen import Struct, field
from danabergulir.operations.imports.workbook.cells import Raw, clean
from danabergulir.operations.imports.workbook.sheets import Sheet, titles_of


class ListKind(StrEnum):
    """What a sheet is a list of."""

    BALANCES = "saldo-awal"
    LOANS = "pinjaman"
    RECEIPTS = "angsuran"
    GROUPS = "ksm"
    MEMBERS = "anggota"
    SAVINGS = "tabungan"
    SANCTIONS = "sanksi"
    HEADS = "rw"
    ASSETS = "inventaris"
    ENTRIES = "kas"
    BANK = "mutasi bank"
    CASH_BOOK = "buku kas"
    CARD = "kartu"
    NOTHING = "tidak dipakai"


_GROUP: Final = (
    ("ksm", r"(nama )?(ksm|kelompok)( ksm)?|(data|nama) (peminjam|penabung|ksm)|nama ksm kelompok|peminjam|nama"),
    ("kode", r"(kode|id)( ksm| kelompok)?|(no|nomor) (ksm|kelompok)"),
    ("rw", r"(no )?rw"),
    ("rt", r"(no )?rt"),
    ("rt_rw", r"rt rw|rt dan rw"),
    ("ketua", r"(nama )?ketua( ksm| kelompok)?"),
    ("telepon", r"(no |nomor )?(telepon|telp|tlp|hp|wa|handphone|hp wa|telp hp)( ketua)?"),
    ("alamat", r"alamat( ksm| ketua)?"),
    ("tanggal_bentuk", r"(tanggal|tgl) (bentuk|pembentukan|berdiri|dibentuk)"),
    ("jumlah_anggota", r"(jml|jumlah|jlh|banyak) (anggota|agt|agg)( ksm| jumlah| jml| total)?|anggota"),
    ("jumlah_perempuan", r"((jml|jumlah|jlh|anggota|jumlah anggota) )?(perempuan|wanita|pr|p)"),
    ("", r"(no|nomor) ?(urut)?|((jumlah anggota|anggota) )?(l|lk|laki laki|pria)|paraf|tanda tangan|ttd"),
)  # fmt: skip
_MONEY: Final = r"( rp)?"
_DAY: Final = r"(tanggal|tgl)"
_PAYING: Final = r"(real|realisasi|angsuran|pengembalian)( (pengembalian|pinjaman|angsuran|setoran|pembayaran))*"
_PAID: Final = r"(realisasi|real|terbayar|pengembalian|pembayaran|setoran|dibayar|jumlah realisasi|jumlah angsuran)"
_SO_FAR: Final = r"(s ?d|sampai( dengan)?) ?(bulan|bln) ini"
_THIS_MONTH: Final = r"(bulan|bln) ini"
_WAS_PAID: Final = r"(yang |sudah )*(terbayar|dibayar|masuk|kembali|realisasi)"
_JASA: Final = r"(jasa|bunga)"
_PER: Final = r"( per)?( bulan| bln| tahun| thn)?( %)?"
_LENDING: Final = r"(cair|pencairan|realisasi|pinjam|pinjaman|akad|dropping|penyaluran)"
_LOAN: Final = (
    ("", r"(target|tunggakan|seharusnya|harusnya|kolektabilitas|kolektibilitas|rencana)\b.*|.*(bulan|bln) depan.*"),
    ("", r".*(jatuh tempo|tempo|seharusnya|harusnya|menunggak)|sisa jasa|saldo jasa|.*persen kembali"),
    ("", r"(besar )?angsuran( per bulan| pokok| jasa| bulanan| bln)*|(pinjaman )?ke|siklus"),
    ("pokok_lalu", rf"{_PAYING}.*\b(lalu|sebelumnya) pokok|real pokok s ?d lalu"),
    ("jasa_lalu", rf"{_PAYING}.*\b(lalu|sebelumnya) {_JASA}|real jasa s ?d lalu"),
    ("", rf"{_PAYING}.*\blalu\b.*"),
    ("pokok_terbayar", rf"{_PAYING} {_SO_FAR} pokok|{_PAID} ?pokok|pokok {_WAS_PAID}"),
    ("jasa_terbayar", rf"{_PAYING} {_SO_FAR} {_JASA}|{_PAID} ?{_JASA}|{_JASA} {_WAS_PAID}"),
    ("titipan_terbayar", r"titipan (terbayar|realisasi|dibayar)|(realisasi|real) titipan"),
    ("pokok_bulan_ini", rf"({_PAYING}|setoran) {_THIS_MONTH} pokok|real pokok bulan ini"),
    ("jasa_bulan_ini", rf"({_PAYING}|setoran) {_THIS_MONTH} {_JASA}|real jasa bulan ini"),
    ("", rf"{_PAYING} {_THIS_MONTH}.*"),
    ("nomor", r"(no|nomor) ?(pinjaman|perjanjian|spp|spk|sp|kontrak|register( pinjaman)?|akad|rek|rekening)"),
    ("tanggal_cair", rf"{_DAY} ?{_LENDING}( pinjaman| pencairan)?|realisasi|(pen)?cair(an)?"),
    ("tanggal_cair", rf"{_DAY} (pinjaman|pinjam) (pencairan|cair)|pinjaman {_DAY}( cair| realisasi)?"),
    ("pokok", r"((besar|jumlah|jml|nilai|total) )?(pinjaman|plafond?|pokok pinjaman|pinjaman pokok)( pokok| rp)*"),
    ("pokok", rf"pokok{_MONEY}|plafon pinjaman"),
    ("tenor", r"(jw|jkw|tenor|j(k|angka)( waktu)?|lama|waktu)( pinjaman| angsuran)?( bulan| bln| kali| minggu)?"),
    ("tenor", r"bulan|bln|(jumlah|jml) angsuran"),
    ("jasa_persen", rf"(suku )?{_JASA}( pinjaman)?( %| persen)?{_PER}|% {_JASA}{_PER}|(prosentase|persentase) {_JASA}"),
    ("titipan_persen", r"(titipan|bop) ?(%|persen)"),
    ("saldo", rf"(saldo|sisa)( akhir)?( pokok)?( pinjaman| hutang)?( pokok| sesungguhnya| realisasi| akhir)*{_MONEY}"),
    ("saldo", r"sesungguhnya|outstanding|sisa pinjaman pokok"),
    ("angsuran_pertama", rf"({_DAY} )?angsuran pertama"),
    ("status", r"status( pinjaman)?|lunas"),
    ("keterangan", r"ket|keterangan|catatan"),
)  # fmt: skip
ARREARS: Final = (
    ("tunggakan_pokok", r"tunggakan( pinjaman)?( pokok)?|pokok.*(tunggakan|menunggak)|tunggakan.*pokok.*"),
    ("tunggakan_jasa", r"tunggakan.*(jasa|bunga).*|(jasa|bunga).*(tunggakan|menunggak)"),
)
"""Columns that say what of a loan is late: held beside the book, and read where no column says what was paid."""
_MEMBER: Final = (
    ("anggota", r"nama ?(anggota|peminjam anggota|orang|warga|lengkap)?( ksm)?|anggota( ksm)?|nama anggota kelompok"),
    ("jenis_kelamin", r"l p|p l|lp|jk|(jenis )?kelamin|jenis kelamin l p|gender"),
    ("nik", r"(no |nomor )?(nik|ktp)( ktp)?"),
    ("miskin", r"miskin|kk miskin|ps ?2|(no )?ps ?2|status miskin"),
    ("usaha", r"(jenis )?usaha|pekerjaan"),
    ("omset", rf"(omset|omzet|pendapatan)( usaha)?( per bulan)?{_MONEY}"),
)  # fmt: skip
SIDE: Final = r"(uraian )?(aktiva|aset|harta|pass?iva|(kewajiban|hutang|utang)( dan (modal|ekuitas))?)"
"""What stands over the accounts of one side of a balance sheet."""
_BALANCE: Final = (
    ("akun_kode", r"kode( akun| rek| rekening| perkiraan)?|(no|nomor) (akun|rek|rekening|perkiraan)"),
    ("akun", rf"(nama )?(akun|perkiraan|rekening|pos)|buku besar|{SIDE}"),
    ("tanggal", rf"{_DAY}"),
    ("debit", rf"(saldo )?(debet|debit|d)( saldo)?{_MONEY}"),
    ("kredit", rf"(saldo )?(kredit|credit|k)( saldo)?{_MONEY}"),
    ("saldo", rf"saldo( akhir)?{_MONEY}|jumlah{_MONEY}"),
    ("", r"(mutasi|saldo awal)\b.*|kelompok|golongan"),
)  # fmt: skip
_RECEIPT: Final = (
    ("tanggal", rf"{_DAY}( (setor|setoran|bayar|angsuran|transaksi|terima))?"),
    ("pokok", rf"(angsuran |setoran |bayar )?pokok{_MONEY}"),
    ("jasa", rf"(angsuran |setoran |bayar )?(jasa|bunga){_MONEY}"),
    ("titipan", rf"titipan( bop)?{_MONEY}|bop"),
    ("denda", rf"denda{_MONEY}"),
    ("tabungan", rf"(tabungan|simpanan|tanggung renteng|tr)( wajib)?{_MONEY}"),
    ("jumlah", rf"(jumlah|total|jml)( (setoran|angsuran|bayar|uang|diterima))?{_MONEY}|setoran|angsuran|bayar"),
    ("nomor", r"(no|nomor)( ?(pinjaman|perjanjian|register))"),
    ("bukti_luar", r"(no|nomor) ?(bukti|kuitansi|kwitansi|bkm|transaksi)|bukti|kuitansi"),
    ("keterangan", r"ket|keterangan|catatan|uraian"),
    ("", r"saldo.*|sisa.*|(angsuran )?ke|(no|nomor)( urut)?"),
)  # fmt: skip
_ENTRY: Final = (
    ("tanggal", rf"{_DAY}( transaksi)?"),
    ("akun", r"(kode )?(akun|perkiraan|rekening|pos)|kode|nama (akun|perkiraan)"),
    ("jumlah", rf"(jumlah|nilai|nominal|mutasi){_MONEY}"),
    ("masuk", rf"(uang )?(masuk|debet|debit|penerimaan|terima){_MONEY}"),
    ("keluar", rf"(uang )?(keluar|kredit|pengeluaran|bayar){_MONEY}"),
    ("keterangan", r"uraian|ket|keterangan|catatan"),
    ("bukti_luar", r"(no|nomor) ?(bukti|kuitansi|kwitansi|transaksi)|bukti"),
    ("", r"saldo.*|(no|nomor)( urut)?"),
)  # fmt: skip
_SAVING: Final = (
    ("jumlah", rf"(saldo|jumlah|total) ?(tabungan|simpanan|tr)?( akhir)?{_MONEY}|tabungan{_MONEY}|simpanan{_MONEY}"),
    ("keterangan", r"ket|keterangan|catatan"),
    ("", r"mutasi.*|(no|nomor)( urut| rekening| rek)?|debet|debit|kredit|credit"),
)  # fmt: skip
_SANCTION: Final = (
    ("nomor_pinjaman", r"(no |nomor )?pinjaman"),
    ("tingkat", r"tingkat|teguran( ke)?|surat( teguran)?( ke)?|sanksi"),
    ("tanggal", rf"{_DAY}( (surat|sanksi|teguran|kirim|terbit))?"),
    ("nomor", r"(no|nomor) (surat|sanksi)"),
    ("batas_tanggapan", r"batas( waktu)?( tanggapan| jawab)?"),
    ("status", r"status"),
    ("keterangan", r"ket|keterangan|catatan"),
)  # fmt: skip

_HEAD_OF_RW: Final = (
    ("rw", r"(no(mor)? )?rw"),
    ("ketua", r"(nama )?ketua( rw)?|nama"),
    ("telepon", r"(no |nomor )?(telepon|telp|tlp|hp|wa|handphone|hp wa|telp hp)( ketua)?( rw)?"),
    ("alamat", r"alamat( ketua)?( rw)?"),
    ("mulai", r"mulai( menjabat)?|sejak|menjabat (sejak|mulai)|(tanggal|tgl) (mulai|menjabat)"),
    ("", r"(no|nomor) ?(urut)?|ket|keterangan|paraf|tanda tangan|ttd|jabatan|(jml|jumlah) ksm"),
)  # fmt: skip
_ASSET: Final = (
    ("barang", r"(nama |jenis |uraian )?(barang|inventaris|aset|aktiva|harta)( tetap)?|nama"),
    ("tanggal_beli", rf"{_DAY} ?(beli|pembelian|perolehan|dibeli)|tanggal|tgl|tahun (beli|perolehan)"),
    ("harga", r"(harga|nilai)( (beli|perolehan|pembelian))?( rp)?"),
    ("umur_bulan", r"(umur|masa)( ekonomis| manfaat| pemakaian| pakai)*( dalam)?( bulan| bln| tahun| thn| th)?"),
    ("sudah_disusutkan", rf"(akumulasi penyusutan|(sudah|telah) disusutkan|penyusutan s ?d.*|akum penyusutan){_MONEY}"),
    ("jumlah", r"(jumlah|jml|banyak(nya)?|unit|volume|qty)( barang| unit)?"),
    ("tempat", r"tempat|lokasi|letak|ruang"),
    ("", r"(no|nomor)( urut| inventaris| barang)?|kode.*|nilai buku.*|penyusutan.*|kondisi|keadaan|ket|keterangan"),
)  # fmt: skip

_MOVED: Final = (
    ("tanggal", rf"({_DAY}|date)( (transaksi|mutasi|efektif|valuta|posting|trx))?|(posting|post|value|trx) date"),
    ("keterangan", r"uraian( transaksi)?|ket|keterangan( transaksi)?|deskripsi|description|remarks?|rincian|transaksi"),
    ("jumlah", r"jumlah( rp)?|nominal|mutasi( rp)?|amount|nilai"),
    ("sisi", r"db cr|d k|dk|dbcr|d c|jenis( mutasi| transaksi)?|tipe|type"),
    ("saldo", r"saldo( (akhir|debet|debit|rp))*|balance"),
    ("bukti_luar", r"(no|nomor) ?(ref|referensi|reff|transaksi|bukti)|ref|reff|reference( no)?|referensi|bukti"),
    ("", r"cabang|branch|kode.*|(no|nomor)( urut)?|teller|jam|waktu|time"),
)  # fmt: skip
_DEBIT: Final = r"(transaksi )?(debet|debit)( rp)?|db"
_CREDIT: Final = r"(transaksi )?(kredit|credit)( rp)?|cr"
_CAME: Final = r"(uang )?masuk( rp)?|(uang )?(penerimaan|pemasukan)( rp)?"
_WENT: Final = r"(uang )?keluar( rp)?|(uang )?pengeluaran( rp)?"
_BANK: Final = (*_MOVED, ("masuk", rf"{_CREDIT}|{_CAME}"), ("keluar", rf"{_DEBIT}|{_WENT}"))
_CASH_BOOK: Final = (*_MOVED, ("masuk", rf"{_DEBIT}|{_CAME}"), ("keluar", rf"{_CREDIT}|{_WENT}"))
"""A bank owes what lies with it, so that its debit is what went out; the fund's own book has money in as a debit."""

_CARD: Final = (
    ("tanggal", rf"{_DAY}( (bayar|setor|angsuran|setoran|pembayaran))?"),
    ("pokok", r"((angsuran|setoran|pembayaran|realisasi|bayar) )?pokok"),
    ("jasa", r"((angsuran|setoran|pembayaran|realisasi|bayar) )?(jasa|bunga|jasa bunga)"),
    ("saldo", r"saldo realisasi pokok|saldo( pokok| pinjaman| akhir)?|sisa( pokok| pinjaman| hutang)?"),
    ("saldo_jasa", r"saldo realisasi jasa|(saldo|sisa) (jasa|bunga)"),
    ("bukti_luar", r"(no|nomor) ?(bukti|kuitansi|kwitansi)|bukti"),
    ("denda", r"denda"),
    ("tabungan", r"tabungan|simpanan"),
    ("", r".*(harusnya|tunggakan).*|(angsuran )?ke|(no|nomor)( urut)?|jumlah|total|ket|keterangan|paraf"),
)  # fmt: skip

_WORDS: Final[Mapping[ListKind, tuple[tuple[str, str], ...]]] = {
    ListKind.BALANCES: _BALANCE,
    ListKind.SANCTIONS: (*_SANCTION, *_GROUP),
    ListKind.RECEIPTS: (*_RECEIPT, *_GROUP),
    ListKind.ENTRIES: _ENTRY,
    ListKind.HEADS: _HEAD_OF_RW,
    ListKind.ASSETS: _ASSET,
    ListKind.LOANS: (*_LOAN, *_GROUP, *_MEMBER),
    ListKind.SAVINGS: (*_SAVING, *_GROUP),
    ListKind.MEMBERS: (
        ("ksm", _GROUP[0][1].removesuffix("|nama")), *_MEMBER, ("anggota", "nama"), *_GROUP[1:],
    ),
    ListKind.GROUPS: (*_GROUP, ("keterangan", r"ket|keterangan|catatan")),
    ListKind.BANK: _BANK,
    ListKind.CASH_BOOK: _CASH_BOOK,
    ListKind.CARD: _CARD,
}  # fmt: skip
_NEEDED: Final[Mapping[ListKind, tuple[frozenset[str], ...]]] = {
    ListKind.BALANCES: tuple(
        frozenset({name, *sides}) for name in ("akun_kode", "akun") for sides in (("debit", "kredit"), ("saldo",))
    ),
    ListKind.SANCTIONS: (frozenset({"ksm", "tingkat", "tanggal"}), frozenset({"nomor_pinjaman", "tingkat", "tanggal"})),
    ListKind.RECEIPTS: tuple(
        frozenset({"tanggal", whose, amount}) for whose in ("ksm", "nomor") for amount in ("pokok", "jumlah")
    ),
    ListKind.ENTRIES: tuple(
        frozenset({"tanggal", "akun", *amount}) for amount in (("jumlah",), ("masuk", "keluar"))
    ),
    ListKind.LOANS: tuple(
        frozenset({"ksm", "pokok", more})
        for more in ("tanggal_cair", "tenor", "saldo", "pokok_terbayar", "pokok_lalu")
    ),
    ListKind.HEADS: (frozenset({"rw", "ketua"}),),
    ListKind.ASSETS: (frozenset({"barang", "tanggal_beli", "harga"}),),
    ListKind.SAVINGS: (frozenset({"ksm", "jumlah"}),),
    ListKind.MEMBERS: (frozenset({"ksm", "anggota"}),),
    ListKind.GROUPS: (frozenset({"ksm", "rw"}), frozenset({"ksm", "ketua"}), frozenset({"ksm", "rt_rw"})),
    **dict.fromkeys((ListKind.BANK, ListKind.CASH_BOOK), tuple(
        frozenset({"tanggal", "keterangan", *amount}) for amount in (("jumlah",), ("masuk", "keluar"))
    )),
    ListKind.CARD: (frozenset({"tanggal", "pokok"}),),
}  # fmt: skip
_TELLING: Final[Mapping[ListKind, frozenset[str]]] = {
    ListKind.RECEIPTS: frozenset({"tanggal"}),
    ListKind.LOANS: frozenset({"tanggal_cair", "tenor", "saldo", "pokok_terbayar"}),
    ListKind.SAVINGS: frozenset({"jumlah"}),
    ListKind.MEMBERS: frozenset({"anggota"}),
    ListKind.HEADS: frozenset({"ketua"}),
    ListKind.ASSETS: frozenset({"harga"}),
}
"""Fields without which a sheet is more likely another list."""
_NOT_WITH: Final[Mapping[ListKind, frozenset[str]]] = {ListKind.BALANCES: frozenset({"tanggal"})}
"""Fields with which it is another list: a cash book has days."""


@lru_cache(maxsize=2048, typed=True)  # each cell is a heading of one, two and three rows, and of every list
def folded(raw: Raw) -> str:
    """Return a heading as it is compared: small letters, words one blank apart, ``%`` kept."""
    text = clean(raw).casefold().replace("%", " % ")
    return " ".join(re.sub(r"[^a-z0-9%]+", " ", text).split())


class Heading(Struct, frozen=True):
    """Where the headings of a sheet stand and what each column is: by column, counted from nought.

    ``last_row`` is the last row of the headings; ``titles`` are the headings as they read; ``yearly`` those columns
    whose heading asks for percent per year.
    """

    content: ListKind
    first_row: int
    last_row: int
    columns: Mapping[int, str]
    titles: Mapping[int, str] = field(default_factory=dict)
    yearly: frozenset[int] = frozenset()

    def column(self, name: str) -> int | None:
        """Return the first column of a field, or None."""
        return next((column for column, known in self.columns.items() if known == name), None)


_SEARCHED: Final = 40
_TALLEST: Final = 3
_NEUTRAL: Final = frozenset(
    {"", "data ksm", "ksm", "kelompok", "data", "identitas", "pinjaman", "data pinjaman", "alamat", "uraian", "saldo",
     "anggota", "jumlah anggota", "jml anggota", "tanggal pinjaman", "saldo pinjaman", "mutasi", "transaksi"}
)  # fmt: skip


MONEY_BOOKS: Final = (ListKind.BANK, ListKind.CASH_BOOK)
LISTS: Final = tuple(content for content in _WORDS if content not in {ListKind.CARD, *MONEY_BOOKS})
"""The lists that a sheet is known by; a card, and the journal of a bank or a cash box, are looked for apart."""


def find_heading(sheet: Sheet, contents: tuple[ListKind, ...] = LISTS) -> Heading | None:
    """Return the headings of a sheet: those of its first rows that name most of what some list needs; None without."""
    best: tuple[tuple[int, int, int], Heading] | None = None
    first = next((row for row, cells in enumerate(sheet.rows) if any(cells)), 0)
    for row in range(first, min(len(sheet.rows), first + _SEARCHED)):
        if not any(isinstance(cell, str) for cell in sheet.rows[row]):
            continue
        for height in range(1, _TALLEST + 1):
            if row + height > len(sheet.rows) or (height > 1 and _is_section(sheet, row + height - 1)):
                break
            titles = dict(titles_of(sheet, row, height))
            for content in contents:
                columns = named(titles, content, first=height == 1)
                names = set(columns.values()) - {""}
                if names & _NOT_WITH.get(content, frozenset()):
                    continue
                if not is_enough(names, content):
                    continue
                if content in _SPOKEN and not speaks_of(sheet, row + height, _SPOKEN[content]):
                    continue
                telling = _TELLING.get(content)
                told = 2 if telling and telling & names else -2 if telling else 0
                score = (len(names) + told, height if _is_words(sheet, row + height - 1) else -height, -row)
                if best is None or score > best[0]:
                    best = score, Heading(content, row, row + height - 1, columns, *_read_titles(titles))
    return best[1] if best else None


def is_enough(names: set[str], content: ListKind) -> bool:
    """Return whether a list can be read by the columns of these fields."""
    return any(needed <= names for needed in _NEEDED[content])


def _is_section(sheet: Sheet, row: int) -> bool:
    """Return whether a row says nothing but of which RW those below it are."""
    own = [folded(cell) for column, cell in enumerate(sheet.rows[row]) if cell and (row, column) not in sheet.filled]
    return len(own) == 1 and re.fullmatch(r"((no|nomor) )?r[wt] (\d{1,3}|[ivx]+)", own[0]) is not None


def _is_words(sheet: Sheet, row: int) -> bool:
    """Return whether a row holds words alone, as the lower row of a heading does."""
    return not any(
        cell is not None and (not isinstance(cell, str) or cell.strip().isdigit()) for cell in sheet.rows[row]
    )


_SPOKEN: Final[Mapping[ListKind, str]] = {
    ListKind.SAVINGS: r"tabungan|simpanan|renteng",
    ListKind.HEADS: r"ketua\s+rw",
    ListKind.ASSETS: r"inventaris|barang|aset|aktiva|harta",
}
"""What a list must speak of by name, for its columns alone may be those of any other."""


def speaks_of(sheet: Sheet, last_row: int, words: str) -> bool:
    """Return whether the name of a sheet, its titles or its headings hold these words."""
    texts = [sheet.name, *(clean(cell) for row in sheet.rows[:last_row] for cell in row)]
    return any(re.search(words, text, re.IGNORECASE) for text in texts)


def heading_at(sheet: Sheet, content: ListKind, first_row: int, last_row: int, columns: Mapping[int, str]) -> Heading:
    """Return the headings where they are known to stand."""
    titles = dict(titles_of(sheet, first_row, last_row - first_row + 1)) if last_row >= first_row else {}
    return Heading(content, first_row, last_row, columns, *_read_titles(titles))


def _read_titles(titles: Mapping[int, tuple[str, ...]]) -> tuple[dict[int, str], frozenset[int]]:
    read = {column: " ".join(dict.fromkeys(parts)) for column, parts in titles.items()}
    return read, frozenset(column for column, title in read.items() if re.search(r"\b(tahun|thn|th)\b", folded(title)))


_UNIT: Final = re.compile(r"( dalam| x| kali)*( rp)?( (ribu|juta)(an)?|( 1)? 000)( rupiah| rp)?$")
"""What a heading says of the unit of its amounts: ``POKOK (Rp 000)``."""


def named(titles: Mapping[int, tuple[str, ...]], content: ListKind, *, first: bool) -> dict[int, str]:
    """Return the field of each column whose heading is known; a field is taken once, by the first column."""
    fields: dict[int, str] = {}
    for column, parts in titles.items():
        words = tuple(dict.fromkeys(map(_without_unit, parts)))
        found = _field(" ".join(word for word in words if word), content)
        if found is None and not first and len(words) > 1 and words[0] in _NEUTRAL:
            found = _field(words[-1], content)
        if found is not None and (found == "" or found not in fields.values()):
            fields[column] = found
    return fields


@lru_cache(maxsize=2048)
def _without_unit(part: str) -> str:
    return _UNIT.sub("", folded(part))


@lru_cache(maxsize=16_384)
def _field(text: str, content: ListKind) -> str | None:
    found = _any_field(content).fullmatch(text)
    return _WORDS[content][int((found.lastgroup or "").removeprefix("_"))][0] if found else None


@cache
def _any_field(content: ListKind) -> re.Pattern[str]:
    """Return what matches every heading that a list knows, its group named by the place of the field."""
    return re.compile("|".join(f"(?P<_{place}>{pattern})" for place, (_, pattern) in enumerate(_WORDS[content])))
