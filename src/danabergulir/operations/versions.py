"""Dated versions of registers: a later one is never dated before the one that it changes or ends."""

from datetime import date
from typing import Final, Generic, TypeVar

from danabergulir.dates import format_form
from danabergulir.errors import RefusedError
from danabergulir.frozen import Struct
from danabergulir.operations.desk import Desk

_Thing = TypeVar("_Thing")
NOTHING_CHANGED: Final = "Tidak ada yang diubah: isinya sudah begitu."


class Changed(Struct, Generic[_Thing], frozen=True):
    """A thing in a register as it is from now on; where it ``is_new`` in nothing, no version of it was recorded."""

    thing: _Thing
    is_new: bool

    def said(self, done: str) -> str:
        """Return what to say: ``done``, or that nothing changed."""
        return done if self.is_new else NOTHING_CHANGED


def check_version(desk: Desk, dated_on: date, since: date, thing: str, option: str = "--tanggal") -> None:
    """Raise ``RefusedError`` for a version of ``thing`` dated where nothing may be, or before what it changes.

    ``since`` is the day of the version that is changed or ended, or on which the thing came to be.
    """
    earliest = max(since, desk.first_open_on)
    hint = f"Tanggal paling awal: {option} {earliest.isoformat()}"
    try:
        desk.check_date(dated_on)
    except RefusedError as error:
        raise RefusedError(error.message, hint if dated_on < earliest <= desk.now.date() else error.hint) from None
    if dated_on < since:
        raise RefusedError(f"{thing} baru berlaku sejak {format_form(since)}, sesudah {format_form(dated_on)}", hint)


def check_earlier_start(desk: Desk, since: date, known: date, thing: str) -> None:
    """Raise ``RefusedError`` for a day on which ``thing``, known to exist since another one, cannot begin instead."""
    desk.check_date(since)
    if since >= known:
        raise RefusedError(
            f"{thing} sudah ada sejak {format_form(known)}",
            f"Isi --sejak dengan tanggal sebelum {format_form(known)}, atau ubah keterangannya dengan --tanggal.",
        )
