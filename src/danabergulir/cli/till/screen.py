"""The counter at a terminal: type a part of a name, choose, Enter takes what is due.

Everything that is recorded or added up is so by the operations; here it is asked for and shown.
"""

import os
import shutil
import textwrap
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

import typer
from prompt_toolkit import PromptSession
from prompt_toolkit.application import get_app
from prompt_toolkit.completion import CompleteEvent, Completer, Completion, DummyCompleter
from prompt_toolkit.document import Document
from prompt_toolkit.history import DummyHistory
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.output import ColorDepth
from prompt_toolkit.styles import Style

from danabergulir.cli.output import print_page
from danabergulir.cli.till.counter import Counter, print_out
from danabergulir.cli.usage.options import SCREEN, now, read_amount, read_amount_or_nil
from danabergulir.dates import format_form
from danabergulir.domain.accounts import label
from danabergulir.domain.journal import Component
from danabergulir.domain.till.asked import Caller, Owing, several_loans, shares, turn
from danabergulir.domain.till.lines import Line, Roll, read_line
from danabergulir.errors import DanaBergulirError, NotFoundError, UsageError
from danabergulir.money import NIL, Rupiah, format_count
from danabergulir.operations import savings, till
from danabergulir.operations.overview.day import day_at_the_counter
from danabergulir.reports.shown import till as shown
from danabergulir.reports.shown.day import day_page
from danabergulir.reports.shown.loans import receipt_in_a_line
from danabergulir.text import one_line

_UNDONE: Final = "salah catat di meja kasir"
_HELP: Final = (
    "Ketik bagian nama, kode, nomor pinjaman, atau RW. Panah memilih, Enter mengambil.",
    "Boleh langsung dengan jumlahnya: mawar 500rb",
    "Huruf berikut diketik sendiri, lalu Enter:",
    "  u  batalkan yang terakhir (atau Ctrl-Z saja)   k  kuitansi yang terakhir ke file",
    "  q  selesai, dengan daftar hari itu              p  cetak kuitansi yang terakhir",
    "Sesudah KSM dipilih, Enter menerima yang ditagih; boleh ketik jumlah lain, atau:",
    "  s  lewati    t  tabungan    b  ketik bagiannya    a  ganti akun untuk KSM ini",
)
_NONE_TO_UNDO: Final = ("belum ada yang dicatat sejak kasir dibuka", "Bukti yang lebih lama: danabergulir batal BUKTI.")
_NO_SLIP: Final = (
    "belum ada setoran sejak kasir dibuka, jadi belum ada kuitansinya",
    "Kuitansi dari bukti yang lebih lama: danabergulir bukti BUKTI --kuitansi kuitansi.pdf",
)
_CHOOSING: Final = "(nama, kode, pinjaman atau RW; u batal, k kuitansi, p cetak, q selesai)"
_GOING_ON: Final = "(s lewati)"
_PARTS: Final = (Component.PENALTY, Component.JASA, Component.TITIPAN, Component.PRINCIPAL, Component.SAVINGS)
_SHOWN: Final = 8
"""KSM in the list below what is typed."""
_PAYING: Final = "(Enter terima, s lewati, t tabungan, b bagian, a akun)"
_STYLE: Final = Style.from_dict(
    {
        "completion-menu": "noinherit",
        "completion-menu.completion": "noinherit",
        "completion-menu.completion.current": "noinherit reverse",
        "completion-menu.meta.completion": "noinherit",
        "completion-menu.meta.completion.current": "noinherit reverse",
        "scrollbar.background": "noinherit",
        "scrollbar.button": "noinherit reverse",
    }
)


class _EndedError(Exception):
    """The person at the counter has had enough."""


class _SkippedError(Exception):
    """This KSM pays nothing now."""


class _Choices(Completer):
    """The KSM that fit what is typed, each with what is asked of it; the one chosen is put down by its code."""

    def __init__(self, roll: Roll, callers: Mapping[str, Caller]) -> None:
        self._roll = roll
        self._callers = callers

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterable[Completion]:  # noqa: ARG002 - its signature
        text = document.text
        for ksm in self._roll.matching(text)[:_SHOWN] if text.strip() else ():
            shown_as = one_line(shown.caller_line(self._callers.get(ksm.code, Caller(ksm, ()))))
            yield Completion(ksm.code, start_position=-len(text), display=shown_as)


def serve_at_screen(counter: Counter) -> None:
    """Serve KSM until the person at the keyboard ends it, then print what came in on the day."""
    # Some terminals never answer where the cursor is, which nothing here needs; waiting for it brings an English line.
    os.environ.setdefault("PROMPT_TOOLKIT_NO_CPR", "1")
    _CounterScreen(counter).serve()


class _CounterScreen:
    """What is on the screen: who may come, what was answered, and the letters typed so far."""

    def __init__(self, counter: Counter) -> None:
        self._counter = counter
        self._account = counter.account
        self._roll = till.roll_of(counter.ledger, counter.day)
        self._callers = till.callers(counter.ledger, counter.day)
        self._done: list[tuple[str, tuple[str, ...]]] = []
        self._draft = ""
        self._session: PromptSession[str] = PromptSession(
            color_depth=ColorDepth.DEPTH_1_BIT,
            style=_STYLE,
            key_bindings=_keys(),
            history=DummyHistory(),
            reserve_space_for_menu=_SHOWN,
        )

    def serve(self) -> None:
        counter = self._counter
        _print(f"Kasir {format_form(counter.day)}. Uang masuk ke {label(counter.account)}. Ketik ? untuk bantuan.")
        self._say_taken()
        try:
            while True:
                self._once()
        except (_EndedError, KeyboardInterrupt):
            print_page(day_page(day_at_the_counter(counter.ledger, counter.day)), SCREEN)

    def _once(self) -> None:
        try:
            text = self._ask("KSM: ", _CHOOSING, _Choices(self._roll, self._callers), self._draft)
        except (EOFError, KeyboardInterrupt):
            raise _EndedError from None
        self._draft = ""
        try:
            if not self._is_done(text):
                self._serve(text)
        except _SkippedError:
            _print("Dilewati.")
        except DanaBergulirError as error:
            _say_wrong(error)

    def _is_done(self, text: str) -> bool:
        """Do what a letter by itself asks for, and return whether there was one, or nothing."""
        match text.casefold():
            case "":
                pass
            case "u":
                self._undo()
            case "q":
                raise _EndedError
            case "s":
                raise _SkippedError
            case "k":
                self._counter.write_slips(self._last(_NO_SLIP)[1])
            case "p":
                for path in self._counter.write_slips(self._last(_NO_SLIP)[1]):
                    print_out(path)
                    _print(f"Dikirim ke printer: {path}")
            case "?":
                _print(*_HELP)
            case _:
                return False
        return True

    def _serve(self, text: str) -> None:
        """Take what the KSM pays that a person named, with the amount behind it or with what is then asked."""
        # What names somebody as a whole is that KSM, even where it could be another one and some rupiah: it is asked.
        line = Line(text, None) if self._roll.named(text) else read_line(text.split(), self._roll)
        found = sorted(self._roll.named(line.words))
        if not found:
            # A number at the end may be that of an RW or a loan.
            line = Line(text, None) if self._roll.matching(text) else line
            found = [ksm.code for ksm in self._roll.matching(line.words)]
        if len(found) > 1:
            self._draft = text
            _print(f"Ada {len(found)} KSM yang cocok. Pilih dengan panah lalu Enter, atau ketik lebih panjang.")
            return
        words, self._account = found[0] if found else line.words, self._counter.account
        caller = self._caller(words)
        if line.amount is not None:
            self._take(caller, line.amount)
            return
        _print(shown.caller_line(caller), *shown.loan_lines(caller))
        while not self._pay(caller):
            caller = self._caller(words)

    def _caller(self, words: str) -> Caller:
        return till.caller(self._counter.ledger, words, self._counter.day, now().date())

    def _pay(self, caller: Caller) -> bool:
        """Ask once what the KSM pays, and return whether that is settled."""
        asked = f" [{format_count(caller.amount.value)}]" if caller.amount else ""
        try:
            text = self._ask(f"Jumlah{asked}: ", _PAYING)
        except (EOFError, KeyboardInterrupt):
            raise _SkippedError from None
        try:
            match text.casefold():
                case "":
                    self._take(caller, None)
                case "a":
                    self._next_account()
                    return False
                case "b":
                    self._record(caller, [self._in_parts(caller)])
                case "t":
                    self._save(caller)
                    return not caller.amount
                case _ if self._is_done(text):
                    return False
                case _:
                    self._take(caller, read_amount(text))
        except DanaBergulirError as error:
            _say_wrong(error)
            return False
        return True

    def _take(self, caller: Caller, amount: Rupiah | None) -> None:
        if not caller.loans:
            raise _without_loan(caller)
        if amount is None or len(caller.loans) == 1 or amount == caller.amount:
            orders = [till.Order(number, part) for number, part in shares(caller, amount)]
        else:
            orders = self._parted(caller, amount)
        self._record(caller, orders)

    def _parted(self, caller: Caller, amount: Rupiah) -> list[till.Order]:
        """Return how much of an amount is paid on each loan of a KSM, asked in turn until nothing is left of it."""
        _print("Berapa untuk tiap pinjaman? Enter untuk yang tertulis, 0 bila tidak dibayar.")
        left, orders = amount, []
        for place, item in enumerate(caller.loans):
            asked = turn(caller, place, left)
            part = self._ask_amount(item.number, asked.usual, asked.judge) if left else NIL
            left -= part
            if part:
                orders.append(till.Order(item.number, part))
        return orders

    def _in_parts(self, caller: Caller) -> till.Order:
        """Return what is received of each part of one loan, as typed."""
        loan = self._one_loan(caller)
        usual = dict(loan.asked.parts.parts())
        typed = {part: self._ask_amount(part.capitalize(), usual.get(part, NIL)) for part in _PARTS}
        return till.in_parts(loan.number, {part: amount for part, amount in typed.items() if amount})

    def _one_loan(self, caller: Caller) -> Owing:
        if not caller.loans:
            raise _without_loan(caller)
        by_number = {item.number: item for item in caller.loans}
        first = caller.loans[0].number
        if len(by_number) == 1:
            return by_number[first]
        text = self._answer(f"Pinjaman yang mana: {', '.join(by_number)} [{first}]: ") or first
        if text.upper() not in by_number:
            raise several_loans(caller.ksm, list(by_number))
        return by_number[text.upper()]

    def _save(self, caller: Caller) -> None:
        """Receive savings beside the loan, with a voucher of their own."""
        amount = read_amount(self._answer("Tabungan: "))
        counter, code = self._counter, caller.ksm.code
        saved = savings.save(counter.ledger, code, amount, counter.day, now(), into=self._account.code)
        _print(shown.saved_line(saved))
        _warn(saved.warnings)
        self._after(code, (saved.voucher.number,))

    def _record(self, caller: Caller, orders: Sequence[till.Order]) -> None:
        """Record what is paid, once what is doubtful about it was agreed to."""
        if not orders:
            raise _SkippedError
        path, day, into = self._counter.ledger, self._counter.day, self._account.code
        answer = till.take(path, orders, day, now(), into=into, agreed=False)
        if not answer.recorded:
            _warn(answer.warnings)
            if self._answer("Tetap dicatat? Ketik y, atau Enter bila tidak: ").casefold() not in {"y", "ya"}:
                raise _SkippedError
            answer = till.take(path, orders, day, now(), into=into, agreed=True)
        for got in answer.receipts:
            _print(receipt_in_a_line(got), *got.corrected)
        self._after(caller.ksm.code, tuple(got.voucher.number for got in answer.receipts))

    def _after(self, ksm: str, numbers: tuple[str, ...]) -> None:
        """Go on from what was recorded: nothing that fails here may let it be recorded again."""
        self._done.append((ksm, numbers))
        try:
            self._say_taken(ksm)
            if self._counter.folder is not None:
                self._counter.write_slips(numbers)
        except DanaBergulirError as error:
            _say_wrong(error)
            _print(f"Sudah tercatat: {', '.join(numbers)}.")

    def _undo(self) -> None:
        """Take the last answer back."""
        ksm, numbers = self._last(_NONE_TO_UNDO)
        for back in till.take_back(self._counter.ledger, numbers, _UNDONE, now()):
            _print(shown.reversed_line(back), *back.corrected)
            _warn(back.warnings)
        self._done.pop()
        self._say_taken(ksm)

    def _last(self, missing: tuple[str, str]) -> tuple[str, tuple[str, ...]]:
        """Return the last answer. Raises ``NotFoundError`` with these words where there is none."""
        if not self._done:
            raise NotFoundError(*missing)
        return self._done[-1]

    def _next_account(self) -> None:
        accounts = sorted(self._counter.accounts, key=lambda account: account.code)
        self._account = accounts[(accounts.index(self._account) + 1) % len(accounts)]
        _print(f"Uang KSM ini masuk ke {label(self._account)}.")

    def _say_taken(self, changed: str | None = None) -> None:
        """Print the sums of the day, and look again at what is asked of the KSM that ``changed``."""
        _print(shown.taken_line(till.taken(self._counter.ledger, self._counter.day)))
        if changed is not None:
            self._callers[changed] = self._caller(changed)

    def _ask_amount(self, what: str, usual: Rupiah, judge: Callable[[Rupiah], None] | None = None) -> Rupiah:
        """Return the amount answered, nil too; Enter is the usual one. A slip is told and asked again."""
        while True:
            text = self._answer(f"{what} [{format_count(usual.value)}]: ")
            try:
                amount = read_amount_or_nil(text) if text else usual
                if judge is not None:
                    judge(amount)
            except UsageError as error:
                _say_wrong(error)
            else:
                return amount

    def _answer(self, question: str) -> str:
        """Return what was answered. Raises ``_SkippedError`` where the person thinks better of it."""
        try:
            text = self._ask(question, _GOING_ON)
        except (EOFError, KeyboardInterrupt):
            raise _SkippedError from None
        if text.casefold() == "s":
            raise _SkippedError
        return text

    def _ask(self, question: str, keys: str, choices: Completer | None = None, draft: str = "") -> str:
        def offer() -> None:
            if draft:
                get_app().current_buffer.start_completion()

        typed = self._session.prompt(
            question,
            placeholder=lambda: "" if get_app().is_done else keys,
            completer=choices or DummyCompleter(),
            complete_while_typing=choices is not None,
            default=draft,
            pre_run=offer,
        )
        return typed.strip()


def _keys() -> KeyBindings:
    """Return the key that takes the last answer back without Enter."""
    keys = KeyBindings()

    @keys.add("c-z")
    def undo(event: KeyPressEvent) -> None:
        event.current_buffer.text = "u"
        event.current_buffer.validate_and_handle()

    return keys


def _without_loan(caller: Caller) -> NotFoundError:
    return NotFoundError(
        f"KSM {caller.ksm.code} tidak punya pinjaman yang berjalan", "Ketik t untuk tabungan, s lewati."
    )


def _say_wrong(error: DanaBergulirError) -> None:
    _print(f"Galat: {error.message}", f"Saran: {error.hint}")


def _warn(doubts: Iterable[str]) -> None:
    _print(*(f"Peringatan: {doubt}" for doubt in doubts))


def _print(*lines: str) -> None:
    """Print lines, broken between words where the terminal is narrower."""
    width = shutil.get_terminal_size().columns - 1
    for line in lines:
        typer.echo(
            textwrap.fill(one_line(line), width, subsequent_indent="  ", break_on_hyphens=False, break_long_words=False)
        )
