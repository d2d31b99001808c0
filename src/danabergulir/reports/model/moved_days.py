"""Due dates that moved off a day off, beside the days agreed: one column, one note, one wording everywhere."""

from collections.abc import Iterable
from datetime import date
from typing import Final, Protocol

from danabergulir.dates import format_form
from danabergulir.reports.model.sheet import Column, Kind


class Due(Protocol):
    """What falls due on a day; ``shifted_from`` is the day agreed where that is a day off."""

    @property
    def shifted_from(self) -> date | None:
        """Return the day agreed, None where it is the due date itself."""


_AGREED: Final = Column("jatuh_tempo_semula", "Semula", Kind.DATE, of=lambda line: line.shifted_from)
_NOTE: Final = "Semula = jatuh tempo menurut perjanjian; pindah ke hari kerja berikutnya karena hari libur."


def moved_column(lines: Iterable[Due]) -> tuple[Column, ...]:
    """Return the column of the days agreed, none while everything falls due on the day agreed."""
    return (_AGREED,) if any(line.shifted_from for line in lines) else ()


def moved_notes(moved: tuple[Column, ...]) -> tuple[str, ...]:
    """Return what the column says, where there is one."""
    return (_NOTE,) if moved else ()


def moved_words(line: Due) -> str:
    """Return what stands behind a due date in a sentence: the day agreed, nothing where it stayed."""
    return f" (semula {format_form(line.shifted_from)}, hari libur)" if line.shifted_from else ""
