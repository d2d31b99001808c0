"""``jelaskan``: a figure of a report, unfolded to the vouchers and schedule rows that it is made of."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from functools import cache
from pathlib import Path

from danabergulir.dates import END_OF_TIME, Month
from danabergulir.domain.books import Books
from danabergulir.domain.policy.file import written_rule
from danabergulir.ledger.file import store
from danabergulir.ledger.read import registers
from danabergulir.ledger.read.entries import Journal
from danabergulir.operations.month import books_of
from danabergulir.reports.model.explained import ExplainedFigure, asked
from danabergulir.reports.model.origin_of import figures, origin
from danabergulir.reports.model.sheet import Report
from danabergulir.reports.month import catalog
from danabergulir.reports.origins.figure import Figure
from danabergulir.reports.origins.unfolded import PolicyRule, Unfolded, unfold

Unfold = Callable[[Figure], Unfolded]


def explain(
    path: Path, month: Month, name: str, key: str, column: str | None = None, *, today: date = END_OF_TIME
) -> ExplainedFigure:
    """Return what the figure of a row of a report of a month is made of.

    Raises ``UsageError`` for a report or column that there is not or a key that several rows have, ``NotFoundError``
    for a key that no row has.
    """
    entry = catalog.find(name)
    with _opened(path, month, [entry], today) as (books, unfolding):
        report = entry.report(books)
        found = asked(report, key, column or "", entry.figure)
        return ExplainedFigure(report, found, unfolding(found.origin))


def explained_reports(
    path: Path, month: Month, names: Sequence[str] = (), *, today: date = END_OF_TIME
) -> list[tuple[Report, list[Mapping[str, Unfolded]]]]:
    """Return the reports of a month, the named ones or all, with the origins of each row's figures by their columns."""
    entries = [catalog.find(name) for name in names] or list(catalog.CATALOG)
    with _opened(path, month, entries, today) as (books, unfolding):
        return [(report, _origins(report, unfolding)) for report in (entry.report(books) for entry in entries)]


def _origins(report: Report, unfolding: Unfold) -> list[Mapping[str, Unfolded]]:
    of_rows: dict[int, dict[str, Unfolded]] = {}
    for row, column in figures(report.section):
        of_rows.setdefault(id(row), {})[column.key] = unfolding(origin(report.section, row, column.key))
    return [of_rows.get(id(row), {}) for row in report.section.data]


@contextmanager
def _opened(
    path: Path, month: Month, entries: Sequence[catalog.ReportEntry], today: date
) -> Iterator[tuple[Books, Unfold]]:
    """Yield the books of a month, as far as reports need them, and what unfolds a figure of them."""
    with store.reading(path) as connection:
        books = books_of(
            connection,
            month,
            today=today,
            payments=any(entry.reads_payments for entry in entries),
            scope=max(entry.scope for entry in entries),
        )
        journal = Journal(connection, books.chart, month)
        rule = policy_rules(connection, books.as_of)
        yield books, lambda figure: unfold(figure, journal, rule)


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
        return PolicyRule(key, value.strip('"'), since)

    return rule
