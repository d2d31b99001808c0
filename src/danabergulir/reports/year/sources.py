"""The capital by the source it came from, beside the flow of money: what the year's meeting asks about."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from danabergulir.domain.accounts import Role
from danabergulir.domain.entries import AccountFigures
from danabergulir.domain.fund.year import YearBooks
from danabergulir.domain.tridaya import FundSource
from danabergulir.frozen import Struct
from danabergulir.money import NIL
from danabergulir.reports import origins
from danabergulir.reports.model.sheet import Column, Kind, Section
from danabergulir.reports.model.table import rows_with_total, rupiah
from danabergulir.reports.origins.figure import Figure, Relation, in_rupiah, less, sum_of


class _SourceLine(Struct, frozen=True):
    """A source, or what of an account of the capital has none written down: then ``number`` is empty."""

    account: str
    number: str
    kind: str
    programme: str
    received_on: date | None
    figure: Figure
    of_year: Figure | None


_COLUMNS: Final = (
    Column("akun", "Akun", identifies=True, of=lambda line: line.account),
    Column("nomor", "Nomor", identifies=True, of=lambda line: line.number),
    Column("jenis", "Jenis", of=lambda line: line.kind),
    Column("program", "Program", of=lambda line: line.programme),
    Column("tanggal", "Tanggal Diterima", Kind.DATE, of=lambda line: line.received_on),
    rupiah("jumlah", "Jumlah", of=lambda line: line.figure.value, origin=lambda line: line.figure),
    rupiah(
        "tahun_ini",
        "Diterima Tahun Ini",
        of=lambda line: line.of_year and line.of_year.value,
        origin=lambda line: line.of_year,
    ),
)


def capital_by_source(year: YearBooks) -> tuple[Section, ...]:
    """Return the capital by source, account by account; nothing while no source is written down."""
    if not year.sources:
        return ()
    lines = [line for item in year.books.figures_with(Role.CAPITAL) for line in _of_account(item, year)]
    return (
        Section(
            _COLUMNS,
            rows_with_total(_COLUMNS, lines, label_under="program"),
            title="Modal menurut sumber dana",
            notes=("Jumlahnya sama dengan saldo akun modal di neraca.",),
        ),
    )


def _of_account(item: AccountFigures, year: YearBooks) -> Iterator[_SourceLine]:
    known = [source for source in year.sources if source.account == item.account.code]
    this_year = []
    for source in known:
        told = _told(source)
        of_year = told if year.year.first_on <= source.received_on else None
        this_year += [told] if of_year else []
        yield _SourceLine(
            account=item.account.code,
            number=source.number,
            kind=source.kind.value,
            programme=source.programme,
            received_on=source.received_on,
            figure=told,
            of_year=of_year,
        )
    balance, written = origins.accounts.balance(item), sum_of("Sumber dana", [_told(source) for source in known])
    rest = less("Belum dicatat sumbernya", balance, written)
    if in_rupiah(rest) != NIL:
        yield _SourceLine(
            account=item.account.code,
            number="",
            kind="",
            programme="Belum dicatat sumbernya" if known else item.account.name,
            received_on=None,
            figure=rest,
            of_year=_rest_of_year(item, year, rest, this_year),
        )


def _rest_of_year(item: AccountFigures, year: YearBooks, rest: Figure, known: Sequence[Figure]) -> Figure | None:
    """Return what money came this year that no source is written down of; a share of the profit is none of it."""
    flow = next((flow for flow in year.money.flows if flow.account.code == item.account.code), None)
    if flow is None:
        return None
    came = origins.year.came(item.account, flow.came, year.year.first_on).named("Uang masuk tahun ini")
    unknown = less("Masuk tanpa sumber", came, sum_of("Sumber dana tahun ini", known))
    value = min(in_rupiah(unknown), in_rupiah(rest))
    return Figure(rest.words, value, Relation.LEAST, lambda _: (unknown, rest)) if value > NIL else None


def _told(source: FundSource) -> Figure:
    document = f" {source.document}" if source.document else ""
    rule = f"Menurut daftar sumber dana{document}."
    return Figure(f"{source.number} {source.programme}", source.amount, rule=rule, dated_on=source.received_on)
