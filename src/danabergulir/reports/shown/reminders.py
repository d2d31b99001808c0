"""The reminders of a day as a table, and as texts: one for each KSM, one for each head of an RW, one for the treasurer.

The texts are short, for they are sent from a telephone.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from hashlib import sha256
from itertools import groupby
from typing import Final, NamedTuple
from urllib.parse import quote

from danabergulir.dates import format_form, format_long
from danabergulir.domain.dunning.reminders import (
    TREASURER,
    Reminder,
    ReminderKind,
    Said,
    international_number,
    recipient_of_ksm,
    recipient_of_rw,
    unsaid,
)
from danabergulir.domain.dunning.trials import Wording
from danabergulir.domain.groups import KSM, RwHead
from danabergulir.domain.letterhead import Profile
from danabergulir.frozen import Struct, replace
from danabergulir.money import Rupiah, format_count, format_rupiah, total
from danabergulir.reports.model.frame import tied_to
from danabergulir.reports.model.moved_days import moved_column, moved_notes, moved_words
from danabergulir.reports.model.paper import ksm_named, titled
from danabergulir.reports.model.sheet import Column, Kind, Section, rows_of
from danabergulir.reports.model.table import KSM_CODE, KSM_NAME, RW, count, rupiah
from danabergulir.text import one_line

_KIND_WORDS: Final = {
    ReminderKind.OVERDUE: "menunggak",
    ReminderKind.TODAY: "jatuh tempo hari ini",
    ReminderKind.PROMISE: "janji bayar",
    ReminderKind.SOON: "akan jatuh tempo",
}


class _Listed(Struct, frozen=True):
    """A reminder as it is listed on a day, with the link that opens WhatsApp."""

    reminder: Reminder
    as_of: date
    link: str

    @property
    def ksm(self) -> KSM:
        """Return the borrower."""
        return self.reminder.ksm

    @property
    def shifted_from(self) -> date | None:
        """Return the day agreed where that is a day off."""
        return self.reminder.shifted_from


def _part(name: str) -> Callable[[_Listed], Rupiah | None]:
    """Return what says how much of a reminder is pokok, jasa or titipan; a promise has no parts."""

    def of(listed: _Listed) -> Rupiah | None:
        parts = listed.reminder.parts
        return getattr(parts, name) if parts else None

    return of


_BRIEF: Final = (
    Column("pinjaman", "No. Pinjaman", identifies=True, of=lambda listed: listed.reminder.loan),
    KSM_NAME,
    RW,
    Column("hal", "Hal", of=lambda listed: _KIND_WORDS[listed.reminder.kind]),
    Column("jatuh_tempo", "Jatuh Tempo", Kind.DATE, of=lambda listed: listed.reminder.due_on),
    count("hari", "Hari", of=lambda listed: _days(listed.reminder, listed.as_of)),
    rupiah("jumlah", "Jumlah", of=lambda listed: listed.reminder.amount),
    Column("telepon", "Telepon", of=lambda listed: international_number(listed.ksm.phone) or ""),
)
"""The columns that fit a screen."""

_COLUMNS: Final = (
    *_BRIEF,
    rupiah("pokok", "Pokok", of=_part("principal")),
    rupiah("jasa", "Jasa", of=_part("jasa")),
    rupiah("titipan", "Titipan", of=_part("titipan")),
    rupiah("tabungan", "Tabungan", of=lambda listed: listed.reminder.savings if listed.reminder.parts else None),
    Column("tautan", "Tautan WhatsApp", of=lambda listed: listed.link),
    KSM_CODE,
)


class Sender(NamedTuple):
    """Who a text is from: the UPK, and the officer with the post; empty where none is on record.

    Texts that an officer signs by name are answered more often (Karlan, Morten and Zinman, 2015). The head of the
    chain makes whoever gets the text a witness of it.
    """

    upk: str
    officer: str = ""
    head: str = ""

    @property
    def lines(self) -> tuple[str, ...]:
        """Return the lines at the foot of a text."""
        signed = (*([self.officer] if self.officer else []), titled(self.upk, "UPK"))
        return (*signed, tied_to(self.head)) if self.head else signed


_WHO_SIGNS: Final = ("Petugas", "Kasir", "Manajer")
"""The officer whom a KSM knows: who collects, else who takes the money, else who leads the UPK; by the first word."""


def sender_of(profile: Profile, head: str = "") -> Sender:
    """Return who signs the texts of a UPK, with the head of its chain below."""
    named = [(post, name) for post, name in profile.officers.items() if name]
    first = [held for word in _WHO_SIGNS for held in named if held[0].casefold().startswith(word.casefold())]
    post, name = next(iter((*first, *named)), ("", ""))
    return Sender(profile.upk, f"{name}, {post}" if name else "", head)


class ReminderText(Struct, frozen=True):
    """One text: the recipient and how it is addressed, the name of its file, what it says, and the reminders in it.

    ``text`` ends with a line feed.
    """

    recipient: str
    to: str
    file_name: str
    text: str
    reminders: tuple[Reminder, ...]


def reminder_section(found: Sequence[Reminder], as_of: date, sender: Sender, *, brief: bool = False) -> Section:
    """Return the reminders as a table, a line per loan and kind. ``brief`` keeps the columns that fit a screen.

    ``hari`` are the days that the loan is late where something is overdue, those still to come of the rest; the link
    opens WhatsApp with the whole text for the KSM.
    """
    links = {ksm.code: _link(ksm, items, as_of, sender) for ksm, items in _by_ksm(found)}
    moved = moved_column(found)
    columns = (*(_BRIEF if brief else _COLUMNS), *moved)
    listed = [_Listed(item, as_of, links[item.ksm.code]) for item in found]
    return Section(columns, rows_of(columns, listed), notes=moved_notes(moved))


def _by_ksm(found: Iterable[Reminder]) -> Iterator[tuple[KSM, tuple[Reminder, ...]]]:
    for _, items in groupby(found, key=lambda item: item.ksm.code):
        together = tuple(items)
        yield together[0].ksm, together


def _link(ksm: KSM, items: Sequence[Reminder], as_of: date, sender: Sender) -> str:
    """Return the address that opens WhatsApp with the text for a KSM; empty where no telephone is known."""
    number = international_number(ksm.phone)
    return f"https://wa.me/{number}?text={quote(_ksm_text(ksm, items, as_of, sender))}" if number else ""


_LONGEST_NAME: Final = 120
_NOTHING_SAID: Final[Said] = {}
Heads = Mapping[str, RwHead]
"""The heads of the RW by the number of the RW, those who are written down."""
_NO_HEADS: Final[Heads] = {}


def reminder_texts(
    found: Sequence[Reminder], as_of: date, sender: Sender, said: Said = _NOTHING_SAID, heads: Heads = _NO_HEADS
) -> tuple[ReminderText, ...]:
    """Return the text for each KSM, then the digest for each head of an RW, then the treasurer's.

    What was ``said`` to a recipient is left out of its text; nobody gets a text about nothing.
    """
    return tuple(_texts(found, as_of, sender, said, heads))


def _texts(found: Sequence[Reminder], as_of: date, sender: Sender, said: Said, heads: Heads) -> Iterator[ReminderText]:
    for ksm, items in _by_ksm(found):
        to = recipient_of_ksm(ksm.code)
        if fresh := unsaid(items, said.get(to, ())):
            text = _ksm_text(ksm, fresh, as_of, sender) + "\n"
            yield ReminderText(
                to, _with_number(ksm_named(ksm), ksm.phone), f"ksm-{safe_code(ksm.code)}.txt", text, fresh
            )
    for rw, together in groupby(found, key=lambda item: item.ksm.rw):
        to = recipient_of_rw(rw)
        if fresh := unsaid(together, said.get(to, ())):
            head = heads.get(rw, RwHead(rw, ""))
            text = _rw_text(head, fresh, as_of, sender)
            fresh = tuple(replace(item, draw=None, sentence="") for item in fresh)  # that was said to the KSM alone
            yield ReminderText(to, _with_number(_head_named(head), head.phone), f"rw-{safe_code(rw)}.txt", text, fresh)
    if fresh := unsaid(found, said.get(TREASURER, ())):
        yield ReminderText(
            TREASURER, "Bendahara UPK", "bendahara.txt", _treasurer_text(fresh, as_of, sender, heads), fresh
        )


def all_texts(texts: Iterable[ReminderText]) -> str:
    """Return the texts below each other, each under a line that says whose it is."""
    return "\n".join(f"{_joined([f'--- {item.to} ---'])}\n{item.text}" for item in texts)


def _with_number(name: str, phone: str) -> str:
    number = international_number(phone)
    return f"{name}, {number}" if number else name


def _head_named(head: RwHead) -> str:
    return f"Ketua RW {head.rw}" + (f" ({head.name})" if head.name else "")


def _joined(lines: Iterable[str]) -> str:
    """Return the lines without anything that moves or colours what stands on a terminal; names come from anywhere."""
    return "\n".join(one_line(line, instead=" ") for line in lines)


def safe_code(code: str) -> str:
    """Return a code as every file system takes it: what is no letter or digit is spelt by its number.

    A name that no disk would take is cut, and told from others by the digest of the code.
    """
    spelt = re.sub(r"[^0-9A-Za-z-]", lambda letter: f"_{ord(letter[0]):x}", code)
    return spelt if len(spelt) <= _LONGEST_NAME else f"{spelt[:_LONGEST_NAME]}_{sha256(code.encode()).hexdigest()[:16]}"


_PLAIN: Final = "Hubungi kami bila berat."
_INVITATIONS: Final[Mapping[Wording, str]] = {
    Wording.PLAIN: _PLAIN,
    Wording.PLAN: "Hubungi kami bila berat: kita susun bersama rencana bayar yang sanggup dijalani.",
    Wording.SENTENCE: _PLAIN,
}


def _ksm_text(ksm: KSM, items: Sequence[Reminder], as_of: date, sender: Sender) -> str:
    chair = f" (Ibu/Bapak {ksm.chair})" if ksm.chair else ""
    return _joined(
        (
            f"Yth. Ketua {ksm_named(ksm)}{chair},",
            *(_sentence(item, as_of) for item in items),
            *dict.fromkeys(item.sentence for item in items if item.sentence),
            _INVITATIONS[items[0].draw.text if items[0].draw else Wording.PLAIN],
            "Mohon disampaikan kepada anggota. Bila sudah dibayar, abaikan pesan ini. Terima kasih.",
            *sender.lines,
        )
    )


def _sentence(item: Reminder, as_of: date) -> str:
    moved = f" Semula {format_long(item.shifted_from)}, hari libur." if item.shifted_from else ""
    return _plain_sentence(item, as_of) + moved


def _plain_sentence(item: Reminder, as_of: date) -> str:
    day, money = format_long(item.due_on), format_rupiah(item.amount) + _parts(item)
    match item.kind:
        case ReminderKind.OVERDUE:
            late = f" ({format_count(item.days_late)} hari)" if item.days_late else ""
            what = "Angsuran" if item.days_late else "Sisa angsuran"
            return f"{what} pinjaman {item.loan} belum dibayar sejak {day}{late}: {money}."
        case ReminderKind.TODAY:
            return f"Angsuran pinjaman {item.loan} jatuh tempo hari ini, {day}: {money}."
        case ReminderKind.PROMISE:
            return f"Janji bayar pinjaman {item.loan} untuk {day}: {money}."
        case ReminderKind.SOON:
            left = _days(item, as_of)
            return f"Angsuran pinjaman {item.loan} jatuh tempo {day} ({left} hari lagi): {money}."


def _days(item: Reminder, as_of: date) -> int:
    """Return how many days late a loan is, or how many are left until the day that a reminder is about."""
    return item.days_late if item.kind is ReminderKind.OVERDUE else (item.due_on - as_of).days


def _parts(item: Reminder) -> str:
    if item.parts is None:
        return ""
    named = (
        ("pokok", item.parts.principal),
        ("jasa", item.parts.jasa),
        ("titipan", item.parts.titipan),
        ("tabungan", item.savings),
    )
    return f" ({', '.join(f'{name} {format_rupiah(amount)}' for name, amount in named if amount)})"


def _short_line(item: Reminder) -> str:
    since = "sejak" if item.kind is ReminderKind.OVERDUE else "tanggal"
    day = format_form(item.due_on) + moved_words(item)
    return f"- {ksm_named(item.ksm)}, {item.loan}: {_KIND_WORDS[item.kind]} {since} {day}, {format_rupiah(item.amount)}"


def _rw_text(head: RwHead, items: Sequence[Reminder], as_of: date, sender: Sender) -> str:
    whom = f" (Ibu/Bapak {head.name})" if head.name else ""
    lines = (
        f"Yth. Ketua RW {head.rw}{whom},",
        f"KSM di RW {head.rw} yang perlu diingatkan pada {format_long(as_of)}:",
        *map(_short_line, items),
        "Mohon bantuan Ibu/Bapak ikut mengingatkan. Terima kasih.",
        *sender.lines,
    )
    return _joined(lines) + "\n"


def _treasurer_text(found: Sequence[Reminder], as_of: date, sender: Sender, heads: Heads) -> str:
    links = [(ksm, _link(ksm, items, as_of, sender)) for ksm, items in _by_ksm(found)]
    to_heads = list(_head_links(found, as_of, sender, heads))
    lines = [" ".join(("Pengingat", titled(sender.upk, "UPK"))) + f", {format_long(as_of)}", *_sums(found)]
    for rw, items in groupby(found, key=lambda item: item.ksm.rw):
        lines += ["", f"RW {rw}", *map(_short_line, items)]
    lines += ["", "Kirim lewat WhatsApp:"] if to_heads or any(link for _, link in links) else []
    lines += [f"- {ksm_named(ksm)}: {link}" for ksm, link in links if link] + to_heads
    without = ", ".join(ksm_named(ksm) for ksm, link in links if not link)
    lines += ["", f"Belum ada nomor telepon: {without}"] if without else []
    lines += ["", tied_to(sender.head)] if sender.head else []
    return _joined(lines) + "\n"


def _head_links(found: Sequence[Reminder], as_of: date, sender: Sender, heads: Heads) -> Iterator[str]:
    """Yield a line for each head of an RW whose telephone is known, with the address that opens WhatsApp."""
    for rw, items in groupby(found, key=lambda item: item.ksm.rw):
        head = heads.get(rw)
        number = international_number(head.phone) if head else None
        if head and number:
            text = quote(_rw_text(head, tuple(items), as_of, sender).rstrip("\n"))
            yield f"- {_head_named(head)}: https://wa.me/{number}?text={text}"


def _sums(found: Sequence[Reminder]) -> Iterator[str]:
    """Yield a line per kind: how many loans, and how much. A promise is about the same money as an instalment."""
    for kind, words in _KIND_WORDS.items():
        amounts: list[Rupiah] = [item.amount for item in found if item.kind is kind]
        if amounts:
            yield f"{words.capitalize()}: {len(amounts)} pinjaman, {format_rupiah(total(amounts))}"
