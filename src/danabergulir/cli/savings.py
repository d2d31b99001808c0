"""``tabungan``: savings of the KSM."""

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from danabergulir.cli.output import (
    CARD_ON_SCREEN,
    CardOutput,
    insisting,
    print_card,
    print_listing,
    print_record,
    print_remarks,
    print_warnings,
)
from danabergulir.cli.usage.language import CommandGroup
from danabergulir.cli.usage.options import (
    SCREEN,
    AsOf,
    ExternalRef,
    Insist,
    KsmWords,
    ListingFormat,
    Output,
    OutputFormat,
    RecordedOn,
    addressed,
    event_day,
    ledger_path,
    now,
    read_date,
    read_minutes,
    read_text,
    today,
)

if TYPE_CHECKING:
    from danabergulir.domain.savings import Saved

commands = CommandGroup()

_Payer = Annotated[list[str], typer.Argument(metavar="KSM", help="Kode KSM atau bagian namanya.")]
_Sum = Annotated[str, typer.Argument(metavar="JUMLAH", help="Jumlah uang, misalnya 250rb.")]
_Memo = Annotated[str, typer.Option("--keterangan", metavar="TEKS", parser=read_text, help="Keterangan pada bukti.")]
_MONEY = "bank tabungan, bila tidak ada kas"


@commands.command(
    "setor",
    "Catat tabungan yang disetor KSM.",
    examples=["tabungan setor MAWAR 250.000 --tanggal 2026-02-15", "tabungan setor mawar merah 250rb"],
)
def deposit(
    words: _Payer,
    typed_amount: _Sum,
    dated_on: RecordedOn = None,
    into: Annotated[
        str | None, typer.Option("--ke", metavar="AKUN", show_default=_MONEY, help="Akun uang yang menerima.")
    ] = None,
    memo: _Memo = "",
    external_ref: ExternalRef = None,
    output_format: ListingFormat = OutputFormat.TABLE,
) -> None:
    """Record savings a KSM puts in."""
    from danabergulir.operations import savings

    who, amount = addressed(words, typed_amount)
    saved = savings.save(
        ledger_path(), who, amount, event_day(dated_on), now(), into=into, memo=memo, external_ref=external_ref
    )
    _print_saved(saved, output_format)


@commands.command(
    "ambil",
    "Catat tabungan yang diambil KSM.\n\nDitolak selama pinjamannya belum lunas, bila kebijakan mengunci tabungan.",
    examples=["tabungan ambil MAWAR 250.000"],
)
def withdraw(
    words: _Payer,
    typed_amount: _Sum,
    dated_on: RecordedOn = None,
    out_of: Annotated[
        str | None, typer.Option("--dari", metavar="AKUN", show_default=_MONEY, help="Akun uang yang membayar.")
    ] = None,
    memo: _Memo = "",
    external_ref: ExternalRef = None,
    output_format: ListingFormat = OutputFormat.TABLE,
    *,
    insist: Insist = False,
) -> None:
    """Record savings a KSM takes out."""
    from danabergulir.operations import savings

    who, amount = addressed(words, typed_amount)
    saved = savings.withdraw(
        ledger_path(),
        who,
        amount,
        event_day(dated_on),
        now(),
        out_of=out_of,
        memo=memo,
        external_ref=external_ref,
        insist=insisting(insist),
    )
    _print_saved(saved, output_format)


@commands.command(
    "pakai",
    "Bayar tunggakan KSM dari tabungannya, menurut keputusan rapat KSM.",
    examples=["tabungan pakai MAWAR 250.000 --ba BA-03/2026 --pindahkan"],
)
def use(
    words: _Payer,
    typed_amount: _Sum,
    minutes: Annotated[
        str, typer.Option("--ba", metavar="NOMOR", parser=read_minutes, help="Nomor berita acara rapat KSM.")
    ] = "",
    dated_on: RecordedOn = None,
    output_format: ListingFormat = OutputFormat.TABLE,
    *,
    move_money: Annotated[
        bool, typer.Option("--pindahkan", help="Sekaligus catat uangnya dipindah dari bank tabungan ke bank UPK.")
    ] = False,
    insist: Insist = False,
) -> None:
    """Pay arrears of a KSM from its savings."""
    from danabergulir.operations import savings
    from danabergulir.reports.shown import savings as shown

    who, amount = addressed(words, typed_amount)
    used = savings.use_for_arrears(
        ledger_path(),
        who,
        amount,
        minutes,
        event_day(dated_on),
        now(),
        move_money=move_money,
        insist=insisting(insist),
    )
    print_record(shown.used(used), output_format)
    print_remarks(used.corrected)
    print_warnings(used.warnings)


@commands.command(
    "rinci",
    "Masukkan tabungan dari saldo awal ke kartu satu KSM.\n\nSaldo awal mencatat tabungan semua KSM sekaligus.",
    examples=["tabungan rinci MAWAR 500.000"],
)
def assign(
    words: _Payer, typed_amount: _Sum, dated_on: RecordedOn = None, output_format: ListingFormat = OutputFormat.TABLE
) -> None:
    """Put savings of the opening balances onto the card of one KSM."""
    from danabergulir.operations import savings

    who, amount = addressed(words, typed_amount)
    _print_saved(savings.assign(ledger_path(), who, amount, dated_on or today(), now()), output_format)


@commands.command(
    "kartu",
    "Kartu tabungan satu KSM (U-7B).",
    examples=["tabungan kartu MAWAR", "tabungan kartu MAWAR --dari 2026-01-01", "tabungan kartu MAWAR --format pdf"],
)
def card(
    words: KsmWords,
    first: Annotated[
        date | None,
        typer.Option(
            "--dari", metavar="TANGGAL", parser=read_date, show_default="setoran pertama", help="Mulai tanggal ini."
        ),
    ] = None,
    as_of: AsOf = None,
    output: CardOutput = CARD_ON_SCREEN,
) -> None:
    """Print the savings card of one KSM."""
    from danabergulir.operations.savings import savings_card
    from danabergulir.reports.shown import savings as shown

    found = savings_card(ledger_path(), words, first, as_of or today())
    print_card(shown.savings_card(found), found.ksm.code, output)


@commands.command(
    "daftar", "Tabungan semua KSM, dibandingkan dengan neraca.", examples=["tabungan daftar --per 2026-01-31"]
)
def listing(
    as_of: AsOf = None,
    output: Output = SCREEN,
) -> None:
    """Print what every KSM has saved."""
    from danabergulir.operations.savings import list_savings
    from danabergulir.reports.shown.savings import savings_list

    section = savings_list(list_savings(ledger_path(), as_of or today()))
    print_listing(section, output)


def _print_saved(saved: "Saved", output_format: OutputFormat) -> None:
    from danabergulir.reports.shown import savings

    print_record(savings.saved(saved), output_format)
    print_warnings(saved.warnings)
