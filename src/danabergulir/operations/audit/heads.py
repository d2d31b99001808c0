"""A head or a code from any old page, looked for in the ledger: what it stands for, and what came after it."""

import re
from datetime import date
from pathlib import Path
from typing import Final

from danabergulir.dates import Month, months_through
from danabergulir.domain.journal import Voucher
from danabergulir.domain.witness.codes import Code, read_code
from danabergulir.domain.witness.public import Witnessed, code_of_page
from danabergulir.errors import FaultyDataError, NotFoundError, UsageError
from danabergulir.frozen import Struct
from danabergulir.ledger.file import store
from danabergulir.ledger.read import registers, vouchers
from danabergulir.ledger.read.finding import heads
from danabergulir.ledger.read.finding.heads import FoundHead
from danabergulir.money import format_count
from danabergulir.operations.audit.entry_words import entry_words
from danabergulir.operations.witness.receipts import witnessed
from danabergulir.operations.witness.trees import check_sound
from danabergulir.reports.model.sheet import Cell, Column, Kind, Section, rows_of
from danabergulir.text import quoted

_LETTERS: Final = re.compile(r"[0-9a-f]{8,64}")

_RECORD: Final = (
    Column("kepala", "Kepala buku", identifies=True, of=lambda item: item.letters),
    Column("tabel", "Tabel", of=lambda item: item.table),
    Column("catatan", "Catatan terakhir", of=lambda item: item.voucher or item.key),
    Column("bukti_sesudah", "Bukti sesudah itu", Kind.COUNT, of=lambda item: item.vouchers_after),
    Column("catatan_sesudah", "Catatan lain sesudah itu", Kind.COUNT, of=lambda item: item.others_after),
)

_VOUCHER: Final = (
    Column("kode", "Kode", identifies=True, of=lambda item: str(item.code)),
    Column("bukti", "No. Bukti", identifies=True, of=lambda item: item.voucher.number),
    Column("tanggal", "Tanggal", Kind.DATE, of=lambda item: item.voucher.posting.dated_on),
    Column("jumlah", "Jumlah", Kind.RUPIAH, of=lambda item: item.voucher.posting.amount),
    Column("pihak", "Pihak", of=lambda item: item.voucher.posting.party),
    Column("keterangan", "Keterangan", of=lambda item: item.voucher.posting.memo),
    Column("keadaan", "Keadaan", of=lambda item: item.state),
)

_PAGE: Final = (
    Column("kode", "Kode", identifies=True, of=lambda item: str(item.code)),
    Column("kertas", "Kertas", of=lambda _: "halaman warga, atau lembar bukti setoran satu KSM"),
    Column("bulan", "Bulan", of=lambda item: item.month.long_name),
    Column("kepala", "Kepala buku", of=lambda item: item.page.months[-1].head),
    Column("kuitansi", "Kuitansi bulan ini", Kind.COUNT, of=lambda item: item.page.months[-1].receipts),
    Column("keadaan", "Keadaan", of=lambda _: "cocok dengan buku ini"),
)
_MONTHS: Final = 12
"""So many months are looked through for a page: each is worked out anew, which is slow so that nobody can guess."""


class HeadFound(Struct, frozen=True):
    """What a head stands for."""

    found: FoundHead

    @property
    def record(self) -> Section:
        """Return it for other programs."""
        return Section(_RECORD, rows_of(_RECORD, [self.found]))

    @property
    def facts(self) -> tuple[tuple[str, Cell], ...]:
        """Return it as a person reads it, label and value."""
        item = self.found
        name = entry_words(item.table, item.voucher or item.key)
        after = f"{format_count(item.vouchers_after)} bukti, {format_count(item.others_after)} catatan lain"
        return (
            ("Kepala buku", item.letters),
            ("Catatan terakhir", name),
            ("Sesudah itu", after),
        )


class VoucherFound(Struct, frozen=True):
    """The voucher that a code stands for, and what became of it since."""

    code: Code
    voucher: Voucher
    reversed_by: str | None
    corrected_by: tuple[str, ...]

    @property
    def state(self) -> str:
        """Return whether it still counts, in words."""
        if self.reversed_by:
            return f"ada di buku, tetapi DIBATALKAN dengan {self.reversed_by}"
        if self.corrected_by:
            return f"ada di buku, pembagiannya dibetulkan dengan {', '.join(self.corrected_by)}"
        return "ada di buku"

    @property
    def record(self) -> Section:
        """Return it for other programs."""
        return Section(_VOUCHER, rows_of(_VOUCHER, [self]))

    @property
    def facts(self) -> tuple[tuple[str, Cell], ...]:
        """Return it as a person reads it, label and value."""
        return tuple((column.title, column.of(self)) for column in _VOUCHER)


class PageFound(Struct, frozen=True):
    """The page for everybody that a code stands for: its month, and what it has in common with board and paper."""

    code: Code
    month: Month
    page: Witnessed

    @property
    def record(self) -> Section:
        """Return it for other programs."""
        return Section(_PAGE, rows_of(_PAGE, [self]))

    @property
    def facts(self) -> tuple[tuple[str, Cell], ...]:
        """Return it as a person reads it, label and value."""
        return tuple((column.title, column.of(self)) for column in _PAGE)


def find_code(
    path: Path, typed: str, month: Month | None = None, *, today: date
) -> HeadFound | VoucherFound | PageFound:
    """Return what a code from a kuitansi, a letter, a report or a page stands for, once the chain is found to hold.

    Pages are looked for as they would be made now: that of ``month``, or those of a year up to the newest voucher and
    of a year up to ``today``.
    Raises ``UsageError`` for what is no code, ``NotFoundError`` for one that is mistyped or not in the book, and
    ``FaultyDataError`` where the chain does not hold.
    """
    code = read_code(typed)
    with store.reading(path) as connection:
        check_sound(connection)
        near = heads.starting_with(connection, code.letters)
        found = next((item for item in near if code.fits(item.letters)), None)
        if found is None:
            return _page_found(connection, code, month, today)
        if not found.is_digest:
            return HeadFound(found)
        return VoucherFound(
            code,
            vouchers.find(connection, found.voucher),
            vouchers.reversal_of(connection, found.voucher),
            tuple(item.number for item in vouchers.corrections_of(connection, found.voucher)),
        )


def _page_found(connection: store.Connection, code: Code, month: Month | None, today: date) -> PageFound:
    """Return the page that a code stands for, the newest first; a book may be empty. Raises ``NotFoundError``."""
    opened, newest = Month.of(registers.opened_on(connection)), vouchers.newest_day(connection)
    written = _year_up_to(Month.of(newest), opened) if newest else []
    months = {month} if month else {*written, *_year_up_to(Month.of(today), opened)}
    for asked in sorted(months, reverse=True):
        if asked >= opened and str(code) == code_of_page((page := witnessed(connection, asked)).data):
            return PageFound(code, asked, page)
    looked = f"{written[0]} sampai {written[-1]} dan di setahun terakhir" if written else "setahun terakhir"
    raise NotFoundError(
        f"kode {code} tidak ada di buku ini",
        "Periksa hurufnya, dan apakah kertas itu dari buku ini. Bila benar, simpan kertasnya dan tanyakan kepada UPK, "
        f"BKM, atau pemeriksa. Kode halaman warga dicari di {f'bulan {month}' if month else looked} (bulan lain: "
        "--bulan), dan berubah bila buku bertambah sebelum bulan itu ditutup.",
    )


def _year_up_to(last: Month, opened: Month) -> list[Month]:
    return list(months_through(max(last.shifted(1 - _MONTHS), opened), last))


def find_head(path: Path, letters: str) -> HeadFound:
    """Return what a head stands for, typed as on paper or in full, once the chain itself is found to hold.

    Raises ``UsageError`` for what is no head, and ``FaultyDataError`` for one that is not in the chain, or where the
    chain does not hold.
    """
    typed = re.sub(r"[\s-]", "", letters).lower()
    if not _LETTERS.fullmatch(typed):
        raise UsageError(
            f"kepala buku tidak dapat dibaca: {quoted(letters, 80)}",
            "Tulis 16 huruf di bawah laporan, misalnya --kepala 4342d17d5c8c4ce2",
        )
    with store.reading(path) as connection:
        check_sound(connection)
        found = heads.starting_with(connection, typed)
    if not found:
        raise FaultyDataError(
            f"kepala buku {typed} tidak ada di buku ini",
            "Periksa hurufnya. Bila benar, kertas itu dicetak dari buku lain, atau isi buku sudah ditulis ulang: "
            "simpan kertasnya dan minta bantuan pemeriksa.",
        )
    return HeadFound(found[0])
