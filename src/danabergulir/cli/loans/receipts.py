"""``terima``, ``kembalikan`` and ``batal``: a repayment, what of it was too much, and taking a voucher back."""

from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any, Final, TypeAlias

import typer

from danabergulir.cli.output import (
    Agreed,
    ReceiptFile,
    already_recorded,
    insisting,
    once_agreed,
    print_done,
    print_record,
    print_remark,
    print_remarks,
    print_warnings,
    refuse_taken,
    refuse_without_library,
    write_receipt,
)
from danabergulir.cli.usage.language import command
from danabergulir.cli.usage.options import (
    Amount,
    ExternalRef,
    Insist,
    Into,
    ListingFormat,
    MoreMemo,
    OutputFormat,
    RecordedOn,
    Words,
    addressed,
    agree,
    event_day,
    is_interactive,
    ledger_path,
    now,
    read_amount_or_nil,
    read_date,
    today,
)
from danabergulir.errors import UsageError

if TYPE_CHECKING:
    from danabergulir.operations.loans.receipts import Typed

_Part: TypeAlias = Amount | None


def _part(option: str, what: str) -> Any:
    return typer.Option(option, metavar="JUMLAH", parser=read_amount_or_nil, help=f"Bagian untuk {what}.")


@dataclass(frozen=True, slots=True)
class ReceiptParts:
    """The parts of a receipt as typed by hand, each an option of its own; None where nothing was typed."""

    pokok: Annotated[_Part, _part("--pokok", "pokok")] = None
    jasa: Annotated[_Part, _part("--jasa", "jasa")] = None
    titipan: Annotated[_Part, _part("--titipan", "titipan")] = None
    denda: Annotated[_Part, _part("--denda", "denda")] = None
    tabungan: Annotated[_Part, _part("--tabungan", "tabungan")] = None

    @property
    def typed(self) -> "Typed":
        """Return the parts that were typed."""
        from danabergulir.domain.journal import Component

        return {Component(name): part for name in self.__slots__ if (part := getattr(self, name)) is not None}


NO_PARTS: Final = ReceiptParts()


@command(
    examples=(
        "terima MAWAR 690.000 --tanggal 2026-02-15",
        "terima P-0001 500rb --pokok 410rb --jasa 90rb",
        "terima mawar merah 690rb --singkat",
        "terima MAWAR 690.000 --kuitansi kuitansi-mawar.pdf",
    )
)
def receive(
    words: Words,
    typed_amount: Annotated[str, typer.Argument(metavar="JUMLAH", help="Uang yang diterima.")],
    received_on: RecordedOn = None,
    into: Into = None,
    parts: ReceiptParts = NO_PARTS,
    memo: MoreMemo = "",
    external_ref: ExternalRef = None,
    receipt_file: ReceiptFile = None,
    *,
    agreed: Agreed = False,
    brief: Annotated[bool, typer.Option("--singkat", help="Jawab dalam satu baris.")] = False,
    output_format: ListingFormat = OutputFormat.TABLE,
) -> None:
    """Record a repayment; without the parts the policy's order lays it out."""
    from danabergulir.operations import counter
    from danabergulir.operations.loans import receipts
    from danabergulir.reports.shown import loans

    refuse_without_library(receipt_file)
    refuse_taken(receipt_file)
    who, amount = addressed(words, typed_amount)
    record_it = partial(
        receipts.receive,
        ledger_path(),
        who,
        amount,
        received_on or today(),
        now(),
        typed=parts.typed,
        into=into,
        memo=memo,
        external_ref=external_ref,
    )
    got = once_agreed(record_it, "setoran tidak jadi dicatat", agreed=agreed)
    if brief and output_format is OutputFormat.TABLE:
        print_done(loans.receipt_in_a_line(got))
    else:
        print_record(loans.receipt(got), output_format)
    print_remarks(got.corrected)
    print_warnings(got.warnings)
    if got.repeated:
        print_remark(f'Bila tercatat dua kali: danabergulir batal {got.voucher.number} --alasan "tercatat dua kali"')
    if receipt_file is not None:
        number = got.voucher.number
        with already_recorded(f"Setoran dengan bukti {number}", f"bukti {number} --kuitansi FILE"):
            write_receipt(counter.receipt_on_paper(ledger_path(), number), receipt_file)


@command(
    examples=(
        'kembalikan MAWAR 230.000 --alasan "terbayar dua kali"',
        'kembalikan P-0001 230rb --dari 11021 --tanggal 2026-02-20 --alasan "salah transfer"',
    )
)
def pay_back(
    words: Words,
    typed_amount: Annotated[str, typer.Argument(metavar="JUMLAH", help="Uang yang dikembalikan.")],
    reason: Annotated[str, typer.Option("--alasan", metavar="TEKS", help="Sebab uang dikembalikan.")],
    paid_on: RecordedOn = None,
    out_of: Annotated[
        str | None,
        typer.Option(
            "--dari",
            metavar="AKUN",
            show_default="yang menerima setoran terakhir",
            help="Akun kas atau bank yang membayar.",
        ),
    ] = None,
    output_format: ListingFormat = OutputFormat.TABLE,
    *,
    insist: Insist = False,
) -> None:
    """Pay back what a KSM paid beyond what is due, the last instalment paid ahead first."""
    from danabergulir.operations.loans import refunds
    from danabergulir.reports.shown import loans

    who, amount = addressed(words, typed_amount)
    done = refunds.pay_back(
        ledger_path(),
        who,
        amount,
        reason,
        event_day(paid_on),
        now(),
        out_of=out_of,
        insist=insisting(insist),
    )
    print_record(loans.refund(done), output_format)
    print_remarks(done.corrected)
    print_warnings(done.warnings)


@command(
    examples=(
        'batal BKM-2026-0001 --alasan "salah jumlah"',
        'batal BKM-2026-0001 --alasan "salah jumlah" --tanggal 2026-02-16',
        'batal --alasan "salah jumlah"',
    )
)
def reverse(
    reason: Annotated[str, typer.Option("--alasan", metavar="TEKS", help="Sebab pembatalan.")],
    number: Annotated[
        str | None,
        typer.Argument(metavar="BUKTI", help="Nomor bukti yang dibatalkan.", show_default="bukti terakhir, ditanya"),
    ] = None,
    dated_on: Annotated[
        date | None,
        typer.Option(
            "--tanggal",
            metavar="TANGGAL",
            parser=read_date,
            show_default="tanggal bukti itu; bila sudah ditutup, hari ini",
            help="Tanggal pembatalan.",
        ),
    ] = None,
    output_format: ListingFormat = OutputFormat.TABLE,
    *,
    insist: Insist = False,
) -> None:
    """Take a voucher back by a new one; the old one stays."""
    from danabergulir.operations.loans import receipts
    from danabergulir.reports.shown import vouchers

    taken_back = receipts.reverse_voucher(
        ledger_path(), number or _last_one(), reason, dated_on, now(), insist=insisting(insist)
    )
    print_record(vouchers.reversal(taken_back), output_format)
    print_remarks(taken_back.corrected)
    print_remarks(vouchers.reversal_remarks(taken_back))
    print_warnings(taken_back.warnings)


def _last_one() -> str:
    """Return the number of the last voucher once the person at the keyboard has agreed to it."""
    if not is_interactive():
        raise UsageError("nomor bukti belum diisi", 'Tulis: danabergulir batal NOMOR --alasan "..."')
    from danabergulir.operations.loans import receipts
    from danabergulir.reports.shown import vouchers

    last = receipts.last_voucher(ledger_path())
    agree(f"Batalkan {vouchers.in_a_line(last)}?", f"bukti {last.number} tidak jadi dibatalkan")
    return last.number
