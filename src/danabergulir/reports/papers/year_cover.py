"""The front pages of a year's paper: the cover, and the twelve months in charts."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Final

from danabergulir.dates import Month, format_long
from danabergulir.domain.fund.measures import measured
from danabergulir.domain.fund.year import MonthOfYear, YearBooks
from danabergulir.domain.loans.terms import LENT
from danabergulir.domain.policy.values import Band
from danabergulir.domain.witness.codes import code_of
from danabergulir.frozen import replace
from danabergulir.money import Rupiah, shortest_percent, total
from danabergulir.reports.model.frame import tied_to
from danabergulir.reports.model.paper import Paper, Words, letterhead
from danabergulir.reports.model.sheet import Report
from danabergulir.reports.month.summary import graded
from danabergulir.reports.papers.charts import Axis, hundredths, length, percent_marks, percent_shown, slot
from danabergulir.reports.papers.cover import LOW_IS_GOOD, balances_chart, cover, money_chart
from danabergulir.reports.year.months import SHOWN
from danabergulir.reports.year.summary import facts

_COLUMNS: Final = (("Uang",), ("Pinjaman", "Sanksi"), ("Tunggakan", "Cadangan risiko pinjaman", "Pembagian laba"))


def year_cover(year: YearBooks, reports: Sequence[Report]) -> Paper:
    """Return the cover of ``reports``, the year's set: that of a month, with the whole year and last year's grades."""
    ends = [item.end for item in year.months]
    before = measured(year.before) if year.before else ()
    page = cover(year.books, ends, reports, before, earlier="Tahun lalu")
    said, december = facts(year, named=0), year.year.months[-1]
    return replace(
        page,
        file_name=f"sampul-{year.year}",
        title="LAPORAN TAHUNAN UPK",
        words={
            **page.words,
            "month": str(year.year),
            "day": _day_line(year),
            "columns": [
                [{"title": title, "lines": [(fact.words, fact.now) for fact in said[title]]} for title in column]
                for column in _COLUMNS
            ],
            "balances": balances_chart(december, ends),
            "money": {**money_chart(december, ends), "legend": ["Uang masuk", "Uang keluar"]},
        },
    )


def _day_line(year: YearBooks) -> str:
    if not year.is_over:
        state = " (tahun belum berakhir)"
    elif year.result is None:
        state = " (tahun belum ditutup)"
    else:
        state = ""
    return f"Keadaan per {format_long(year.books.as_of)}{state}"


def year_charts(year: YearBooks) -> Paper:
    """Return the page of charts: each indicator and what was lent and repaid, month by month."""
    return Paper(
        form="grafik",
        file_name=f"grafik-{year.year}",
        title="DUA BELAS BULAN DALAM GRAFIK",
        letterhead=letterhead(year.books.profile),
        as_of=year.books.as_of,
        words={
            "period": f"Tahun {year.year}",
            "notes": [],
            "charts": [*(_indicator_chart(year, name) for name in SHOWN), _balance_chart(year), _lending_chart(year)],
        },
        footer=tied_to(year.books.head),
        code=code_of(year.books.head),
    )


def _indicator_chart(year: YearBooks, name: str) -> Mapping[str, Words]:
    """Return the chart of an indicator with the limit from which it is satisfactory, where it has one."""
    percents = {item.month: item.indicators[name].percent for item in year.months}
    values = {month: hundredths(percent) for month, percent in percents.items() if percent is not None}
    rules = year.books.policy.performance
    bands: Mapping[str, Band] = {
        "LAR": rules.lar, "PAR": rules.par, "RR": rules.rr, "CCr": rules.ccr, "ROI": rules.roi,
    }  # fmt: skip
    limit = bands[name].satisfactory if name in bands else None
    axis = Axis.reaching(max([*values.values(), hundredths(limit) if limit is not None else 0]))
    meanings = {item.name: words for item, words in graded(year.books)}
    return {
        "title": name,
        "meaning": meanings.get(name, "pinjaman terlambat lebih dari 30 hari"),
        "marks": percent_marks(axis),
        "limit": [length(hundredths(limit), axis.top), _limit_words(name, limit)] if limit is not None else [],
        "legend": [],
        "months": [
            slot(
                month,
                [length(values[month], axis.top)] if month in values else [],
                percent_shown(percents.get(month)),
            )
            for month in year.year.months
        ],
    }


def _limit_words(name: str, limit: Fraction) -> str:
    return f"memuaskan {'sampai' if name in LOW_IS_GOOD else 'mulai'} {shortest_percent(limit)} %"


def _balance_chart(year: YearBooks) -> Mapping[str, Words]:
    """Return the chart of what is outstanding at each month end, and how much of it is late."""
    return _money_chart(
        year,
        "Saldo pinjaman dan tunggakan",
        "pada akhir bulan",
        ("Saldo pinjaman", "Tunggakan pokok"),
        {item.month: (item.end.outstanding, item.end.arrears) for item in year.months},
    )


def _lending_chart(year: YearBooks) -> Mapping[str, Words]:
    """Return the chart of what was lent in each month, and what came back of it."""
    return _money_chart(
        year,
        "Pinjaman bergulir",
        "dalam bulan itu",
        ("Disalurkan", "Pokok kembali"),
        {item.month: (_lent(year, item), item.end.repaid) for item in year.months},
    )


def _lent(year: YearBooks, item: MonthOfYear) -> Rupiah:
    lent = (
        entry
        for entry in year.books.register
        if entry.state in LENT
        and Month.of(entry.disbursed_on) == item.month
        and entry.disbursed_on >= year.books.opened_on  # what came back before it is not in the books either
    )
    return total([entry.principal for entry in lent])


def _money_chart(
    year: YearBooks,
    title: str,
    meaning: str,
    legend: tuple[str, str],
    amounts: Mapping[Month, tuple[Rupiah, Rupiah]],
) -> Mapping[str, Words]:
    axis = Axis.over(amount for pair in amounts.values() for amount in pair)
    return {
        "title": title,
        "meaning": meaning,
        "marks": axis.marks,
        "limit": [],
        "legend": legend,
        "months": [
            slot(month, [axis.length(amount) for amount in amounts[month]] if month in amounts else [])
            for month in year.year.months
        ],
    }
