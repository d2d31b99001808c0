"""Days off: on which days nothing falls due, and the day to which a due date moves then.

Whether a day is off is decided by the policy in force on that very day, seen ahead by the one in force when it is
looked at. So what was due on a day depends on nothing that was decided after it, and a report of a day never changes;
and a list of the coming year's days off, put in force before they come, moves the instalments of running loans too.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from danabergulir.dates import days_after
from danabergulir.domain.policy.choices import Shift, Weekday
from danabergulir.domain.policy.values import Choice, Days, SomeOf, rule

_WEEK: Final = tuple(Weekday)


@dataclass(frozen=True, slots=True)
class CalendarRules:
    """On which days nothing falls due; off by default, for no urban rule was found.

    Only the dated days count by default: many KSM meet and pay at the weekend.
    """

    days_off: tuple[date, ...] = rule(
        "libur",
        Days(),
        (),
        'tanggal libur; misalnya ["2026-03-20", "2026-03-23"] menurut SKB hari libur nasional dan cuti bersama. '
        "Tambahkan tiap tahun dengan kebijakan baru",
    )
    weekdays_off: tuple[Weekday, ...] = rule(
        "hari_tutup",
        SomeOf(_WEEK),
        (),
        'hari tutup tiap minggu; misalnya ["minggu"]. [] = tidak ada, karena banyak KSM justru menyetor akhir pekan',
    )
    shift: Shift = rule(
        "geser",
        Choice(Shift),
        Shift.NONE,
        "jatuh tempo pada hari libur: maju = pindah ke hari kerja berikutnya, terlambat dan denda dihitung dari situ; "
        "tidak = tetap (usul kami, tidak ada aturan perkotaan yang ditemukan)",
    )

    def moves(self, day: date) -> bool:
        """Return whether what falls due on a day moves on to the next."""
        if self.shift is Shift.NONE:
            return False
        return day in self.days_off or _WEEK[day.weekday()] in self.weekdays_off


@dataclass(frozen=True, slots=True)
class Calendar:
    """The days off of every policy version, oldest first, each from the day on which it came into force."""

    versions: tuple[tuple[date, CalendarRules], ...] = ()

    def working_day(self, day: date, known_on: date) -> date:
        """Return the first day from ``day`` on that is not off, as far as was known on ``known_on``."""
        while self._moves(day, known_on):
            day = days_after(day, 1)
        return day

    def last_working_day(self, day: date, known_on: date) -> date:
        """Return the last day up to ``day`` that is not off: what falls due after it may move beyond ``day``."""
        while self._moves(day, known_on):
            day = days_after(day, -1)
        return day

    def _moves(self, day: date, known_on: date) -> bool:
        in_force = [rules for starts_on, rules in self.versions if starts_on <= min(day, known_on)]
        return bool(in_force) and in_force[-1].moves(day)


NO_DAYS_OFF: Final = Calendar()


def calendar_of(versions: Sequence[tuple[date, CalendarRules]]) -> Calendar:
    """Return the calendar of the policy versions; empty where none of them moves anything, which is quickest."""
    return Calendar(tuple(versions)) if any(rules.shift is not Shift.NONE for _, rules in versions) else NO_DAYS_OFF
