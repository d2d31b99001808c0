"""Options that many commands share, readers of typed values, the clock, and questions to the person at the keyboard.

A command names its own flags and takes its reader from here::

    pokok: Annotated[Amount | None, typer.Option("--pokok", metavar="JUMLAH", parser=read_amount, help="Pokok.")] = None

The readers raise ``UsageError``; the name of the option is put before its message.
"""

import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final, TypeAlias, TypeVar

import typer

from danabergulir.cli.terminal.settings import read_delimiter, settings
from danabergulir.errors import RefusedError, UsageError

if TYPE_CHECKING:
    from fractions import Fraction

    from danabergulir.dates import Month, Year
    from danabergulir.money import Rupiah

    Amount: TypeAlias = Rupiah
    Percent: TypeAlias = Fraction
    Period: TypeAlias = Month
    MonthOrYear: TypeAlias = Month | Year
else:
    # Typer looks at annotations when a command is built. With a parser it needs no class, so none is imported.
    Amount = Percent = Period = MonthOrYear = object


class OutputFormat(StrEnum):
    """How a listing is printed."""

    TABLE = "tabel"
    CSV = "csv"
    JSON = "json"


def read_amount(word: str) -> "Rupiah":
    """Return the amount typed, above nil. Raises ``UsageError``."""
    from danabergulir.money import parse_rupiah

    return parse_rupiah(word)


Words = Annotated[list[str], typer.Argument(metavar="KSM|NOMOR", help="Kode atau nama KSM, atau nomor pinjaman.")]
"""Who pays or is paid, before an amount; a name of several words needs no quotation marks."""


def addressed(words: Sequence[str], typed_amount: str) -> "tuple[str, Rupiah]":
    """Return who is meant and the amount, of words typed in the order KSM, amount, or the other way round.

    Raises ``UsageError`` where they can be read in two ways or hold no amount.
    """
    from danabergulir.operations import till

    return till.addressed(ledger_path(), words, typed_amount, today())


def read_amount_or_nil(word: str) -> "Rupiah":
    """Return the amount typed, which may be nil. Raises ``UsageError``."""
    from danabergulir.money import parse_rupiah

    return parse_rupiah(word, zero_allowed=True)


def read_percent(word: str) -> "Fraction":
    """Return the percentage typed, in percent. Raises ``UsageError``."""
    from danabergulir.money import parse_percent

    return parse_percent(word)


def read_jasa(word: str) -> "Fraction":
    """Return the jasa typed, in percent a month. Raises ``UsageError``."""
    from danabergulir.domain.loans.plausibility import parse_jasa

    return parse_jasa(word)


def read_date(word: str) -> date:
    """Return the date typed, which may be ``kemarin``, ``hari ini``, ``5`` or ``5/1``. Raises ``UsageError``."""
    from danabergulir.dates import parse_typed_date

    return parse_typed_date(word, today())


def read_month(word: str) -> "Month":
    """Return the month typed as ``2023-01``. Raises ``UsageError``."""
    from danabergulir.dates import Month

    return Month.parse(word)


def read_period(word: str) -> "Month | Year":
    """Return the month typed as ``2023-01`` or the year typed as ``2023``. Raises ``UsageError``."""
    from danabergulir.dates import Month, Year

    return Year.parse(word) if word.strip().isdecimal() else Month.parse(word)


RecordedOn = Annotated[
    date | None,
    typer.Option(
        "--tanggal", metavar="TANGGAL", parser=read_date, show_default="hari ini", help="Tanggal yang dicatat."
    ),
]
"""``--tanggal``; give it ``= None`` and take ``today()`` in its place."""
Since = Annotated[
    date | None,
    typer.Option(
        "--sejak", metavar="TANGGAL", parser=read_date, help="Sebenarnya sudah ada sejak tanggal ini; ditulis sendiri."
    ),
]
"""``--sejak``, which stands alone: see ``alone_since``."""

AsOf = Annotated[
    date | None,
    typer.Option(
        "--per", metavar="TANGGAL", parser=read_date, show_default="hari ini", help="Keadaan pada tanggal ini."
    ),
]
"""``--per``; give it ``= None`` and take ``today()`` in its place."""

Insist = Annotated[bool, typer.Option("--tetap", help="Catat juga bila saldo suatu akun menjadi kurang dari nol.")]
"""``--tetap``; its default is False, and ``output.insisting`` makes of it what the use cases take."""

ListingFormat = Annotated[OutputFormat, typer.Option("--format", help="Bentuk keluaran.")]
"""``--format``; its default is ``OutputFormat.TABLE``."""

Destination = Annotated[Path | None, typer.Option("--ke", metavar="FILE", help="Tulis ke file ini, bukan ke layar.")]
"""``--ke``; its default is None, the screen."""

MoreMemo = Annotated[str, typer.Option("--keterangan", metavar="TEKS", help="Keterangan pada bukti.")]
"""``--keterangan``, where the program has words of its own."""

ExternalRef = Annotated[str | None, typer.Option("--bukti-luar", metavar="NOMOR", help="Nomor bukti Anda sendiri.")]
"""``--bukti-luar``: the treasurer's own number of a voucher."""

MonthAsked = Annotated[Period, typer.Argument(metavar="PERIODE", parser=read_month, help="Bulan, misalnya 2026-01.")]
"""The month that a command is about."""

PeriodAsked = Annotated[
    MonthOrYear,
    typer.Argument(metavar="PERIODE", parser=read_period, help="Bulan, misalnya 2026-01, atau tahun, misalnya 2026."),
]
"""The month or the year that a command is about."""

OnlyRw = Annotated[str | None, typer.Option("--rw", metavar="NOMOR", help="Hanya RW ini.")]
"""``--rw``: what a listing keeps to."""


def several_words(word: str) -> str:
    """Return the word. A last argument with this parser takes all words left over: a name without quotation marks."""
    return word


KsmWords = Annotated[str, typer.Argument(metavar="KSM", parser=several_words, help="Kode KSM, atau bagian namanya.")]
"""The KSM that a command is about; as its last argument it takes a name of several words without quotation marks."""

OnlyKsm = Annotated[str | None, typer.Option("--ksm", metavar="KSM", help="Hanya KSM ini.")]
"""``--ksm``: what a listing keeps to."""

DestinationFolder = Annotated[
    Path | None, typer.Option("--ke", metavar="FOLDER", help="Tulis ke folder ini, bukan ke layar.")
]
"""``--ke``; its default is None, the screen."""


def reader(name: str) -> Callable[[str], Any]:
    """Return the reader ``name`` of ``operations.typed_values``, which is imported by the first value it reads."""

    def read(word: str) -> Any:
        from danabergulir.operations.imports import values

        return getattr(values, name)(word)

    return read


read_minutes = reader("read_minutes")
read_minutes_or_none = reader("read_minutes_or_none")
Decision = Annotated[
    str,
    typer.Option("--ba", metavar="NOMOR", parser=read_minutes_or_none, help="Nomor berita acara keputusannya."),
]
"""``--ba``: the number of the minutes."""

Trial = Annotated[bool, typer.Option("--coba", help="Periksa saja, tidak ada yang dicatat.")]
"""``--coba``."""

Into = Annotated[
    str | None, typer.Option("--ke", metavar="AKUN", show_default="kas", help="Akun kas atau bank yang menerima.")
]
"""``--ke``: where money goes that comes in; its default is None, the cash box."""

Delimiter = Annotated[
    str | None,
    typer.Option(
        "--pemisah",
        metavar="TANDA",
        parser=read_delimiter,
        show_default=";",
        help="Pemisah kolom CSV: ';' atau ',' atau tab.",
    ),
]
"""``--pemisah``; its default is None, and ``delimiter_of`` makes of it what is written."""


Overwrite: TypeAlias = Annotated[bool, typer.Option("--timpa", help="Timpa file yang sudah ada, tanpa bertanya.")]
"""``--timpa`` of a command that writes a file somebody names; its default is False."""


@dataclass(frozen=True, slots=True)
class Output:
    """Where a listing goes, and how it looks there. A command takes it as ``output: Output = SCREEN``.

    On the command line each field is an option of its own.
    """

    format: ListingFormat = OutputFormat.TABLE
    file: Destination = None
    delimiter: Delimiter = None
    overwrite: Overwrite = False


SCREEN: Final = Output()

_chosen_ledger: ContextVar[Path | None] = ContextVar("chosen_ledger", default=None)


def choose_ledger(path: Path | None) -> None:
    """Let ``ledger_path`` return ``path``, or the book of the user's settings or the usual place when it is None."""
    _chosen_ledger.set(_followed(path))


def _followed(path: Path | None) -> Path | None:
    """Return where a link leads: that is the book that a restore replaces, and beside which backups lie."""
    with suppress(OSError, RuntimeError):  # one that leads to itself leads to no book either way
        return path.resolve() if path is not None and path.is_symlink() else path
    return path


def ledger_path() -> Path:
    """Return the path of the ledger file, which need not exist. Raises ``UsageError`` for settings that are faulty.

    They are read whatever was typed, so that nothing is recorded before they are told.
    """
    set_once = settings()
    chosen = _chosen_ledger.get() or _followed(set_once.ledger)
    if chosen is not None:
        return chosen
    import platformdirs

    return Path(platformdirs.user_data_dir("danabergulir")) / "upk.db"


def ledger_source() -> str:
    """Return in words by what the ledger of ``ledger_path`` was chosen."""
    if _chosen_ledger.get() is not None:
        return "--buku atau DANABERGULIR_BUKU"
    return "pengaturan" if settings().ledger is not None else "tempat bawaan"


def template_folder(ledger: Path | None = None) -> Path:
    """Return the folder beside a ledger, else the one chosen, for templates of the UPK's own; it need not exist."""
    return (ledger or ledger_path()).with_name("templat")


def now() -> datetime:
    """Return the local time, aware of its zone, in whole seconds: the only clock of the program.

    Raises ``UsageError`` for a zone that no place on earth has.
    """
    try:
        return datetime.now(UTC).astimezone().replace(microsecond=0)
    except (OSError, OverflowError, ValueError):
        raise UsageError(
            "zona waktu komputer ini tidak dapat dipakai", "Betulkan variabel TZ, misalnya TZ=Asia/Jakarta."
        ) from None


def today() -> date:
    """Return the local date."""
    return now().date()


def is_interactive() -> bool:
    """Return whether a person sits at the keyboard, who can be asked."""
    return sys.stdin is not None and sys.stdin.isatty()


def ask(prompt: str, option: str) -> str:
    """Return the answer to ``prompt``, never empty.

    The question goes to stderr, for stdout is data. Where nobody can answer, raises ``UsageError`` naming ``option``.
    """
    if not is_interactive():
        raise UsageError(f"pilihan {option} belum diisi", f"Tambahkan {option} pada perintah ini.")
    answer = ""
    while not answer:
        typer.echo(f"{prompt}: ", nl=False, err=True)
        try:
            answer = input().strip()
        except EOFError:  # Ctrl-D and Ctrl-Z: the person wants out
            raise KeyboardInterrupt from None
    return answer


_Read = TypeVar("_Read")


def ask_until(prompt: str, option: str, read: Callable[[str], _Read]) -> _Read:
    """Return the answer to ``prompt`` as ``read`` reads it; one that cannot be read is asked for again.

    Raises ``UsageError`` as ``ask``.
    """
    while True:
        try:
            return read(ask(prompt, option))
        except UsageError as error:
            if not is_interactive():
                raise
            typer.echo(f"{error.message}. {error.hint}", err=True)


def agree(question: str, unchanged: str) -> None:
    """Ask the person at the keyboard for a yes.

    Raises ``RefusedError`` saying what was left ``unchanged`` when the answer is anything else, and ``UsageError``
    naming ``--ya`` where nobody can be asked.
    """
    if ask(f"{question} Ketik ya atau tidak", "--ya").casefold() not in {"y", "ya"}:
        raise RefusedError(unchanged, "Tidak ada yang diubah.")


def event_day(given_on: date | None) -> date:
    """Return the day of an event, today unless one is given; a person is asked about the day of the opening balances.

    Raises ``RefusedError`` where the answer is no.
    """
    day = given_on or today()
    if is_interactive():
        from danabergulir.dates import format_form
        from danabergulir.operations.book import opened_on
        from danabergulir.operations.desk import OPENING_DOUBT

        if day == opened_on(ledger_path()):
            agree(
                f"Tanggal {format_form(day)} adalah tanggal saldo awal; {OPENING_DOUBT}. Catat juga?",
                "kejadian ini tidak dicatat",
            )
    return day


if TYPE_CHECKING:
    from danabergulir.domain.accounts import AccountClass, Role
    from danabergulir.money import Rupiah

    Class: TypeAlias = AccountClass
    Roles: TypeAlias = frozenset[Role]
    YesNo: TypeAlias = bool
    Turnover: TypeAlias = Rupiah
else:
    # With a parser typer needs no class, so none is imported; a bool would become a flag.
    Class = Roles = YesNo = Turnover = object


read_name = reader("read_name")
read_text = reader("read_text")


def given(options: Mapping[str, Any], command: str) -> dict[str, Any]:
    """Return the options that were given. Raises ``UsageError`` when there is none to change anything by."""
    chosen = {name: value for name, value in options.items() if value is not None}
    if not chosen:
        hint = f"Tambahkan pilihan yang diubah. Lihat: danabergulir {command} --help"
        raise UsageError("tidak ada yang diubah", hint)
    return chosen


def alone_since(others: Iterable[Any]) -> None:
    """Raise ``UsageError`` where another option stands beside ``--sejak``."""
    if any(value is not None for value in others):
        hint = "Jalankan dengan --sejak saja, lalu perintah untuk yang lain."
        raise UsageError("--sejak tidak dipakai bersama pilihan lain", hint)
