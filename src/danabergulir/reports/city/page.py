"""A city's month on one sheet of paper: its figures, PAR and LAR over time, the best and the worst, who is missing."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Final

from danabergulir.dates import MONTH_NAMES, Month, format_long
from danabergulir.domain.city.figures import CityMonth, CityUpk
from danabergulir.money import format_count, format_percent, format_rupiah, shortest_percent
from danabergulir.reports.city.summary import CityFigures, facts
from danabergulir.reports.model.paper import Letterhead, Paper, Words
from danabergulir.reports.papers.charts import Axis, length
from danabergulir.text import first_few

_HUNDREDTHS: Final = 100  # the chart counts hundredths of a percent: lengths are whole numbers
_LISTED: Final = 8
_NAMED: Final = 3
_HEADING: Final = 40
_ABSENT: Final = 8
_ODD: Final = 6
_NAME: Final = 24
_REMARK: Final = 130
_PLACES: Final = 1


def city_page(city: CityFigures) -> Paper:
    """Return the page; what does not fit on it is counted, and stands in the tables."""
    ranked = [line for line in city.league if line.rank is not None]
    worst = ranked[_LISTED:][-_LISTED:]
    return Paper(
        form="kota",
        file_name=f"kota-{city.month}",
        title=f"UPK {_short(first_few(city.cities, _NAMED), _HEADING) or 'kota'}",
        letterhead=Letterhead("", "", tuple(_short(name, _HEADING) for name in city.provinces[:1])),
        as_of=city.month.last_on,
        words={
            "month": city.month.long_name,
            "day": f"Keadaan per {format_long(city.month.last_on)}",
            "columns": [{"title": title, "lines": list(lines)} for title, lines in facts(city).items()],
            "charts": list(_charts([line for line in city.over_time if line.month > city.month.shifted(-12)])),
            "best": {"title": "PAR terendah", "rows": [_row(line) for line in ranked[:_LISTED]]},
            "worst": {"title": "PAR tertinggi", "rows": [_row(line) for line in worst]},
            "absent": _listed(
                [f"{_short(line.upk)} (Kel. {_short(line.kelurahan) or '-'}): {line.state}" for line in city.absent],
                _ABSENT,
            ),
            "odd": _listed([f"{_short(line.upk)}: {_short(line.remark, _REMARK)}" for line in city.oddities], _ODD),
        },
        footer=f"{format_count(city.package_count)} paket. "
        f"Daftar lengkap: danabergulir kota laporan {city.month} --dari KOTA",
    )


def _listed(lines: Sequence[str], most: int) -> Mapping[str, Words]:
    """Return the first lines of a list and how many more there are."""
    more = len(lines) - most
    return {"lines": list(lines[:most]), "more": f"dan {format_count(more)} lagi" if more > 0 else ""}


def _row(line: CityUpk) -> Sequence[Words]:
    shown = [_shown(value) for value in (line.par, line.lar, line.rr)]
    return [str(line.rank), _short(line.upk), _short(line.kelurahan), format_rupiah(line.outstanding), *shown]


def _short(text: str, most: int = _NAME) -> str:
    """Return a text that leaves the page one page, however long a name is."""
    return text if len(text) <= most else f"{text[:most].rstrip()} ..."


def _shown(value: Fraction | None) -> str:
    return "-" if value is None else format_percent(value)


def _charts(months: Sequence[CityMonth]) -> Iterator[Mapping[str, Words]]:
    """Yield the indicators of the city month by month, each as columns on one axis."""
    if months:
        yield _chart("PAR", "saldo berisiko dari seluruh saldo", [(line.month, line.par) for line in months])
        yield _chart("LAR", "KSM berisiko dari semua KSM", [(line.month, line.lar) for line in months])


def _chart(name: str, meaning: str, shares: Sequence[tuple[Month, Fraction | None]]) -> Mapping[str, Words]:
    values = {month: round(share * _HUNDREDTHS) for month, share in shares if share is not None}
    axis = Axis.reaching(max(values.values(), default=0))
    return {
        "title": f"{name} kota",
        "meaning": meaning,
        "marks": [(length(at, axis.top), f"{shortest_percent(Fraction(at, _HUNDREDTHS))} %") for at in axis.places],
        "limit": [],
        "legend": [],
        "months": [
            {
                "label": _label(month, is_first=place == 0),
                "lengths": [length(values[month], axis.top)] if month in values else [],
                "value": "" if share is None else format_percent(share, _PLACES),
            }
            for place, (month, share) in enumerate(shares)
        ],
    }


def _label(month: Month, *, is_first: bool) -> str:
    """Return the name of a month in three letters; a January, and the first month, have the year below."""
    name = MONTH_NAMES[month.number - 1][:3]
    return f"{name}\n{month.year}" if is_first or month.number == 1 else name
