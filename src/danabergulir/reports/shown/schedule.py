"""A schedule worked out beforehand. Apart from the other listings, so that a simulation loads no books."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import accumulate
from typing import Final

from danabergulir.domain.loans.schedule import Instalment, Simulation
from danabergulir.domain.loans.terms import LoanTerms
from danabergulir.domain.policy.choices import RoundedPart
from danabergulir.frozen import Struct
from danabergulir.money import NIL, Direction, Rupiah, format_percent, format_rupiah, total
from danabergulir.reports.model.moved_days import moved_column, moved_notes
from danabergulir.reports.model.sheet import Cell, Column, Kind, Section, rows_of
from danabergulir.reports.model.table import rupiah


class Planned(Struct, frozen=True):
    """An instalment as a schedule shows it: the compulsory savings beside it and the principal left after it."""

    line: Instalment
    saved: Rupiah
    balance: Rupiah

    @property
    def shifted_from(self) -> date | None:
        """Return the day agreed where that is a day off."""
        return self.line.shifted_from

    @property
    def amount(self) -> Rupiah:
        """Return what is to be paid, the savings with it."""
        return self.line.amount + self.saved


def planned(schedule: Sequence[Instalment], savings: Sequence[Rupiah] = ()) -> tuple[Planned, ...]:
    """Return each instalment with the compulsory savings that go with it; none are asked where none are given."""
    lent = total([line.principal for line in schedule])
    repaid = accumulate(line.principal for line in schedule)
    asked = savings or [NIL] * len(schedule)
    return tuple(
        Planned(line, saved, lent - so_far) for line, saved, so_far in zip(schedule, asked, repaid, strict=True)
    )


NUMBER: Final = Column("ke", "Ke", Kind.COUNT, identifies=True, of=lambda planned: planned.line.number)
DUE: Final = Column("jatuh_tempo", "Jatuh Tempo", Kind.DATE, identifies=True, of=lambda planned: planned.line.due_on)
PARTS: Final = (
    rupiah("pokok", "Pokok", of=lambda planned: planned.line.principal),
    rupiah("jasa", "Jasa", of=lambda planned: planned.line.jasa),
    rupiah("titipan", "Titipan", of=lambda planned: planned.line.titipan),
    rupiah("angsuran", "Angsuran", of=lambda planned: planned.amount),
)
"""The columns of every schedule; they list what is ``Planned``."""

_SAVED: Final = rupiah("tabungan", "Tabungan", of=lambda planned: planned.saved)
BALANCE: Final = rupiah("saldo_pokok", "Saldo Pokok", of=lambda planned: planned.balance)


def schedule_section(found: Simulation) -> Section:
    """Return a schedule with the principal left after each line, and below it what the loan costs in plain words."""
    moved = moved_column(found.schedule)
    columns = (NUMBER, DUE, *with_savings(found.savings), BALANCE, *moved)
    notes = (*moved_notes(moved), *_cost_notes(found))
    return Section(columns, rows_of(columns, planned(found.schedule, found.savings)), notes=notes)


def with_savings(asked: Iterable[Rupiah]) -> tuple[Column, ...]:
    """Return the columns of a schedule, with that of the compulsory savings before the sum where any are asked."""
    return (*PARTS[:-1], _SAVED, PARTS[-1]) if any(asked) else PARTS


def totals(found: Simulation) -> dict[str, Cell]:
    """Return what a program reads beside the lines of a simulation, by key."""
    return {
        "total_pokok": total([line.principal for line in found.schedule]),
        "total_jasa": total([line.jasa for line in found.schedule]),
        "total_titipan": total([line.titipan for line in found.schedule]),
        "bunga_efektif_persen_tahun": found.effective_percent,
    }


def _cost_notes(found: Simulation) -> Iterator[str]:
    jasa = total([line.jasa for line in found.schedule])
    titipan = total([line.titipan for line in found.schedule])
    yield (
        f"KSM membayar kembali {format_rupiah(total([line.amount for line in found.schedule]))}: "
        f"pokok {format_rupiah(found.terms.principal)}, jasa {format_rupiah(jasa)}"
        + (f", titipan {format_rupiah(titipan)}." if titipan else ".")
    )
    yield (
        "Bunga efektif tidak dapat dihitung: jasa dan titipan jauh lebih besar daripada pokoknya."
        if found.effective_percent is None
        else f"Bunga efektif {format_percent(found.effective_percent)} % setahun: bunga yang sungguh ditanggung, "
        "karena pokok yang dipakai makin lama makin kecil."
    )
    yield rounding_rule(found.terms)


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
    rest = "angsuran terakhir menampung sisa pembulatannya"
    if terms.rounded_part is RoundedPart.LEVEL and terms.jasa_rate:
        rest = "angsuran terakhir sama besar, selisihnya masuk jasa"
    how = _DIRECTIONS[terms.rounding.direction].format(step=format_rupiah(Rupiah(terms.rounding.step)))
    return f"Pembulatan: {what} dibulatkan {how}; {rest}."
