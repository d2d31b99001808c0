"""``kas`` and ``jurnal``: money in and out, cash and bank, counting the cash box, and other entries."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, TypeAlias

import typer

from danabergulir.cli.output import (
    already_recorded,
    insisting,
    print_record,
    print_remark,
    print_warnings,
    refuse_without_library,
    write_paper,
)
from danabergulir.cli.overwriting import may_write
from danabergulir.cli.usage.language import CommandGroup, command
from danabergulir.cli.usage.options import (
    SCREEN,
    Amount,
    ExternalRef,
    Insist,
    ListingFormat,
    MoreMemo,
    Output,
    OutputFormat,
    Overwrite,
    RecordedOn,
    ask,
    event_day,
    is_interactive,
    ledger_path,
    now,
    read_amount,
    read_amount_or_nil,
    read_date,
    today,
)
from danabergulir.errors import UsageError
from danabergulir.files import FileKind
from danabergulir.text import quoted

if TYPE_CHECKING:
    from danabergulir.domain.cash_count import CashCount, Pieces
    from danabergulir.domain.journal import Booked

    Counted: TypeAlias = tuple[int, int]
else:
    Counted = object  # typer would ask for two words

_LONGEST_NUMBER: Final = 7

commands = CommandGroup()

Sum = Annotated[Amount, typer.Argument(metavar="JUMLAH", parser=read_amount, help="Jumlah uang, misalnya 1.250.000.")]
Memo = Annotated[str, typer.Argument(metavar="KETERANGAN", help="Untuk apa uang itu.")]
Opposite = Annotated[
    str | None, typer.Option("--lawan", metavar="AKUN", show_default="kas", help="Akun kas atau bank yang dipakai.")
]
Party = Annotated[str, typer.Option("--pihak", metavar="NAMA", help="Yang menyerahkan atau menerima uang.")]


@commands.command(
    "masuk", "Catat uang masuk selain angsuran.", examples=('kas masuk 41020 25.000 "Bunga bank" --lawan 11021',)
)
def cash_in(
    account: Annotated[str, typer.Argument(metavar="AKUN", help="Kode akun asal uang, misalnya akun pendapatan.")],
    amount: Sum,
    memo: Memo,
    dated_on: RecordedOn = None,
    into: Opposite = None,
    party: Party = "",
    external_ref: ExternalRef = None,
    output_format: ListingFormat = OutputFormat.TABLE,
    *,
    insist: Insist = False,
) -> None:
    """Record money that comes in."""
    from danabergulir.operations import cash

    booked = cash.cash_in(
        ledger_path(),
        account,
        amount,
        memo,
        event_day(dated_on),
        now(),
        into=into,
        party=party,
        external_ref=external_ref,
        insist=insisting(insist),
    )
    _print_booked(booked, output_format)


@commands.command(
    "keluar",
    "Catat uang keluar selain pencairan.",
    examples=('kas keluar 51030 75.000 "Kertas dan tinta" --pihak "Toko Sinar"',),
)
def cash_out(
    account: Annotated[str, typer.Argument(metavar="AKUN", help="Kode akun tujuan uang, misalnya akun biaya.")],
    amount: Sum,
    memo: Memo,
    dated_on: RecordedOn = None,
    out_of: Opposite = None,
    party: Party = "",
    external_ref: ExternalRef = None,
    output_format: ListingFormat = OutputFormat.TABLE,
    *,
    insist: Insist = False,
) -> None:
    """Record money that goes out."""
    from danabergulir.operations import cash

    booked = cash.cash_out(
        ledger_path(),
        account,
        amount,
        memo,
        event_day(dated_on),
        now(),
        out_of=out_of,
        party=party,
        external_ref=external_ref,
        insist=insisting(insist),
    )
    _print_booked(booked, output_format)


@commands.command("setor", "Catat uang kas yang disetor ke bank.", examples=("kas setor 2.000.000",))
def deposit(
    amount: Sum,
    memo: MoreMemo = "",
    dated_on: RecordedOn = None,
    output_format: ListingFormat = OutputFormat.TABLE,
    *,
    insist: Insist = False,
) -> None:
    """Record cash taken to the bank."""
    from danabergulir.operations import cash

    booked = cash.deposit(ledger_path(), amount, memo, event_day(dated_on), now(), insist=insisting(insist))
    _print_booked(booked, output_format)


@commands.command("tarik", "Catat uang bank yang ditarik menjadi kas.", examples=("kas tarik 5jt",))
def withdraw(
    amount: Sum,
    memo: MoreMemo = "",
    dated_on: RecordedOn = None,
    output_format: ListingFormat = OutputFormat.TABLE,
    *,
    insist: Insist = False,
) -> None:
    """Record cash fetched from the bank."""
    from danabergulir.operations import cash

    booked = cash.withdraw(ledger_path(), amount, memo, event_day(dated_on), now(), insist=insisting(insist))
    _print_booked(booked, output_format)


def read_pieces(word: str) -> tuple[int, int]:
    """Return the value and how many of it, written ``50.000=12``. Raises ``UsageError``."""
    from danabergulir.money import parse_rupiah

    value, sign, number = word.partition("=")
    if not sign or not number.strip().isascii() or not number.strip().isdigit() or len(number) > _LONGEST_NUMBER:
        raise UsageError(f"pecahan tidak dapat dibaca: {quoted(word)}", "Tulis pecahan=banyaknya, misalnya 50.000=12.")
    return parse_rupiah(value).value, int(number)


Notes = Annotated[
    list[Counted] | None,
    typer.Option(
        "--kertas", metavar="PECAHAN=LEMBAR", parser=read_pieces, help="Uang kertas untuk berita acara. Boleh diulang."
    ),
]
Coins = Annotated[
    list[Counted] | None,
    typer.Option(
        "--logam", metavar="PECAHAN=KEPING", parser=read_pieces, help="Uang logam untuk berita acara. Boleh diulang."
    ),
]


@commands.command(
    "hitung",
    "Catat hasil menghitung uang kas dan bandingkan dengan buku.",
    examples=(
        "kas hitung 1.250.000",
        "kas hitung 1.250.000 --berita-acara kas-opname.pdf",
        "kas hitung 253.500 --kertas 100.000=2 --kertas 50.000=1 --logam 500=7 --berita-acara kas-opname.pdf",
    ),
)
def count(
    counted: Annotated[
        Amount, typer.Argument(metavar="JUMLAH", parser=read_amount_or_nil, help="Uang yang dihitung; boleh 0.")
    ],
    memo: MoreMemo = "",
    dated_on: RecordedOn = None,
    notes: Notes = None,
    coins: Coins = None,
    minutes_file: Annotated[
        Path | None,
        typer.Option("--berita-acara", metavar="FILE", help="Tulis berita acara kas opname ke file PDF ini."),
    ] = None,
    output: Output = SCREEN,
) -> None:
    """Write down a count of the cash box and compare it with the book."""
    from danabergulir.operations import cash, counter
    from danabergulir.reports.shown import vouchers as shown

    counted_on, pieces = dated_on or today(), _pieces(notes, coins)
    refuse_without_library(minutes_file)
    if minutes_file is not None:
        may_write({minutes_file: FileKind.PDF}, "--berita-acara", overwrite=output.overwrite)
    if output.file is not None:
        may_write({output.file: FileKind.TEXT}, overwrite=output.overwrite)
    found = cash.count_cash(ledger_path(), counted, memo, counted_on, now(), pieces=pieces)
    print_record(shown.cash_count(found), output)
    if found.difference and found.difference_account and is_interactive() and output.format is OutputFormat.TABLE:
        _offer_difference(found)
    if minutes_file is not None:
        with already_recorded("Hitungan kas", f"kas berita-acara --tanggal {counted_on.isoformat()} --ke FILE"):
            paper = counter.count_on_paper(ledger_path(), counted_on, pieces)
            write_paper(paper, minutes_file, "--berita-acara", overwrite=True)


def _offer_difference(found: "CashCount") -> None:
    """Ask whether the difference is to be booked now, and book it only where the answer is yes."""
    from danabergulir.domain.accounts import label
    from danabergulir.money import format_rupiah
    from danabergulir.operations import cash

    account = found.difference_account
    assert account is not None, found
    amount = format_rupiah(max(found.difference, -found.difference))
    question = f"Catat selisih {amount} sekarang pada akun {label(account)}? Ketik ya atau tidak"
    if ask(question, "--ya").casefold() in {"y", "ya"}:
        _print_booked(cash.book_difference(ledger_path(), found, now()), OutputFormat.TABLE)
    else:
        print_remark("Selisih belum dicatat.")


@commands.command(
    "berita-acara",
    "Cetak berita acara hitungan kas terakhir pada satu hari.\n\n"
    "Pecahan uang tidak disimpan. Tanpa --kertas dan --logam kolomnya kosong, untuk diisi dengan pena.",
    examples=(
        "kas berita-acara --ke kas-opname.pdf",
        "kas berita-acara --tanggal 2026-01-31 --ke kas-opname-januari.pdf",
    ),
)
def minutes(
    destination: Annotated[Path, typer.Option("--ke", metavar="FILE", help="Tulis ke file PDF ini.")],
    counted_on: Annotated[
        date | None,
        typer.Option(
            "--tanggal", metavar="TANGGAL", parser=read_date, show_default="hari ini", help="Hari kas dihitung."
        ),
    ] = None,
    notes: Notes = None,
    coins: Coins = None,
    *,
    overwrite: Overwrite = False,
) -> None:
    """Print the minutes of the last cash count of a day."""
    from danabergulir.operations import counter

    paper = counter.count_on_paper(ledger_path(), counted_on or today(), _pieces(notes, coins))
    write_paper(paper, destination, overwrite=overwrite)


def _pieces(notes: "list[Counted] | None", coins: "list[Counted] | None") -> "Pieces":
    """Return the notes and coins typed; a value typed twice counts together."""
    from danabergulir.domain.cash_count import Pieces

    kinds: tuple[dict[int, int], dict[int, int]] = {}, {}
    for kind, typed in zip(kinds, (notes, coins), strict=True):
        for value, number in typed or ():
            kind[value] = kind.get(value, 0) + number
    return Pieces(*kinds)


@command(examples=('jurnal 51070 12021 50.000 "Penyusutan inventaris" --tanggal 2026-01-31',))
def journal(
    debit: Annotated[str, typer.Argument(metavar="DEBIT", help="Kode akun debit.")],
    credit: Annotated[str, typer.Argument(metavar="KREDIT", help="Kode akun kredit.")],
    amount: Sum,
    memo: Memo,
    dated_on: RecordedOn = None,
    external_ref: ExternalRef = None,
    output_format: ListingFormat = OutputFormat.TABLE,
    *,
    insist: Insist = False,
) -> None:
    """Record an entry between two accounts."""
    from danabergulir.operations import cash

    booked = cash.enter(
        book=ledger_path(),
        debit=debit,
        credit=credit,
        amount=amount,
        memo=memo,
        dated_on=event_day(dated_on),
        now=now(),
        external_ref=external_ref,
        insist=insisting(insist),
    )
    _print_booked(booked, output_format)


def _print_booked(booked: "Booked", output_format: OutputFormat) -> None:
    from danabergulir.reports.shown import vouchers as shown

    print_record(shown.booked(booked), output_format)
    print_warnings(booked.warnings)
