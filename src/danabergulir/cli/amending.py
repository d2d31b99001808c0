"""``betulkan``: a wrong voucher taken back and recorded rightly, in one step."""

from datetime import date
from functools import partial
from typing import Annotated, Any

import typer

from danabergulir.cli.loans.receipts import NO_PARTS, ReceiptParts
from danabergulir.cli.output import Agreed, insisting, once_agreed, print_record, print_remarks, print_warnings
from danabergulir.cli.usage.language import command
from danabergulir.cli.usage.options import (
    Amount,
    Insist,
    ListingFormat,
    OutputFormat,
    ledger_path,
    now,
    read_amount,
    read_date,
    read_minutes_or_none,
)


def _account(option: str, what: str) -> Any:
    return typer.Option(option, metavar="AKUN", help=what)


@command(
    examples=(
        'betulkan BKM-2026-0001 --jumlah 690.000 --alasan "salah jumlah"',
        'betulkan BKM-2026-0001 --pinjaman P-0007 --alasan "salah KSM"',
        'betulkan BKM-2026-0001 --ke 11021 --alasan "uangnya masuk bank"',
        'betulkan BKK-2026-0002 --jumlah 125rb --tanggal 2026-02-12 --alasan "salah baca nota"',
    )
)
def amend(
    number: Annotated[str, typer.Argument(metavar="BUKTI", help="Nomor bukti yang salah.")],
    reason: Annotated[str, typer.Option("--alasan", metavar="TEKS", help="Apa yang salah.")],
    amount: Annotated[
        Amount | None, typer.Option("--jumlah", metavar="JUMLAH", parser=read_amount, help="Jumlah yang benar.")
    ] = None,
    dated_on: Annotated[
        date | None,
        typer.Option(
            "--tanggal",
            metavar="TANGGAL",
            parser=read_date,
            show_default="tanggal bukti itu; bila sudah ditutup, hari ini",
            help="Tanggal yang benar.",
        ),
    ] = None,
    loan: Annotated[
        str | None,
        typer.Option("--pinjaman", metavar="KSM|NOMOR", help="Pinjaman yang benar: nomornya, atau kode atau nama KSM."),
    ] = None,
    ksm: Annotated[
        str | None, typer.Option("--ksm", metavar="KSM", help="KSM yang benar, untuk tabungan dan pencairan.")
    ] = None,
    into: Annotated[str | None, _account("--ke", "Akun kas atau bank yang menerima; pada jurnal: akun debit.")] = None,
    out_of: Annotated[
        str | None, _account("--dari", "Akun kas atau bank yang membayar; pada jurnal: akun kredit.")
    ] = None,
    account: Annotated[
        str | None, _account("--akun", "Akun pendapatan atau biaya yang benar, untuk kas masuk dan keluar.")
    ] = None,
    memo: Annotated[str | None, typer.Option("--keterangan", metavar="TEKS", help="Keterangan yang benar.")] = None,
    parts: ReceiptParts = NO_PARTS,
    permit: Annotated[
        str,
        typer.Option(
            "--izin-ba",
            metavar="NOMOR",
            parser=read_minutes_or_none,
            help="Berita acara untuk pencairan yang tidak memenuhi syarat, atau kegiatan melebihi dana atau anggaran.",
        ),
    ] = "",
    output_format: ListingFormat = OutputFormat.TABLE,
    *,
    insist: Insist = False,
    agreed: Agreed = False,
) -> None:
    """Take a wrong voucher back and record the right one in its place."""
    from danabergulir.operations.amending.act import Right
    from danabergulir.operations.amending.amend import amend as put_right
    from danabergulir.reports.shown import vouchers

    right = Right(
        amount=amount,
        dated_on=dated_on,
        loan=loan,
        ksm=ksm,
        into=into,
        out_of=out_of,
        account=account,
        memo=memo,
        typed=parts.typed,
    )
    amend_it = partial(put_right, ledger_path(), number, right, reason, now(), permit=permit, insist=insisting(insist))
    done = once_agreed(amend_it, "bukti tidak jadi dibetulkan", agreed=agreed)
    print_record(vouchers.amended(done), output_format)
    print_remarks(done.corrected)
    print_remarks(vouchers.reversal_remarks(done))
    print_warnings(done.warnings)
