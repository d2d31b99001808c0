"""Reminders of a day: what is to be said to whom, and writing down what was shown or sent."""

import logging
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from danabergulir.domain.dunning.reminders import (
    EVERYONE,
    TREASURER,
    Reminder,
    Said,
    recipient_of_ksm,
    recipient_of_rw,
    reminders,
    unsaid,
    with_sentence,
)
from danabergulir.domain.groups import KSM, RwHead, same_rw
from danabergulir.domain.policy.rules import Policy
from danabergulir.errors import FaultyDataError, Finding, LedgerUnusableError, UsageError, how_to_install
from danabergulir.frozen import Struct, replace
from danabergulir.ledger import answers
from danabergulir.ledger.file import store
from danabergulir.ledger.read import records as notes
from danabergulir.ledger.read import registers, sanctions
from danabergulir.ledger.read.finding import heads as chain
from danabergulir.ledger.read.loans import loan_books_of
from danabergulir.operations.csv_table import Faults, read_lines
from danabergulir.operations.desk import recording
from danabergulir.reports.shown.reminders import ReminderText, Sender, reminder_texts, sender_of


class Round(Struct, frozen=True):
    """What was not yet shown on a day, who signs it, and what was ``said`` to whom by message.

    ``heads`` are the heads of the RW on that day by the number of the RW. ``policy`` is the one in force, ``spoken``
    are the instalments that the board's sentence was said about.
    """

    as_of: date
    sender: Sender
    reminders: tuple[Reminder, ...]
    said: Said
    heads: Mapping[str, RwHead]
    policy: Policy
    spoken: Collection[tuple[str, date]]

    @property
    def for_treasurer(self) -> tuple[Reminder, ...]:
        """Return what the treasurer was not told by message either."""
        return unsaid(self.reminders, self.said.get(TREASURER, ()))

    @property
    def worded(self) -> "Round":
        """Return it with the board's sentence where that is due: what is shown as texts."""
        sentence = self.policy.reminding.sentence
        return replace(self, reminders=with_sentence(self.reminders, sentence, self.spoken)) if sentence else self

    def closed(self, now: datetime, *, sending: bool) -> str:
        """Return why nobody is reminded now, in words; empty where the rules allow it.

        What is shown for another day than today goes by that day alone: who hands it on does so then.
        """
        rules, calendar = self.policy.reminding, self.policy.calendar
        by_day = rules.closed_on(self.as_of, calendar)
        is_now = sending or self.as_of == now.date()
        return by_day or (rules.closed_at(now, calendar) if is_now else "")


def round_of(path: Path, as_of: date, days_ahead: int, *, rw: str | None = None, again: bool = False) -> Round:
    """Return what is to be said on a day, of one RW or of all; nothing is written down.

    What was shown within the policy's days is left out, unless ``again``.
    """
    with store.reading(path) as connection:
        files = sanctions.sanction_files(connection, registers.chart(connection, as_of), as_of)
        found = reminders(loan_books_of(connection, as_of), files, as_of, days_ahead)
        policy = registers.policy(connection, as_of)
        said = {} if again else notes.said_near(connection, as_of, policy.reminding.apart_days)
        sender = sender_of(registers.profile(connection, as_of), chain.shown(connection, as_of))
        heads, spoken = registers.rw_heads(connection, as_of), notes.sentences_said(connection)
    shown = [item for item in unsaid(found, said.get(EVERYONE, ())) if rw is None or same_rw(item.ksm.rw, rw)]
    return Round(as_of, sender, tuple(shown), said, heads, policy=policy, spoken=spoken)


def write_down(path: Path, shown: Sequence[Reminder], as_of: date, now: datetime, *, recipient: str = EVERYONE) -> None:
    """Write down that reminders were shown on a day, or sent to a recipient, all in one transaction.

    A closed month does not forbid it: nothing of the books changes. Raises ``LedgerUnusableError``.
    """
    with recording(path, now) as desk:
        answers.add_reminders(desk.writer, shown, as_of, recipient)


Send = Callable[[str, str, str], bool]
"""Sends a text to an address under a heading, and returns whether it arrived."""


@dataclass(frozen=True, slots=True)
class Message:
    """A text and the address it goes to, which never shows."""

    text: ReminderText
    address: str = field(repr=False)


def messages(path: Path, found: Round, file: Path) -> tuple[Message, ...]:
    """Return the texts of a day for those recipients that the address file names, without what each was told already.

    Raises ``UsageError`` for a file that cannot be opened and ``FaultyDataError`` for one with mistakes in it.
    """
    with store.reading(path) as connection:
        known = registers.all_ksm(connection, found.as_of)
    addresses = _addresses(file, known)
    texts = reminder_texts(found.reminders, found.as_of, found.sender, found.said, found.heads)
    return tuple(Message(text, addresses[text.recipient]) for text in texts if text.recipient in addresses)


def _addresses(file: Path, known: Mapping[str, KSM]) -> dict[str, str]:
    """Return the address of each recipient. No finding repeats what may be an address."""
    addresses: dict[str, str] = {}
    faults = Faults("alamat")
    try:
        for line in read_lines(file, ("penerima", "alamat"), (), faults):
            recipient = _recipient(line.text("penerima"), known)
            if not line.require("penerima", "alamat"):
                continue
            if recipient is None:
                faults.error(line.number, "penerima tidak dikenal", "Tulis bendahara, RW 05, atau kode KSM.")
            elif recipient in addresses:
                faults.error(line.number, "penerima ini sudah ada di baris lain", "Tulis satu baris tiap penerima.")
            elif _is_of_another(recipient, line.text("alamat"), addresses, known):
                faults.error(
                    line.number,
                    "alamat ini sudah dipakai KSM lain",
                    "Pesan tiap KSM hanya untuk ketuanya sendiri, bukan untuk grup. Pakai alamat ketua KSM ini.",
                )
            else:
                addresses[recipient] = line.text("alamat")
    except FaultyDataError:
        # what is no heading may be an address
        raise FaultyDataError(
            f"daftar alamat tidak dapat dibaca: {file.name}",
            "Simpan sebagai CSV UTF-8. Baris pertama: penerima;alamat. Lalu satu baris tiap penerima.",
        ) from None
    if faults.errors:
        raise FaultyDataError(
            "ada kesalahan dalam daftar alamat, tidak ada yang dikirim",
            "Perbaiki baris yang disebut, lalu ulangi perintah ini.",
            faults.findings,
        )
    return addresses


def _is_of_another(recipient: str, address: str, addresses: Mapping[str, str], known: Mapping[str, KSM]) -> bool:
    """Return whether another KSM has this address already, which has not the same chair and telephone."""
    of = {recipient_of_ksm(code): (ksm.chair, ksm.phone) for code, ksm in known.items()}
    if recipient not in of:
        return False
    others = [of[other] for other, known_address in addresses.items() if known_address == address and other in of]
    return any(not all(person) or person != of[recipient] for person in others)


def _recipient(word: str, known: Mapping[str, KSM]) -> str | None:
    wanted = word.casefold()
    if wanted == TREASURER:
        return TREASURER
    for code, ksm in known.items():
        if wanted == code.casefold():
            return recipient_of_ksm(code)
        if wanted.startswith("rw ") and same_rw(ksm.rw, word[3:]):
            return recipient_of_rw(ksm.rw)
    return None


def sender() -> Send:
    """Return what sends through Apprise. Raises ``UsageError`` where it is not installed."""
    try:
        import apprise  # noqa: PLC0415 - not installed by default, and slow to import
    except ImportError:
        raise UsageError("pesan belum dapat dikirim: bagian kirim belum dipasang", how_to_install("kirim")) from None

    log = logging.getLogger("apprise")
    log.disabled = True  # it tells addresses

    def send(address: str, heading: str, text: str) -> bool:
        try:
            service = apprise.Apprise()
            # one at a time: an address that is not understood is one that nothing arrives at
            return bool(service.add(address) and service.notify(text, heading, body_format=apprise.NotifyFormat.TEXT))
        except Exception:  # noqa: BLE001 - whatever goes wrong in a service, its words may hold the address
            return False

    return send


def deliver(path: Path, waiting: Sequence[Message], found: Round, now: datetime, send: Send) -> int:
    """Send messages one after the other, write down each that arrived at once, and return how many there are.

    Raises ``LedgerUnusableError`` before anything is sent where nothing can be written down, and after a message that
    was sent but not written down; ``FaultyDataError`` at the end with a finding for each that did not arrive.
    """
    if not waiting:
        return 0
    with store.writing(path):
        pass  # so that nobody is told twice because the ledger is in use or cannot be written
    failed = []
    for message in waiting:
        text = message.text
        if not send(message.address, f"Pengingat {found.sender.upk}", text.text):
            failed.append(
                Finding("kirim", text.recipient, "pesan tidak terkirim, dicoba lagi pada pengingat berikutnya")
            )
            continue
        try:
            write_down(path, text.reminders, found.as_of, now, recipient=text.recipient)
        except LedgerUnusableError as error:
            raise LedgerUnusableError(
                f"pesan untuk {text.recipient} sudah terkirim tetapi belum tercatat, nanti terkirim lagi "
                f"({error.message})",
                error.hint,
            ) from error
    if failed:
        raise FaultyDataError(
            f"{len(failed)} dari {len(waiting)} pesan tidak terkirim",
            "Periksa sambungan internet, dan alamat penerima itu dalam daftar alamat.",
            failed,
        )
    return len(waiting)
