"""Letters of thanks to the KSM that paid every instalment of a year on time: a template filled with their figures."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Final

from danabergulir.dates import days_after, format_long
from danabergulir.domain.dunning.thanks import PaidOnTime
from danabergulir.domain.groups import KSM, Member, RwHead
from danabergulir.domain.letterhead import Profile
from danabergulir.frozen import Struct
from danabergulir.money import Rupiah, format_rupiah, total
from danabergulir.reports.model.paper import Paper, letterhead
from danabergulir.reports.model.sheet import Column, Section, rows_of
from danabergulir.reports.model.table import count, rupiah
from danabergulir.reports.papers.letter_parts import LetterPart, Tie, letter_paper, set_out
from danabergulir.reports.papers.letter_text import ADDRESSED
from danabergulir.reports.papers.letters import open_letter_number
from danabergulir.reports.shown.reminders import safe_code

_COLUMNS: Final = (
    Column("ksm", "KSM", identifies=True, of=lambda letter: letter.facts.ksm.name),
    Column("rw", "RW", of=lambda letter: letter.facts.ksm.rw),
    count("pinjaman", "Pinjaman", of=lambda letter: len(letter.facts.loans)),
    count("angsuran", "Angsuran Tepat Waktu", of=lambda letter: letter.facts.due_count),
    rupiah("pokok", "Pokok Dibayar", of=lambda letter: letter.facts.principal),
    Column("berkas", "File", of=lambda letter: letter.file_name),
    Column("kode_ksm", "Kode KSM", of=lambda letter: letter.facts.ksm.code),
)


class ThanksFacts(Struct, frozen=True):
    """All that a letter of thanks may speak of: the people, and the loans paid on time after ``since`` to ``until``.

    ``head`` is that of the chain as of that day.
    """

    profile: Profile
    ksm: KSM
    members: Sequence[Member]
    loans: Sequence[PaidOnTime]
    since: date
    until: date
    dated_on: date
    rw_head: RwHead | None = None
    head: str = ""

    @property
    def due_count(self) -> int:
        """Return how many instalments fell due, all of them paid on time."""
        return sum(item.due_count for item in self.loans)

    @property
    def principal(self) -> Rupiah:
        """Return the principal repaid by them, in rupiah."""
        return total([item.paid.principal for item in self.loans])


class Thanks(Struct, frozen=True):
    """A finished letter of thanks: what it is about, its text in lines, and the same in parts."""

    facts: ThanksFacts
    text: str
    parts: tuple[LetterPart, ...]

    @property
    def file_name(self) -> str:
        """Return the name of the text, which every file system takes, one for each KSM."""
        return f"{self._stem}.txt"

    @property
    def paper(self) -> Paper:
        """Return the letter on paper, under the name of its text."""
        head, title = letterhead(self.facts.profile), f"Ucapan terima kasih {self.facts.ksm.name}"
        return letter_paper(self._stem, title, head, self.facts.dated_on, self.parts, Tie.to(self.facts.head))

    @property
    def _stem(self) -> str:
        return f"ucapan-{self.facts.until.year}-{safe_code(self.facts.ksm.code)}"


def thanks(template: str, facts: ThanksFacts) -> Thanks:
    """Return the letter of thanks to a KSM. ``template`` has no findings."""
    values = {name: value(facts) for name, value in THANKS_PLACEHOLDERS.items()}
    text, parts = set_out(template, values)
    return Thanks(facts, Tie.to(facts.head).under(text), parts)


def thanks_section(letters: Sequence[Thanks]) -> Section:
    """Return the letters as a table, with the file that each one was written to."""
    return Section(
        _COLUMNS,
        rows_of(_COLUMNS, letters),
        empty_note="Belum ada KSM yang semua angsurannya tahun itu dibayar tepat waktu.",
    )


def _loan_words(item: PaidOnTime) -> str:
    left = item.book.outstanding
    rest = f"saldo pokok {format_rupiah(left)}" if left else "sudah lunas"
    return f"   Pinjaman {item.book.loan.number}: {item.due_count} angsuran tepat waktu, {rest}"


THANKS_PLACEHOLDERS: Final[Mapping[str, Callable[[ThanksFacts], str]]] = {
    **ADDRESSED,
    "nomor": lambda facts: open_letter_number(facts.profile.upk, facts.dated_on),
    "tanggal": lambda facts: format_long(facts.dated_on),
    "tahun": lambda facts: str(facts.until.year),
    "masa": lambda facts: f"{format_long(days_after(facts.since, 1))} sampai {format_long(facts.until)}",
    "banyak_angsuran": lambda facts: str(facts.due_count),
    "pokok_dibayar": lambda facts: format_rupiah(facts.principal),
    "jasa_dibayar": lambda facts: format_rupiah(total([item.paid.jasa for item in facts.loans])),
    "saldo_pokok": lambda facts: format_rupiah(total([item.book.outstanding for item in facts.loans])),
    "rincian_pinjaman": lambda facts: "\n".join(map(_loan_words, facts.loans)),
}
"""What the template of a letter of thanks may say, by the word between braces."""
