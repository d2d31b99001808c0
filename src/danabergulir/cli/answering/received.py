"""``terima-laporan``: who received the set of which month."""

from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from danabergulir.cli.output import print_done, print_listing, print_warnings
from danabergulir.cli.usage.language import command
from danabergulir.cli.usage.options import (
    SCREEN,
    Output,
    RecordedOn,
    ask,
    ledger_path,
    now,
    read_month,
    read_text,
    today,
)
from danabergulir.errors import UsageError

if TYPE_CHECKING:
    from danabergulir.dates import Month

    MaybeMonth: TypeAlias = Month
else:
    MaybeMonth = object

_LURAH = "Lurah"


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
    ] = _LURAH,
    name: Annotated[str, typer.Option("--oleh", metavar="NAMA", parser=read_text, help="Nama penerima.")] = "",
    remark: Annotated[
        str, typer.Option("--keterangan", metavar="TEKS", parser=read_text, help="Keterangan tanda terima.")
    ] = "",
    dated_on: RecordedOn = None,
    output: Output = SCREEN,
) -> None:
    """Write down who received the set of a month; without a month list them."""
    from danabergulir.operations.answering import complaints

    if month is None:
        if name or remark or office != _LURAH or dated_on:
            raise UsageError(
                "PERIODE belum diisi",
                "Tulis bulan laporannya, misalnya: danabergulir terima-laporan 2026-01 --oleh NAMA",
            )
        from danabergulir.reports.month.answering.minutes import received_section

        print_listing(received_section(complaints.list_received(ledger_path(), today())), output)
        return
    from danabergulir.domain.answering import ReportReceived

    name = name or ask(f"Nama {office} yang menerima", "--oleh")
    received = ReportReceived(month, dated_on or today(), office, name, remark=remark)
    received, warnings = complaints.receive_report(ledger_path(), received, now())
    print_done(f"Laporan {month.long_name} diterima {office} {name}. Kepala bukunya {received.head[:16]}.")
    print_warnings(warnings)
