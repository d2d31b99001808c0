"""What is still to do as of a day, read from the ledger once."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Final

from danabergulir.dates import Month, days_after, format_form
from danabergulir.domain.accounts import Chart
from danabergulir.domain.dunning.due import due_lines
from danabergulir.domain.dunning.reminders import EVERYONE, ReminderKind, reminders, unsaid
from danabergulir.domain.dunning.sanctions import SanctionFile
from danabergulir.domain.fund.reserve import Reserve
from danabergulir.domain.loans.book import LoanBook
from danabergulir.domain.loans.proposal import ProposalState
from danabergulir.domain.to_do import State, Step
from danabergulir.ledger.file import store
from danabergulir.ledger.file.kept import made_on
from danabergulir.ledger.proofs import slips
from danabergulir.ledger.read import closings, proposals, records, registers, sanctions
from danabergulir.ledger.read.loans import loan_books_of
from danabergulir.operations import safekeeping
from danabergulir.operations.closing import cash_doubt
from danabergulir.operations.completeness import lacking_parts
from danabergulir.operations.reserving import reserve_on
from danabergulir.text import first_few

_DAYS_AHEAD: Final = 3
"""As many as ``ingatkan`` looks ahead unless told otherwise."""
_DECEMBER: Final = 12
_NAMED: Final = 3


def steps_to_do(path: Path, as_of: date) -> tuple[Step, ...]:
    """Return every step of a treasurer's month and how it stands on a day, in the order in which they are done."""
    with store.reading(path) as connection:
        view = _View(connection, as_of)
        steps = (
            *_closed(view),
            *_reserve(view),
            *_counted(view),
            *_letters(view),
            *_reminders(view),
            *_proposals(view),
            *_registers(view),
            *_slips(view),
        )
    return (*steps, _backup(path, as_of))


@dataclass(frozen=True)
class _View:
    """The ledger as of a day; what several steps look at is read once."""

    connection: store.Connection
    as_of: date

    @cached_property
    def opened_on(self) -> date:
        return registers.opened_on(self.connection)

    @cached_property
    def locked_to(self) -> date | None:
        return closings.locked_to(self.connection)

    @cached_property
    def chart(self) -> Chart:
        return registers.chart(self.connection, self.as_of)

    @cached_property
    def loans(self) -> Sequence[LoanBook]:
        return loan_books_of(self.connection, self.as_of)

    @cached_property
    def files(self) -> dict[str, SanctionFile]:
        return sanctions.sanction_files(self.connection, self.chart, self.as_of)

    @property
    def last_month(self) -> Month:
        return Month.of(self.as_of).shifted(-1)

    @cached_property
    def is_last_month_open(self) -> bool:
        """Return whether the month before is a month of this ledger that is not closed."""
        last_on = self.last_month.last_on
        return last_on > self.opened_on and (self.locked_to is None or self.locked_to < last_on)


def _closed(view: _View) -> Iterator[Step]:
    month, name = view.last_month, "Tutup bulan"
    if view.is_last_month_open:
        since = max(days_after(view.locked_to or view.opened_on, 1), view.opened_on)
        first = Month.of(since)
        told = f"{first.long_name} belum ditutup"
        told += f", begitu juga bulan sesudahnya sampai {month.long_name}" if first < month else ""
        yield Step(name, State.NEEDED, told, f"danabergulir tutup bulan {first}")
    elif month.last_on > view.opened_on:
        yield Step(name, State.DONE, f"{month.long_name} sudah ditutup", "danabergulir tutup daftar")
    year = view.as_of.year - 1
    left = closings.open_years(view.connection, view.chart, view.opened_on, year)
    if left:
        told = f"Tahun {left[0]} belum ditutup, labanya belum dibagi"
        told += f"; sesudah itu tahun {first_few([str(later) for later in left[1:]], _NAMED)}" if left[1:] else ""
        yield Step("Tutup tahun", State.NEEDED, told, f"danabergulir tutup tahun {left[0]}")
    elif view.opened_on < date(year, _DECEMBER, 31):
        yield Step("Tutup tahun", State.DONE, f"Tahun {year} sudah ditutup", "danabergulir tutup daftar")


def _reserve(view: _View) -> Iterator[Step]:
    """Yield how the reserve stands at the end of the month before while that is open, else today."""
    day = view.last_month.last_on if view.is_last_month_open else view.as_of
    found: Reserve = reserve_on(view.connection, day)
    state = State.DONE if not found.missing else State.NEEDED if view.is_last_month_open else State.NOT_YET
    yield Step(
        "Cadangan risiko",
        state,
        f"Per {format_form(day)} cadangan {found.gap}",
        f"danabergulir cadangan sesuaikan --per {day.isoformat()}" if found.missing else "danabergulir cadangan lihat",
    )


def _counted(view: _View) -> Iterator[Step]:
    month = Month.of(view.as_of)
    for each, until in ((view.last_month, view.last_month.last_on), (month, view.as_of)):
        if each is not month and not view.is_last_month_open:
            continue
        doubt = cash_doubt(view.connection, view.chart, each, view.opened_on, until)
        if doubt is not None:
            what, way = doubt
            counted = records.latest(view.connection, view.chart, each.first_on, until)
            state = State.NOT_YET if each is month and counted is None else State.NEEDED
            look = f"danabergulir hari --tanggal {counted.dated_on.isoformat()}" if counted else way.rpartition(": ")[2]
            yield Step("Hitung kas", state, _sentence(what), look)
        elif each is month:
            count = records.latest(view.connection, view.chart, each.first_on, until)
            told = f"Terakhir dihitung {format_form(count.dated_on)}" if count else "Belum ada uang kas yang bergerak"
            yield Step("Hitung kas", State.DONE, told, f"danabergulir hari --tanggal {until.isoformat()}")


def _letters(view: _View) -> Iterator[Step]:
    policy = registers.policy(view.connection, view.as_of)
    due = due_lines(view.loans, view.files, policy, view.as_of)
    per = f"--per {view.as_of.isoformat()}"
    if due:
        names = first_few([line.ksm.name for line in due], _NAMED)
        yield Step("Surat teguran", State.NEEDED, f"{len(due)} surat: {names}", f"danabergulir sanksi terbitkan {per}")
    else:
        yield Step(
            "Surat teguran", State.DONE, "Tidak ada surat yang perlu terbit", f"danabergulir sanksi daftar {per}"
        )
    unfounded = [
        standing.sanction.number
        for file in view.files.values()
        for standing in file.standings(view.as_of)
        if standing.to_withdraw
    ]
    for number in unfounded:
        yield Step(
            "Surat teguran",
            State.NEEDED,
            f"{number} tidak punya dasar lagi",
            f'danabergulir sanksi cabut {number} --alasan "..."',
        )


def _reminders(view: _View) -> Iterator[Step]:
    days = registers.policy(view.connection, view.as_of).reminding.apart_days
    found = reminders(view.loans, view.files, view.as_of, _DAYS_AHEAD)
    waiting = unsaid(found, records.said_near(view.connection, view.as_of, days).get(EVERYONE, ()))
    command = f"danabergulir ingatkan --per {view.as_of.isoformat()}"
    if not waiting:
        yield Step("Pengingat", State.DONE, "Semua sudah diingatkan", command)
        return
    late = sum(item.kind is ReminderKind.OVERDUE for item in waiting)
    yield Step("Pengingat", State.NEEDED, f"{len(waiting)} pengingat, {late} di antaranya menunggak", command)


def _proposals(view: _View) -> Iterator[Step]:
    for proposal in proposals.all_proposals(view.connection, view.as_of):
        number, who = proposal.number, proposal.ksm.name
        if proposal.state is ProposalState.PROPOSED:
            way = f"danabergulir pinjaman putuskan {number} --setuju --ba NOMOR"
            yield Step("Pengajuan", State.NOT_YET, f"{number} {who} belum diputuskan", way)
        elif proposal.state is ProposalState.GRANTED:
            way = f"danabergulir pinjaman cairkan {number}"
            yield Step("Pengajuan", State.NOT_YET, f"{number} {who} sudah disetujui, belum cair", way)


def _registers(view: _View) -> Iterator[Step]:
    """Yield every part of the book that ``kelengkapan`` finds wanting."""
    lacking = lacking_parts(view.connection, view.as_of, view.loans)
    for item in lacking:
        yield Step(item.part, State.NEEDED, _sentence(item.said), f"danabergulir {item.command}")
    if not lacking:
        yield Step("Data buku", State.DONE, "Semua bagian sudah diisi", "danabergulir kelengkapan")


def _slips(view: _View) -> Iterator[Step]:
    """Yield what ``periksa`` would tell of old slips that nobody decided about; its slow checks stay with it."""
    known = records.reviews(view.connection)
    found = [
        slip.sentence
        for search in slips.searches(view.connection, view.chart, view.as_of)
        for slip in search.slips
        if slip.lasting or slip.code not in known
    ]
    state = State.NEEDED if found else State.DONE
    told = f"{len(found)} keraguan: {_sentence(found[0])}" if found else "Tidak ada keraguan dalam catatan"
    yield Step("Pemeriksaan", state, told, f"danabergulir periksa --per {view.as_of.isoformat()}")


def _backup(path: Path, as_of: date) -> Step:
    sentence, made = safekeeping.reminder(path, as_of), made_on(path)
    state = State.NEEDED if sentence else State.DONE if made else State.NOT_YET
    told = f"Cadangan terakhir dibuat {format_form(made[0])}" if made else "Buku ini belum pernah dicadangkan"
    return Step("Cadangan buku", state, told, "danabergulir cadangkan")


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
