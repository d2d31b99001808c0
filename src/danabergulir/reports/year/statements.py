"""The balance sheet and the income statement of a year, beside those of the year before."""

from typing import Final

from danabergulir.dates import MONTH_NAMES
from danabergulir.domain.fund.year import YearBooks
from danabergulir.frozen import replace
from danabergulir.reports.model.frame import Content
from danabergulir.reports.month.statements import balance_sheet, income_statement, this_year_code
from danabergulir.reports.year.beside import LAST_YEAR, beside_last_year

_DIVIDED_LATER: Final = (
    "Laba tahun ini masih satu baris, karena tutup tahun dan pembagiannya dicatat sesudah tahun itu: lihat "
    "PEMBAGIAN LABA."
)


def year_balance_sheet(year: YearBooks) -> Content:
    """Return ``neraca`` at the end of the year with the balances of a year before."""
    content = balance_sheet(year.books, beside_last_month=False)
    before = balance_sheet(year.before, beside_last_month=False).section if year.before else None
    same = {this_year_code(year.before): this_year_code(year.books)} if year.before else {}
    titles = {"saldo": f"Akhir {year.year}", LAST_YEAR: f"Akhir {year.year.before}"}
    section = beside_last_year(
        content.section, before, year.year.before.months[-1], "saldo", titles, behind="saldo", same=same
    )
    closed = year.result
    divided_later = closed is not None and closed.dated_on is not None and closed.dated_on > year.books.as_of
    return replace(content, section=section, notes=(*content.notes, *([_DIVIDED_LATER] if divided_later else [])))


def year_income_statement(year: YearBooks) -> Content:
    """Return ``laba-rugi`` of the year: up to its last month, in it, in the whole year, and in the year before."""
    content = income_statement(year.books)
    before = income_statement(year.before).section if year.before else None
    number = year.books.month.number
    titles = {
        "sd_bulan_lalu": f"s.d. {MONTH_NAMES[number - 2]}" if number > 1 else "s.d. Bulan Lalu",
        "bulan_ini": MONTH_NAMES[number - 1],
        "sd_bulan_ini": f"Tahun {year.year}",
        LAST_YEAR: f"Tahun {year.year.before}",
    }
    return replace(
        content,
        section=beside_last_year(
            content.section, before, year.year.before.months[-1], "sd_bulan_ini", titles, behind="sd_bulan_ini"
        ),
    )
