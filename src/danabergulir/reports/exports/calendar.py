"""Due dates and promises as a calendar for phones (iCalendar, RFC 5545): an all-day entry each."""

from collections.abc import Iterable, Iterator
from datetime import date

from danabergulir.dates import days_after, format_form
from danabergulir.domain.groups import KSM
from danabergulir.frozen import Struct
from danabergulir.money import Rupiah, format_rupiah
from danabergulir.reports.exports.content_lines import folded, plain

_ALARM_HOUR = 7


class DueDay(Struct, frozen=True):
    """A day on which money is expected: ``what`` it is, of which loan and KSM; ``key`` names it again next time.

    ``shifted_from`` is the day agreed where that is a day off.
    """

    key: str
    on: date
    what: str
    loan: str
    ksm: KSM
    amount: Rupiah
    shifted_from: date | None = None


def calendar_text(days: Iterable[DueDay], upk: str, book: str, as_of: date, *, days_ahead: int) -> str:
    """Return a calendar of ``days``; ``book`` tells those of one book from another's.

    Each rings at seven in the morning ``days_ahead`` days before, or not at all where that is nil. The same days of the
    same book give the same bytes.
    """
    lines = [
        ("BEGIN", "VCALENDAR"),
        ("VERSION", "2.0"),
        ("PRODID", "-//danabergulir//jatuh tempo//ID"),
        ("CALSCALE", "GREGORIAN"),
        ("METHOD", "PUBLISH"),
        ("X-WR-CALNAME", plain(f"Jatuh tempo {upk}")),
    ]
    for day in days:
        lines += _event(day, book, as_of, days_ahead)
    return folded([*lines, ("END", "VCALENDAR")])


def _event(day: DueDay, book: str, as_of: date, days_ahead: int) -> Iterator[tuple[str, str]]:
    ksm = day.ksm
    summary = f"{ksm.name}: {day.what} {format_rupiah(day.amount)}"
    told = [f"Pinjaman {day.loan}, KSM {ksm.code}, RW {ksm.rw} RT {ksm.rt}"]
    if day.shifted_from:
        told.append(f"Menurut perjanjian {format_form(day.shifted_from)}, digeser karena hari libur")
    told.append(f"Keadaan {format_form(as_of)}")
    yield "BEGIN", "VEVENT"
    yield "UID", f"{day.key}@{book}.danabergulir"
    yield "DTSTAMP", f"{as_of:%Y%m%d}T000000Z"
    yield "DTSTART;VALUE=DATE", f"{day.on:%Y%m%d}"
    yield "DTEND;VALUE=DATE", f"{days_after(day.on, 1):%Y%m%d}"
    yield "SUMMARY", plain(summary)
    yield "DESCRIPTION", plain("\n".join(told))
    yield "CATEGORIES", plain(f"RW {ksm.rw}")
    yield "CLASS", "PRIVATE"
    yield "TRANSP", "TRANSPARENT"
    if days_ahead:
        yield "BEGIN", "VALARM"
        yield "ACTION", "DISPLAY"
        yield "DESCRIPTION", plain(summary)
        yield "TRIGGER", f"-PT{24 * days_ahead - _ALARM_HOUR}H"
        yield "END", "VALARM"
    yield "END", "VEVENT"
