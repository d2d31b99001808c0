"""The five indicators of the programme with the two numbers each is made of, and the limits they are graded by."""

from danabergulir.domain.books import Books
from danabergulir.domain.fund.measures import measured
from danabergulir.domain.loans.arrears import definition
from danabergulir.domain.policy.rules import PerformanceRules
from danabergulir.domain.policy.values import Band
from danabergulir.money import WHOLE_RUPIAH, shortest_percent
from danabergulir.reports import origins
from danabergulir.reports.model.frame import Content
from danabergulir.reports.model.old_class import at_risk_by_old_class, old_class_notes
from danabergulir.reports.model.sheet import Column, Kind, Section, rows_of
from danabergulir.reports.model.table import count


def _columns(books: Books) -> tuple[Column, ...]:
    """Return the columns; numerators are groups (LAR) or rupiah, so theirs hold plain numbers."""
    return (
        Column("indikator", "Indikator", identifies=True, of=lambda item: item.name),
        count(
            "pembilang",
            "Pembilang",
            of=lambda item: WHOLE_RUPIAH.round(item.numerator).value,
            origin=lambda item: origins.indicators.above(books, item),
        ),
        count(
            "penyebut",
            "Penyebut",
            of=lambda item: WHOLE_RUPIAH.round(item.denominator).value,
            origin=lambda item: origins.indicators.below(books, item),
        ),
        Column(
            "nilai_persen",
            "Nilai (%)",
            Kind.PERCENT,
            of=lambda item: item.percent,
            origin=lambda item: origins.indicators.percent(books, item),
        ),
        Column("kategori", "Kategori", of=lambda item: item.category),
        Column("rumus", "Rumus", of=lambda item: item.formula),
    )


def performance(books: Books) -> Content:
    """Return the indicators with numerator, denominator, percentage, grade and formula, and the limits in force.

    A numerator that is not whole (ROI's, brought to twelve months) is printed to the nearest rupiah, graded exact.
    """
    columns = _columns(books)
    return Content(
        Section(columns, rows_of(columns, measured(books))),
        notes=(
            *_limits(books.policy.performance),
            "Penundaan = tambahan dana untuk UPK ditahan dulu.",
            "PAR1 sampai PAR90 dihitung menurut hari terlambat dan tidak diberi kategori.",
            definition(books.policy.arrears),
            *old_class_notes("LAR, PAR dan RR", at_risk_by_old_class(books.loans, books.policy), books.policy),
        ),
    )


def _limits(rules: PerformanceRules) -> tuple[str, ...]:
    """Return the limits in force, a sentence per indicator."""
    return (
        _low_is_good("LAR", rules.lar),
        _low_is_good("PAR", rules.par),
        _high_is_good("RR", rules.rr),
        _high_is_good("CCr", rules.ccr),
        _high_is_good("ROI", rules.roi),
    )


def _low_is_good(name: str, band: Band) -> str:
    good, enough = shortest_percent(band.satisfactory), shortest_percent(band.minimum)
    return f"{name}: memuaskan sampai {good} %, minimum sampai kurang dari {enough} %, penundaan mulai {enough} %."


def _high_is_good(name: str, band: Band) -> str:
    good, enough = shortest_percent(band.satisfactory), shortest_percent(band.minimum)
    return f"{name}: memuaskan mulai {good} %, minimum mulai {enough} %, penundaan di bawah {enough} %."
