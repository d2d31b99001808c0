"""The reports of a city on a month: what each is made of is asked for, and nothing else."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from danabergulir.dates import Month
from danabergulir.operations.city import asking
from danabergulir.reports.city.catalog import chosen, city_reports
from danabergulir.reports.city.page import city_page
from danabergulir.reports.city.summary import CityFigures
from danabergulir.reports.model.paper import Paper
from danabergulir.reports.model.sheet import Report

_ALL: Final = frozenset({"liga", "bulan", "hilang", "rantai", "kejanggalan", "rw"})
_READS: Final = {"ringkasan": _ALL - {"rw"}, "kejanggalan": {"liga", "kejanggalan"}}
"""What a report reads, where that is not what it is named after alone."""


def reports_of(city: Path, month: Month, names: Sequence[str], deadline: int) -> list[Report]:
    """Return the reports of a month by name, all where none is named.

    Raises ``UsageError`` for another name, ``NotFoundError`` for a month without a package, and as ``lake.reading``.
    """
    needed = {part for entry in chosen(names) for part in _READS.get(entry.name, {entry.name})}
    return city_reports(_figures(city, month, needed, deadline), names)


def page_of(city: Path, month: Month, deadline: int) -> Paper:
    """Return a month on one page. Raises as ``reports_of``."""
    return city_page(_figures(city, month, _ALL, deadline))


def _figures(city: Path, month: Month, needed: set[str] | frozenset[str], deadline: int) -> CityFigures:
    with asking.asked(city, month) as questions:
        cities, provinces = asking.names_of(questions)
        league = asking.league(questions) if "liga" in needed else ()
        return CityFigures(
            month=month,
            cities=cities,
            provinces=provinces,
            package_count=asking.package_count(questions),
            league=league,
            over_time=asking.over_time(questions) if "bulan" in needed else (),
            absent=asking.absent(questions, deadline) if "hilang" in needed else (),
            links=asking.links(questions) if "rantai" in needed else (),
            oddities=asking.oddities(questions, league) if "kejanggalan" in needed else (),
            by_rw=asking.by_rw(questions) if "rw" in needed else (),
            deadline=deadline,
        )
