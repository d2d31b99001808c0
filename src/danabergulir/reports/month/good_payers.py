"""The KSM that paid every instalment on time since the year began: whom to thank, and whom the board may reward."""

from collections.abc import Iterator, Sequence
from typing import Final

from danabergulir.dates import days_after, format_form
from danabergulir.domain.accounts import Account, AccountClass, Role
from danabergulir.domain.books import Books
from danabergulir.domain.dunning.punctuality import day_before_year
from danabergulir.domain.dunning.thanks import PaidOnTime, by_ksm, paid_on_time
from danabergulir.money import Rupiah, format_count, format_rupiah
from danabergulir.reports import origins
from danabergulir.reports.model.frame import Content
from danabergulir.reports.model.sheet import Column, Section
from danabergulir.reports.model.table import KSM_CODE, KSM_NAME, LOAN, RW, count, rows_with_total, rupiah
from danabergulir.reports.origins.figure import Figure, counted


def _columns(books: Books) -> tuple[Column, ...]:
    since = day_before_year(books.as_of, books.opened_on)

    def due(line: PaidOnTime) -> Figure:
        rows = books.payments[line.loan.number].due(books.as_of)
        parts = [Figure(origins.loans.row_name(row), row.amount, dated_on=row.due_on) for row in rows]
        return counted("Angsuran jatuh tempo", parts, formula="banyaknya angsuran yang jatuh tempo dalam masa itu")

    return (
        LOAN,
        KSM_NAME,
        RW,
        count("jatuh_tempo", "Angsuran Jatuh Tempo", of=lambda line: line.due_count, origin=due),
        count("tepat_waktu", "Dibayar Tepat Waktu", of=lambda line: line.due_count, origin=due),
        rupiah(
            "pokok",
            "Pokok Dibayar",
            of=lambda line: line.paid.principal,
            origin=lambda line: origins.loans.paid_since(
                line.book, origins.loans.PRINCIPAL, line.paid.principal, since
            ),
        ),
        rupiah(
            "jasa",
            "Jasa Dibayar",
            of=lambda line: line.paid.jasa,
            origin=lambda line: origins.loans.paid_since(line.book, origins.loans.JASA, line.paid.jasa, since),
        ),
        rupiah(
            "saldo_pokok",
            "Saldo Pokok",
            of=lambda line: line.book.outstanding,
            origin=lambda line: origins.loans.outstanding(line.book),
        ),
        Column("status", "Status", of=lambda line: line.book.state.value),
        KSM_CODE,
    )


_REWARD: Final = "penghargaan"
"""What an account for rewards is called in a chart older than its role."""


def good_payers(books: Books) -> Content:
    """Return the loans of the KSM that paid on time since the year began, a line each."""
    found = paid_on_time(books.loans, books.payments, books.as_of)
    columns = _columns(books)
    return Content(
        Section(
            columns,
            rows_with_total(columns, found, label_under="ksm", also=("jatuh_tempo", "tepat_waktu")),
            empty_note="Belum ada KSM yang semua angsurannya tahun ini dibayar tepat waktu.",
        ),
        notes=tuple(_notes(books, sum(1 for _ in by_ksm(found)))),
    )


def _notes(books: Books, group_count: int) -> Iterator[str]:
    since = day_before_year(books.as_of, books.opened_on)
    yield f"Dihitung dari {format_form(days_after(since, 1))} sampai {format_form(books.as_of)}."
    if books.opened_on.year == books.as_of.year:
        yield "Angsuran sebelum buku ini dibuka tidak ikut: tanggal bayarnya tidak tercatat."
    yield (
        "KSM masuk daftar bila semua angsuran yang jatuh tempo dalam masa itu dibayar penuh dan tepat waktu, tanpa "
        "tunggakan lama. Dibayar penuh = pokok, jasa, dan titipan."
    )
    yield (
        "Pinjaman yang sudah lunas ikut dihitung. KSM yang pinjamannya dijadwal ulang atau dihapus buku tidak masuk."
    )
    yield f"Calon penerima penghargaan: {format_count(group_count)} KSM. Besarnya diputuskan BKM."
    known = books.chart.all_with(Role.REWARDS)
    for account in known or _called_so(books):
        booked = Rupiah(books.by_code[account.code].year_to_date)
        yield (
            f"Penghargaan dicatat pada akun {account.code} {account.name}{'' if known else ' (menurut namanya)'}; "
            f"sudah dicatat tahun ini {format_rupiah(booked)}."
        )


def _called_so(books: Books) -> Sequence[Account]:
    """Return the first cost account with that word in its name; none where no name has it."""
    costs = [item for item in books.chart.accounts if item.account_class is AccountClass.COST]
    return [item for item in costs if _REWARD in item.name.casefold()][:1]
