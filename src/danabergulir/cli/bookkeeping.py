"""``kas`` and ``jurnal``: money in and out, cash and bank, counting the cash box, and other entries."""

from typing import TYPE_CHECKING, Annotated

import typer

from danabergulir.cli.language import CommandGroup, command
from danabergulir.cli.options import (
    Amount,
    ListingFormat,
    OutputFormat,
    RecordedOn,
    ledger_path,
    now,
    read_amount,
    read_amount_or_nil,
    today,
)
from danabergulir.cli.printing import print_warnings
from danabergulir.cli.records import print_record

if TYPE_CHECKING:
    from danabergulir.operations.bookkeeping import Booked

cash = CommandGroup()

Sum = Annotated[Amount, typer.Argument(metavar="JUMLAH", parser=read_amount, help="Jumlah uang, misalnya 1.250.000.")]
Memo = Annotated[str, typer.Argument(metavar="KETERANGAN", help="Untuk apa uang itu.")]
MoreMemo = Annotated[str, typer.Option("--keterangan", metavar="TEKS", help="Keterangan pada bukti.")]
Opposite = Annotated[
    str | None, typer.Option("--lawan", metavar="AKUN", show_default="kas", help="Akun kas atau bank yang dipakai.")
]
Party = Annotated[str, typer.Option("--pihak", metavar="NAMA", help="Yang menyerahkan atau menerima uang.")]
ExternalRef = Annotated[str | None, typer.Option("--bukti-luar", metavar="NOMOR", help="Nomor bukti Anda sendiri.")]


@cash.command(
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
) -> None:
    """Record money that comes in."""
    from danabergulir.operations import bookkeeping

    booked = bookkeeping.cash_in(
        ledger_path(),
        account,
        amount,
        memo,
        dated_on or today(),
        now(),
        into=into,
        party=party,
        external_ref=external_ref,
    )
    _print_booked(booked, output_format)


@cash.command(
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
) -> None:
    """Record money that goes out."""
    from danabergulir.operations import bookkeeping

    booked = bookkeeping.cash_out(
        ledger_path(),
        account,
        amount,
        memo,
        dated_on or today(),
        now(),
        out_of=out_of,
        party=party,
        external_ref=external_ref,
    )
    _print_booked(booked, output_format)


@cash.command("setor", "Catat uang kas yang disetor ke bank.", examples=("kas setor 2.000.000",))
def deposit(
    amount: Sum, memo: MoreMemo = "", dated_on: RecordedOn = None, output_format: ListingFormat = OutputFormat.TABLE
) -> None:
    """Record cash taken to the bank."""
    from danabergulir.operations import bookkeeping

    booked = bookkeeping.deposit(ledger_path(), amount, memo, dated_on or today(), now())
    _print_booked(booked, output_format)


@cash.command("tarik", "Catat uang bank yang ditarik menjadi kas.", examples=("kas tarik 5jt",))
def withdraw(
    amount: Sum, memo: MoreMemo = "", dated_on: RecordedOn = None, output_format: ListingFormat = OutputFormat.TABLE
) -> None:
    """Record cash fetched from the bank."""
    from danabergulir.operations import bookkeeping

    booked = bookkeeping.withdraw(ledger_path(), amount, memo, dated_on or today(), now())
    _print_booked(booked, output_format)


@cash.command(
    "hitung", "Catat hasil menghitung uang kas dan bandingkan dengan buku.", examples=("kas hitung 1.250.000",)
)
def count(
    counted: Annotated[
        Amount, typer.Argument(metavar="JUMLAH", parser=read_amount_or_nil, help="Uang yang dihitung; boleh 0.")
    ],
    memo: MoreMemo = "",
    dated_on: RecordedOn = None,
    output_format: ListingFormat = OutputFormat.TABLE,
) -> None:
    """Write down a count of the cash box and compare it with the book."""
    from danabergulir.operations import bookkeeping
    from danabergulir.operations.desk import shown_difference
    from danabergulir.reports import book_listings

    counted_on = dated_on or today()
    found = bookkeeping.count_cash(ledger_path(), counted, memo, counted_on, now())
    words = shown_difference(found.difference)
    record = book_listings.cash_count(found.account, counted_on, found.booked, found.counted, words)
    print_record(record, output_format)


@command(examples=('jurnal 51070 12021 50.000 "Penyusutan inventaris" --tanggal 2026-01-31',))
def journal(
    debit: Annotated[str, typer.Argument(metavar="DEBIT", help="Kode akun debit.")],
    credit: Annotated[str, typer.Argument(metavar="KREDIT", help="Kode akun kredit.")],
    amount: Sum,
    memo: Memo,
    dated_on: RecordedOn = None,
    external_ref: ExternalRef = None,
    output_format: ListingFormat = OutputFormat.TABLE,
) -> None:
    """Record an entry between two accounts."""
    from danabergulir.operations import bookkeeping

    booked = bookkeeping.enter(
        ledger_path(), debit, credit, amount, memo, dated_on or today(), now(), external_ref=external_ref
    )
    _print_booked(booked, output_format)


def _print_booked(booked: "Booked", output_format: OutputFormat) -> None:
    from danabergulir.reports import book_listings

    print_record(book_listings.booked(booked.voucher, booked.debit, booked.credit), output_format)
    print_warnings(booked.warnings)
