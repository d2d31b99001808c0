"""What is still to do as of a day, read from the ledger once."""

from collections.abc import Iterator, Sequence
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Final

from danabergulir.dates import Month, days_after, format_form
from danabergulir.domain.accounts import Chart
from danabergulir.domain.answering import DAYS_TO_ANSWER, AnsweredFor
from danabergulir.domain.checks import Result
from danabergulir.domain.dunning.due import due_lines
from danabergulir.domain.dunning.reminders import EVERYONE, ReminderKind, reminders, unsaid
from danabergulir.domain.dunning.sanctions import SanctionFile
from danabergulir.domain.fund.reserve import Reserve
from danabergulir.domain.loans.book import LoanBook, Scope
from danabergulir.domain.loans.proposal import ProposalState
from danabergulir.domain.to_do import State, Step
from danabergulir.errors import Finding
from danabergulir.frozen import Struct, field, replace
from danabergulir.ledger.file import store
from danabergulir.ledger.file.kept import is_hidden, made_on
from danabergulir.ledger.proofs import slips
from danabergulir.ledger.read import closings, proposals, records, registers, sanctions
from danabergulir.ledger.read.answering import decided
from danabergulir.ledger.read.loans import loan_books_of
from danabergulir.operations import safekeeping
from danabergulir.operations.audit import figures
from danabergulir.operations.closing import cash_doubt, month_findings
from danabergulir.operations.completeness import lacking_opening, lacking_parts
from danabergulir.operations.reserving import reserve_on
from danabergulir.text import first_few, quoted

_DAYS_AHEAD: Final = 3
"""As many as ``ingatkan`` looks ahead unless told otherwise."""
_DECEMBER: Final = 12
_NAMED: Final = 3


def steps_to_do(path: Path, as_of: date) -> tuple[Step, ...]:
    """Return every step of a treasurer's month and how it stands on a day, in the order in which they are done."""
    with store.reading(path) as connection:
        figures.refuse_before_opening(connection, as_of)
        view = _View(connection, as_of)
        steps = (
            *_opening(view),
            *_closed(view),
            *_reserve(view),
            *_counted(view),
            *_letters(view),
            *_reminders(view),
            *_proposals(view),
            *_board(view),
            *_citizens(view),
            *_registers(view),
            *_examined(view),
        )
    return (*steps, _backup(path, as_of))


class _View(Struct, frozen=True, dict=True):
    """The ledger as of a day; what several steps look at is read once."""

    connection: store.Connection
    as_of: date
    _stops: dict[Month, Finding | None] = field(default_factory=dict)

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
        return loan_books_of(self.connection, self.as_of, scope=Scope.LIVING)

    @cached_property
    def files(self) -> dict[str, SanctionFile]:
        return sanctions.sanction_files(self.connection, self.chart, self.as_of)

    def stop(self, month: Month) -> Finding | None:
        """Return the first finding because of which a month would not be closed."""
        if month not in self._stops:
            found = month_findings(self.connection, self.chart, month)
            self._stops[month] = next((item for item in found if item.severity == "galat"), None)
        return self._stops[month]

    @property
    def last_month(self) -> Month:
        return Month.of(self.as_of).shifted(-1)

    @cached_property
    def is_last_month_open(self) -> bool:
        """Return whether the month before is a month of this ledger that is not closed."""
        last_on = self.last_month.last_on
        return last_on > self.opened_on and (self.locked_to is None or self.locked_to < last_on)


def _opening(view: _View) -> Iterator[Step]:
    """Yield what is to come first: without the opening balances no month can be closed."""
    for item in lacking_opening(view.connection, view.as_of, view.loans):
        yield Step(item.part, State.NEEDED, _sentence(item.said), f"danabergulir {item.command}")


def _closed(view: _View) -> Iterator[Step]:
    month, name = view.last_month, "Tutup bulan"
    if view.is_last_month_open:
        first = Month.of(max(days_after(view.locked_to or view.opened_on, 1), view.opened_on))
        told = f"{first.long_name} belum ditutup"
        told += f", begitu juga bulan sesudahnya sampai {month.long_name}" if first < month else ""
        yield _close(view, name, first, told, f"danabergulir tutup bulan {first}")
    elif month.last_on > view.opened_on:
        yield Step(name, State.DONE, f"{month.long_name} sudah ditutup", "danabergulir tutup daftar")
    yield from _closed_year(view)


def _closed_year(view: _View) -> Iterator[Step]:
    last, name = view.as_of.year - 1, "Tutup tahun"
    left = closings.open_years(view.connection, view.chart, view.opened_on, last)
    if not left:
        if view.opened_on < date(last, _DECEMBER, 31):
            yield Step(name, State.DONE, f"Tahun {last} sudah ditutup", "danabergulir tutup daftar")
        return
    year, december, locked_to = left[0], Month(left[0], _DECEMBER), view.locked_to
    told = f"Tahun {year} belum ditutup, labanya belum dibagi"
    told += f"; sesudah itu tahun {first_few([str(later) for later in left[1:]], _NAMED)}" if left[1:] else ""
    if locked_to is not None and Month(year, 1) <= Month.of(locked_to) < december.shifted(-1):
        # the months of a year of which one is closed are closed in turn
        step = _close(view, name, Month.of(locked_to).shifted(1), told, "danabergulir tutup daftar")
        yield replace(step, state=State.NOT_YET, remark=f"{told}; tutup dulu bulan-bulannya sampai November")
    elif locked_to is None or locked_to < december.last_on:
        yield _close(view, name, december, told, f"danabergulir tutup tahun {year}")
    else:
        yield Step(name, State.NEEDED, told, f"danabergulir tutup tahun {year}")


def _close(view: _View, name: str, month: Month, told: str, command: str) -> Step:
    """Return the step that closes a month or its year, or where that would be refused what shows why."""
    stop = view.stop(month)
    if stop is None:
        return Step(name, State.NEEDED, told, command)
    why = f"belum dapat ditutup: {stop.subject} {stop.message}"
    return Step(name, State.NEEDED, f"{told}; {why}", f"danabergulir periksa --per {month.last_on.isoformat()}")


def _reserve(view: _View) -> Iterator[Step]:
    """Yield how the reserve stands at the end of the month before while that is open, else today."""
    day = view.last_month.last_on if view.is_last_month_open else view.as_of
    found: Reserve = reserve_on(view.connection, day)
    state = State.DONE if not found.missing else State.NEEDED if view.is_last_month_open else State.NOT_YET
    yield Step(
        "Cadangan risiko",
        state,
        f"Per {format_form(day)} cadangan risiko {found.gap}",
        f"danabergulir cadangan sesuaikan --per {day.isoformat()}"
        if found.missing
        else f"danabergulir laporan {Month.of(day)} --hanya kolektibilitas",
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
    policy = registers.policy(view.connection, view.as_of)
    command = f"danabergulir ingatkan --per {view.as_of.isoformat()}"
    if closed := policy.reminding.closed_on(view.as_of, policy.calendar):
        yield Step("Pengingat", State.DONE, f"Tidak mengingatkan pada {closed}", command)
        return
    found = reminders(view.loans, view.files, view.as_of, _DAYS_AHEAD)
    said = records.said_near(view.connection, view.as_of, policy.reminding.apart_days)
    waiting = unsaid(found, said.get(EVERYONE, ()))
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


def _board(view: _View) -> Iterator[Step]:
    """Yield the acts since the last close that name no minutes, and a closed month whose set nobody received."""
    since = max(days_after(view.locked_to, 1), view.opened_on) if view.locked_to else view.opened_on
    acts = decided.acts(view.connection, since, view.as_of)
    known = tuple(decided.written_down(view.connection, view.as_of))
    if unknown := AnsweredFor(acts, known).unregistered:
        told = f"{len(unknown)} berita acara disebut tetapi belum dicatat: {first_few(unknown, _NAMED)}"
        yield Step("Berita acara", State.NEEDED, told, f"danabergulir ba catat {quoted(unknown[0])} PERIHAL")
    lacking = list(dict.fromkeys(act.subject for act in acts if not act.minutes.strip()))
    if lacking:
        told = f"{len(lacking)} tindakan tanpa berita acara: {first_few(lacking, _NAMED)}"
        yield Step("Berita acara", State.NEEDED, told, "danabergulir ba perlu")
    month = view.last_month
    received = {item.month for item in decided.received(view.connection, view.as_of)}
    if received and month.last_on > view.opened_on and not view.is_last_month_open and month not in received:
        told = f"Laporan {month.long_name} belum dicatat diterima"
        yield Step("Tanda terima laporan", State.NOT_YET, told, f"danabergulir terima-laporan {month} --oleh NAMA")


def _citizens(view: _View) -> Iterator[Step]:
    """Yield the complaints that wait for an answer; those that have waited too long are to be answered now."""
    for item in decided.complaints(view.connection, view.as_of):
        if not item.answers:
            late = days_after(item.dated_on, DAYS_TO_ANSWER) < view.as_of
            told = f"{item.number} tanggal {format_form(item.dated_on)} belum dijawab"
            way = f'danabergulir aduan jawab {item.number} "..."'
            yield Step("Aduan", State.NEEDED if late else State.NOT_YET, told, way)


def _registers(view: _View) -> Iterator[Step]:
    """Yield every part of the book that ``kelengkapan`` finds wanting."""
    lacking = lacking_parts(view.connection, view.as_of, view.loans)
    for item in lacking:
        yield Step(item.part, State.NEEDED, _sentence(item.said), f"danabergulir {item.command}")
    if not lacking:
        yield Step("Data buku", State.DONE, "Semua bagian sudah diisi", "danabergulir kelengkapan")


def _examined(view: _View) -> Iterator[Step]:
    """Yield each check of the day's figures that is wrong, and old slips that nobody decided about.

    The proof of the file and of its chain is left to ``periksa``: it takes as long as the book is large.
    """
    name, command = "Pemeriksaan", f"danabergulir periksa --per {view.as_of.isoformat()}"
    searches = tuple(slips.searches(view.connection, view.chart, view.as_of))
    checks = (
        *figures.sums(view.connection, view.chart, view.as_of, searches),
        *figures.reports(view.connection, Month.of(view.as_of), journal_is_sound=True),
    )
    wrong = [item for item in checks if item.result is Result.WRONG]
    for item in wrong:
        yield Step(name, State.NEEDED, f"{item.name}: salah. {item.sentence}", command)
    known = records.reviews(view.connection)
    found = [
        slip.sentence
        for search in searches
        for slip in search.slips
        if not slip.is_decided(known) and search.name not in [item.name for item in wrong]
    ]
    if found:
        yield Step(name, State.NEEDED, f"{len(found)} keraguan: {_sentence(found[0])}", command)
    elif not wrong:
        yield Step(
            name,
            State.DONE,
            "Tidak ada keraguan dalam angka buku; file dan rantainya diperiksa dengan perintah ini",
            command,
        )


def _backup(path: Path, as_of: date) -> Step:
    sentence, made = safekeeping.reminder(path, as_of), made_on(path)
    state = State.NEEDED if sentence else State.DONE if made else State.NOT_YET
    if not made and is_hidden(path):
        return Step(
            "Cadangan buku", state, "Folder cadangan buku tidak dapat dibuka", "danabergulir cadangkan --ke FOLDER"
        )
    told = f"Terakhir dicadangkan {format_form(made[0])}" if made else "Buku ini belum pernah dicadangkan"
    return Step("Cadangan buku", state, told, "danabergulir cadangkan")


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
