"""A schedule worked out beforehand. Apart from the other listings, so that a simulation loads no books."""

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from typing import Final

from danabergulir.domain.loans.schedule import Instalment
from danabergulir.domain.loans.terms import LoanTerms
from danabergulir.domain.policy.choices import RoundedPart
from danabergulir.money import NIL, Direction, Rupiah, format_percent, format_rupiah, total
from danabergulir.reports.model.moved_days import moved_cell, moved_column, moved_notes
from danabergulir.reports.model.sheet import Cell, Column, Kind, Section, rows
from danabergulir.reports.model.table import rupiah

NUMBER: Final = Column("ke", "Ke", Kind.COUNT, identifies=True)
DUE: Final = Column("jatuh_tempo", "Jatuh Tempo", Kind.DATE, identifies=True)
PARTS: Final = (
    rupiah("pokok", "Pokok"),
    rupiah("jasa", "Jasa"),
    rupiah("titipan", "Titipan"),
    rupiah("angsuran", "Angsuran"),
)
"""The columns of every schedule; ``agreed_cells`` fills them."""

BALANCE: Final = rupiah("saldo_pokok", "Saldo Pokok")


def schedule_section(
    terms: LoanTerms,
    schedule: Sequence[Instalment],
    effective_percent: Fraction | None,
    savings: Sequence[Rupiah] = (),
) -> Section:
    """Return a schedule with the principal left after each line, and below it what the loan costs in plain words.

    ``effective_percent`` is the annual effective rate, None where none exists; ``savings`` are the compulsory savings
    of each instalment, which are part of what is to be paid and no cost of the loan.
    """
    asked = savings or [NIL] * len(schedule)
    balance, lines, moved = terms.principal, [], moved_column(schedule)
    for line, saved in zip(schedule, asked, strict=True):
        balance -= line.principal
        lines.append((*agreed_cells(line, saved, shown=any(asked)), balance, *moved_cell(moved, line)))
    columns = (NUMBER, DUE, *with_savings(PARTS, asked), BALANCE, *moved)
    notes = (*moved_notes(moved), *_cost_notes(terms, schedule, effective_percent))
    return Section(columns, rows(lines), notes=notes)


def with_savings(parts: tuple[Column, ...], asked: Iterable[Rupiah]) -> tuple[Column, ...]:
    """Return the columns of a schedule, with that of the compulsory savings before the sum where any are asked."""
    return (*parts[:-1], rupiah("tabungan", "Tabungan"), parts[-1]) if any(asked) else parts


def totals(schedule: Sequence[Instalment], effective_percent: Fraction | None) -> dict[str, Cell]:
    """Return what a program reads beside the lines of a simulation, by key."""
    return {
        "total_pokok": total([line.principal for line in schedule]),
        "total_jasa": total([line.jasa for line in schedule]),
        "total_titipan": total([line.titipan for line in schedule]),
        "bunga_efektif_persen_tahun": effective_percent,
    }


def agreed_cells(line: Instalment, saved: Rupiah = NIL, *, shown: bool = False) -> tuple[Cell, ...]:
    """Return number, due date, pokok, jasa, titipan, the compulsory savings where they are ``shown``, and the sum."""
    savings = (saved,) if shown else ()
    return (line.number, line.due_on, line.principal, line.jasa, line.titipan, *savings, line.amount + saved)


def _cost_notes(terms: LoanTerms, schedule: Sequence[Instalment], effective_percent: Fraction | None) -> Iterator[str]:
    titipan = total([line.titipan for line in schedule])
    yield (
        f"KSM membayar kembali {format_rupiah(total([line.amount for line in schedule]))}: "
        f"pokok {format_rupiah(terms.principal)}, jasa {format_rupiah(total([line.jasa for line in schedule]))}"
        + (f", titipan {format_rupiah(titipan)}." if titipan else ".")
    )
    yield (
        "Bunga efektif tidak dapat dihitung: jasa dan titipan jauh lebih besar daripada pokoknya."
        if effective_percent is None
        else f"Bunga efektif {format_percent(effective_percent)} % setahun: bunga yang sungguh ditanggung, "
        "karena pokok yang dipakai makin lama makin kecil."
    )
    yield rounding_rule(terms)


_DIRECTIONS: Final = {
    Direction.UP: "ke atas menjadi kelipatan {step}",
    Direction.DOWN: "ke bawah menjadi kelipatan {step}",
    Direction.NEAREST: "ke kelipatan {step} terdekat",
}


def rounding_rule(terms: LoanTerms) -> str:
    """Return how the instalments of a loan are rounded, as one sentence."""
    what = (
        "pokok, jasa dan titipan masing-masing"
        if terms.rounded_part is RoundedPart.COMPONENT
        else "jumlah pokok dan jasa"
    )
    rest = "angsuran terakhir menampung sisa pokok"
    if terms.rounded_part is RoundedPart.LEVEL and terms.jasa_rate:
        rest = "angsuran terakhir sama besar, selisihnya masuk jasa"
    how = _DIRECTIONS[terms.rounding.direction].format(step=format_rupiah(Rupiah(terms.rounding.step)))
    return f"Pembulatan: {what} dibulatkan {how}; {rest}."
