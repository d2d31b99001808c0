"""Dated versions of registers: a later one is never dated before the one that it changes or ends."""

from datetime import date

from danabergulir.dates import format_form
from danabergulir.errors import RefusedError
from danabergulir.operations.desk import Desk


def check_version(desk: Desk, dated_on: date, since: date, thing: str, option: str = "--tanggal") -> None:
    """Raise ``RefusedError`` for a version of ``thing`` dated where nothing may be, or before what it changes.

    ``since`` is the day of the version that is changed or ended, or on which the thing came to be.
    """
    desk.check_date(dated_on)
    if dated_on < since:
        raise RefusedError(
            f"{thing} baru berlaku sejak {format_form(since)}, sesudah {format_form(dated_on)}",
            f"Tanggal paling awal: {option} {since.isoformat()}",
        )
