"""``jelaskan``: a figure of a report, unfolded to the vouchers and schedule rows that it is made of."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from functools import cache
from pathlib import Path

from danabergulir.dates import END_OF_TIME, Month, Year
from danabergulir.domain.policy.file import rule_words, value_words, written_rule
from danabergulir.ledger.file import store
from danabergulir.ledger.read import registers
from danabergulir.ledger.read.entries import Journal
from danabergulir.operations.month import books_of
from danabergulir.operations.year import year_books_of
from danabergulir.reports.model.explained import ExplainedFigure, asked
from danabergulir.reports.model.origin_of import figures, origin
from danabergulir.reports.model.sheet import Report
from danabergulir.reports.month import catalog
from danabergulir.reports.origins.figure import Figure
from danabergulir.reports.origins.unfolded import PolicyRule, Unfolded, unfold
from danabergulir.reports.year import catalog as years

Unfold = Callable[[Figure], Unfolded]


def explain(
    path: Path, period: Month | Year, name: str, key: str, column: str | None = None, *, today: date = END_OF_TIME
) -> ExplainedFigure:
    """Return what the figure of a row of a report of a month or a year is made of.

    Raises ``UsageError`` for a report or column that there is not or a key that several rows have, ``NotFoundError``
    for a key that no row has.
    """
    with _opened(path, period, [name], today) as (((report, figure),), unfolding):
        found = asked(report, key, column or "", figure)
        return ExplainedFigure(report, found, unfolding(found.origin))


def explained_reports(
    path: Path, period: Month | Year, names: Sequence[str] = (), *, today: date = END_OF_TIME
) -> list[tuple[Report, list[Mapping[str, Unfolded]]]]:
    """Return the reports of a period, named or all, with the origins of each row's figures by their columns."""
    with _opened(path, period, names, today) as (reports, unfolding):
        return [(report, _origins(report, unfolding)) for report, _ in reports]


def _origins(report: Report, unfolding: Unfold) -> list[Mapping[str, Unfolded]]:
    of_rows: dict[int, dict[str, Unfolded]] = {}
    for row, column in figures(report.section):
        of_rows.setdefault(id(row), {})[column.key] = unfolding(origin(report.section, row, column.key))
    return [of_rows.get(id(row), {}) for row in report.section.data]


@contextmanager
def _opened(
    path: Path, period: Month | Year, names: Sequence[str], today: date
) -> Iterator[tuple[list[tuple[Report, str]], Unfold]]:
    """Yield the reports of a period, each with the column that is meant without one, and what unfolds their figures."""
    with store.reading(path) as connection:
        if isinstance(period, Year):
            year = year_books_of(connection, period, today=today)
            of_year = [years.find(name) for name in names] or list(years.CATALOG)
            books, reports = year.books, [(entry.report(year), entry.figure) for entry in of_year]
        else:
            entries = [catalog.find(name) for name in names] or list(catalog.CATALOG)
            books = books_of(
                connection,
                period,
                today=today,
                payments=any(entry.reads_payments for entry in entries),
                scope=max(entry.scope for entry in entries),
            )
            reports = [(entry.report(books), entry.figure) for entry in entries]
        journal = Journal(connection, books.chart, books.month)
        rule = policy_rules(connection, books.as_of)
        yield reports, lambda figure: unfold(figure, journal, rule)


def policy_rules(connection: store.Connection, as_of: date) -> Callable[[str], PolicyRule]:
    """Return what looks a rule up: its value on a day, and since which version of the policy it has that value."""
    versions = registers.policies(connection, as_of)

    @cache
    def rule(key: str) -> PolicyRule:
        written = [(day, written_rule(policy, key)) for day, policy in versions]
        since, value = written[-1]
        for day, earlier in reversed(written):
            if earlier != value:
                break
            since = day
        return PolicyRule(key, value.strip('"'), since, f"{rule_words(key)} = {value_words(value)}")

    return rule
