"""The reports of a city by name: each says its title and its tables."""

from collections.abc import Callable, Sequence
from typing import Final

from danabergulir.dates import format_form
from danabergulir.errors import UsageError, perhaps
from danabergulir.frozen import Struct
from danabergulir.money import format_count
from danabergulir.reports.city import tables
from danabergulir.reports.city.summary import CityFigures, summary_table
from danabergulir.reports.model.sheet import Report, Section
from danabergulir.text import first_few, quoted

_SHOWN: Final = 3


class CityEntry(Struct, frozen=True):
    """One report: its name, its title, and what makes its tables, the first of which CSV and JSON carry."""

    name: str
    title: str
    build: Callable[[CityFigures], tuple[Section, ...]]


CITY_CATALOG: Final = (
    CityEntry("ringkasan", "Ringkasan Kota", summary_table),
    CityEntry("liga", "Peringkat UPK", lambda city: (tables.league_table(city.league),)),
    CityEntry("hilang", "Paket yang Belum Ada atau Terlambat", lambda city: (_absent(city),)),
    CityEntry("rantai", "Rantai Paket", lambda city: (tables.link_table(city.links),)),
    CityEntry("kejanggalan", "Kejanggalan", lambda city: (tables.oddity_table(city.oddities),)),
    CityEntry("rw", "Per RW", lambda city: (tables.rw_table(city.by_rw),)),
)


def _absent(city: CityFigures) -> Section:
    return tables.absent_table(city.absent, city.deadline)


def city_reports(city: CityFigures, names: Sequence[str]) -> list[Report]:
    """Return the reports of these names, all of them where none is named. Raises ``UsageError`` for another name."""
    return [_framed(city, entry) for entry in chosen(names)]


def chosen(names: Sequence[str]) -> Sequence[CityEntry]:
    """Return the entries of these names, all where none is named. Raises ``UsageError`` for another name."""
    by_name = {entry.name: entry for entry in CITY_CATALOG}
    for name in names:
        if name not in by_name:
            hint = f"{perhaps(name, zip(by_name, by_name, strict=True))}Pilih: {', '.join(by_name)}."
            raise UsageError(f"--hanya: laporan {quoted(name)} tidak ada", hint)
    return [by_name[name] for name in names] or CITY_CATALOG


def _framed(city: CityFigures, entry: CityEntry) -> Report:
    section, *more = entry.build(city)
    return Report(
        name=entry.name,
        title=entry.title,
        period=str(city.month),
        as_of=city.month.last_on,
        section=section,
        more=tuple(more),
        date_line=f"Keadaan : {format_form(city.month.last_on)}",
        head={
            "Kota/Kabupaten": first_few(city.cities, _SHOWN) or "-",
            "Provinsi": first_few(city.provinces, _SHOWN) or "-",
            "Jumlah paket": format_count(city.package_count),
        },
    )
