"""The register of minutes: which meeting decided what, and which acts name no minutes yet."""

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from danabergulir.dates import END_OF_TIME, format_form
from danabergulir.domain.answering import AnsweredFor, BoardAct, Minutes, folded_number, too_late
from danabergulir.errors import NotFoundError, RefusedError, perhaps
from danabergulir.frozen import Struct, replace
from danabergulir.ledger import answers
from danabergulir.ledger.file import store
from danabergulir.ledger.read import registers
from danabergulir.ledger.read.answering.decided import acts, written_down
from danabergulir.operations.desk import Book, Desk, recording
from danabergulir.operations.versions import Changed
from danabergulir.text import first_few, quoted

_NAMED = 5


class Cited(Struct, frozen=True):
    """Minutes, and the acts that name them."""

    minutes: Minutes
    acts: tuple[BoardAct, ...]

    @property
    def warnings(self) -> tuple[str, ...]:
        """Return what is doubtful: acts that were done before the meeting that decided them."""
        before = [
            f"{act.what} {act.subject} tanggal {format_form(act.dated_on)}" for act in too_late(self.minutes, self.acts)
        ]
        if not before:
            return ()
        held = format_form(self.minutes.held_on)
        return (f"rapat {held} sesudah tindakan yang diputuskannya: {first_few(before, _NAMED)}; periksa tanggalnya",)


def add_minutes(book: Book, minutes: Minutes, now: datetime) -> Cited:
    """Write minutes down. Raises ``RefusedError`` for a number that is in the register, or a meeting to come."""
    with recording(book, now) as desk:
        known = _known(desk)
        if old := known.get(folded_number(minutes.number)):
            raise RefusedError(
                f"berita acara {old.number} sudah dicatat, rapat {format_form(old.held_on)}",
                f"Ubah dengan: danabergulir ba ubah {quoted(old.number)}",
            )
        return _record(desk, minutes)


def change_minutes(path: Path, number: str, now: datetime, changes: Mapping[str, Any]) -> Changed[Cited]:
    """Put changed facts about minutes in force; what they are ``about`` is added. Raises ``NotFoundError``."""
    with recording(path, now) as desk:
        old = _find(_known(desk), number)
        about = tuple(dict.fromkeys((*old.about, *changes.get("about", ()))))
        new = replace(old, **{**changes, "about": about})
        if new == old:
            return Changed(Cited(old, _citing(desk.connection, old)), is_new=False)
        return Changed(_record(desk, new), is_new=True)


def list_minutes(path: Path, as_of: date) -> list[Cited]:
    """Return the minutes in the register, by meeting, each with the acts that name them."""
    with store.reading(path) as connection:
        done = acts(connection, registers.opened_on(connection), as_of)
        return [_cited(minutes, done) for _, minutes in written_down(connection, as_of)]


def show_minutes(path: Path, number: str, as_of: date) -> Cited:
    """Return minutes with the acts that name them. Raises ``NotFoundError``."""
    with store.reading(path) as connection:
        known = {folded_number(item.number): item for _, item in written_down(connection, as_of)}
        minutes = _find(known, number)
        return Cited(minutes, _citing(connection, minutes))


def list_acts(path: Path, as_of: date) -> AnsweredFor:
    """Return what only the board may decide and was done so far, by day, and the register of minutes."""
    with store.reading(path) as connection:
        done = acts(connection, registers.opened_on(connection), as_of)
        return AnsweredFor(done, tuple(written_down(connection, as_of)))


def _record(desk: Desk, minutes: Minutes) -> Cited:
    if minutes.held_on > desk.now.date():
        raise RefusedError(
            f"tanggal rapat {format_form(minutes.held_on)} belum tiba",
            "Periksa --tanggal, atau jam dan tanggal komputer ini.",
        )
    number = folded_number(minutes.number)
    lacking = {
        act.subject.casefold()
        for act in acts(desk.connection, desk.opened_on, END_OF_TIME)
        if folded_number(act.minutes) in ("", number)
    }
    unknown = [subject for subject in minutes.about if subject.casefold() not in lacking]
    if unknown:
        raise NotFoundError(
            f"tidak ada tindakan tanpa berita acara dengan nomor {first_few(unknown, _NAMED)}",
            "Lihat nomornya: danabergulir ba perlu",
        )
    # minutes of an old meeting are written down when they are, so that no report of a closed month changes
    answers.add_minutes(desk.writer, minutes, max(minutes.held_on, desk.first_open_on))
    return Cited(minutes, _citing(desk.connection, minutes))


def _known(desk: Desk) -> dict[str, Minutes]:
    return {folded_number(item.number): item for _, item in written_down(desk.connection, END_OF_TIME)}


def _find(known: Mapping[str, Minutes], number: str) -> Minutes:
    found = known.get(folded_number(number))
    if found is None:
        near = perhaps(number, [(item.number, item.number) for item in known.values()])
        raise NotFoundError(
            f"berita acara {quoted(number)} belum dicatat", f"{near}Lihat daftarnya: danabergulir ba daftar"
        )
    return found


def _citing(connection: store.Connection, minutes: Minutes) -> tuple[BoardAct, ...]:
    return _cited(minutes, acts(connection, registers.opened_on(connection), END_OF_TIME)).acts


def _cited(minutes: Minutes, done: tuple[BoardAct, ...]) -> Cited:
    wanted = folded_number(minutes.number)
    return Cited(minutes, tuple(act for act in done if folded_number(act.minutes) == wanted))
