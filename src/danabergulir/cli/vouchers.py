"""``bukti``, ``jurnal-umum`` and ``buku-besar``: looking things up in the journal."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from danabergulir.cli.output import ReceiptFile, print_listing, print_page, refuse_taken, write_paper, write_receipt
from danabergulir.cli.usage.language import command
from danabergulir.cli.usage.options import SCREEN, Output, ledger_path, read_date, today
from danabergulir.errors import UsageError

First = Annotated[
    date | None,
    typer.Option("--dari", metavar="TANGGAL", parser=read_date, show_default="awal bulan", help="Hari pertama."),
]
Last = Annotated[
    date | None,
    typer.Option("--sampai", metavar="TANGGAL", parser=read_date, show_default="akhir bulan", help="Hari terakhir."),
]


@command(
    examples=(
        "bukti BKM-2026-0001",
        "bukti BKM-2026-0001 --pdf bukti.pdf",
        "bukti BKM-2026-0001 --kuitansi kuitansi.pdf",
    )
)
def voucher(
    number: Annotated[str, typer.Argument(metavar="BUKTI", help="Nomor bukti.")],
    form_file: Annotated[
        Path | None,
        typer.Option("--pdf", metavar="FILE", help="Tulis juga bukti untuk ditandatangani ke file PDF ini."),
    ] = None,
    receipt_file: ReceiptFile = None,
    output: Output = SCREEN,
) -> None:
    """Show one voucher."""
    from danabergulir.operations import cash, counter
    from danabergulir.reports.shown import vouchers as shown

    if form_file is not None and form_file == receipt_file:
        raise UsageError("--pdf dan --kuitansi menunjuk satu file", "Beri kuitansinya nama lain.")
    found = cash.show_voucher(ledger_path(), number, today())
    page = shown.voucher_page(found)
    form = counter.voucher_on_paper(ledger_path(), number) if form_file is not None else None
    receipt = counter.receipt_on_paper(ledger_path(), number) if receipt_file is not None else None
    refuse_taken(receipt_file, receipt)
    print_page(page, output)
    if form is not None and form_file is not None:
        write_paper(form, form_file, "--pdf", overwrite=output.overwrite)
    if receipt is not None and receipt_file is not None:
        write_receipt(receipt, receipt_file)


@command(examples=("jurnal-umum", "jurnal-umum --dari 2026-01-01 --sampai 2026-03-31 --format csv --ke jurnal.csv"))
def journal(
    first: First = None,
    last: Last = None,
    output: Output = SCREEN,
) -> None:
    """Show every voucher of a stretch of days."""
    from danabergulir.operations import cash
    from danabergulir.reports.shown import vouchers as shown

    vouchers, chart = cash.general_journal(ledger_path(), *_days(first, last))
    print_listing(shown.journal(vouchers, chart), output)


@command(examples=("buku-besar 11010", "buku-besar 41010 --dari 2026-01-01 --sampai 2026-12-31"))
def ledger(
    account: Annotated[str, typer.Argument(metavar="AKUN", help="Kode akun.")],
    first: First = None,
    last: Last = None,
    output: Output = SCREEN,
) -> None:
    """Show one account over a stretch of days."""
    from danabergulir.operations import cash
    from danabergulir.reports.shown import vouchers as shown

    sheet = cash.account_sheet(ledger_path(), account, *_days(first, last))
    print_listing(shown.account_ledger(sheet), output)


def _days(first: date | None, last: date | None) -> tuple[date, date]:
    """Return the stretch asked for: from the first of this month, to the end of the month it starts in.

    Raises ``UsageError`` when it ends before it starts.
    """
    from danabergulir.dates import Month, format_form

    start = first or Month.of(last or today()).first_on
    end = last or Month.of(start).last_on
    if end < start:
        raise UsageError(
            f"--sampai {format_form(end)} lebih dulu daripada --dari {format_form(start)}", "Tukar kedua tanggalnya."
        )
    return start, end
