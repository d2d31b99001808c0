"""``terima-laporan``: who received the set of which month."""

from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from danabergulir.cli.language import command
from danabergulir.cli.options import (
    SCREEN,
    Output,
    RecordedOn,
    ledger_path,
    now,
    read_month,
    read_text,
    today,
)
from danabergulir.cli.output import print_done, print_listing

if TYPE_CHECKING:
    from danabergulir.dates import Month

    MaybeMonth: TypeAlias = Month
else:
    MaybeMonth = object


@command(
    examples=(
        'terima-laporan 2026-01 --oleh "Bu Lurah Ratna" --tanggal 2026-02-08',
        'terima-laporan 2026-01 --jabatan "Pengawas UPK" --oleh "Pak Hadi"',
        "terima-laporan",
    )
)
def receive(
    month: Annotated[
        MaybeMonth | None,
        typer.Argument(
            metavar="PERIODE", parser=read_month, help="Bulan laporan, misalnya 2026-01. Tanpa bulan: daftarnya."
        ),
    ] = None,
    office: Annotated[
        str, typer.Option("--jabatan", metavar="JABATAN", parser=read_text, help="Jabatan penerima.")
    ] = "Lurah",
    name: Annotated[str, typer.Option("--oleh", metavar="NAMA", parser=read_text, help="Nama penerima.")] = "",
    remark: Annotated[
        str, typer.Option("--keterangan", metavar="TEKS", parser=read_text, help="Keterangan tanda terima.")
    ] = "",
    dated_on: RecordedOn = None,
    output: Output = SCREEN,
) -> None:
    """Write down who received the set of a month; without a month list them."""
    from danabergulir.operations.answering import complaints
    from danabergulir.reports.month.answering.minutes import received_section

    if month is None:
        print_listing(received_section(complaints.list_received(ledger_path(), dated_on or today())), output)
        return
    from danabergulir.domain.answering import ReportReceived

    received = ReportReceived(month, dated_on or today(), office, name, remark=remark)
    received = complaints.receive_report(ledger_path(), received, now())
    who = f"{office} {name}".strip()
    print_done(f"Laporan {month.long_name} diterima {who}. Kepala bukunya {received.head[:16]}.")
