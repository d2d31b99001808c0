"""How the loans of each RW stand at the end of a year, beside the year before."""

from danabergulir.domain.fund.year import YearBooks
from danabergulir.frozen import replace
from danabergulir.reports.model.frame import Content
from danabergulir.reports.month.portfolio import rw_standing
from danabergulir.reports.year.beside import LAST_YEAR, beside_last_year


def year_rw_standing(year: YearBooks) -> Content:
    """Return ``rekap-rw`` of the last month with what had come back of what was due a year before, in percent."""
    content = rw_standing(year.books)
    before = rw_standing(year.before).section if year.before else None
    titles = {LAST_YEAR: f"Kembali (%) {year.year.before}"}
    section = beside_last_year(
        content.section, before, year.year.before.months[-1], "persen_kembali", titles, behind="peringkat"
    )
    return replace(content, section=section)
