"""``kegiatan``: what the funds for social aid and neighbourhood works pay for."""

from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from danabergulir.cli.cash import Opposite, Party, Sum
from danabergulir.cli.output import print_listing, print_record, print_remarks, print_warnings
from danabergulir.cli.usage.choices import Choices, one_of
from danabergulir.cli.usage.language import CommandGroup
from danabergulir.cli.usage.options import (
    SCREEN,
    Amount,
    AsOf,
    Decision,
    ExternalRef,
    ListingFormat,
    MoreMemo,
    Output,
    OutputFormat,
    RecordedOn,
    event_day,
    given,
    ledger_path,
    now,
    read_amount,
    read_minutes_or_none,
    read_name,
    reader,
    today,
)

if TYPE_CHECKING:
    from danabergulir.domain.tridaya import Fund

    FundName: TypeAlias = Fund
else:
    FundName = object

commands = CommandGroup()
_FUNDS = Choices("domain.tridaya:Fund")
_BUDGET = "Uang yang disetujui untuk kegiatan ini."
_RECIPIENTS = "Banyaknya penerima manfaat."
_Recipients = Annotated[int | None, typer.Option("--penerima", min=0, max=999_999, help=_RECIPIENTS)]
_Number = Annotated[str, typer.Argument(metavar="NOMOR", help="Nomor kegiatan, misalnya G-001.")]
_Rw = Annotated[
    str | None,
    typer.Option(
        "--rw", metavar="RW", parser=reader("read_rw"), show_default="semua RW", help="RW tempat kegiatannya."
    ),
]


@commands.command(
    "tambah",
    "Catat kegiatan yang sudah diputuskan, dengan anggarannya.\n\nYang dibayar tidak boleh melebihi dananya.",
    examples=['kegiatan tambah "Santunan lansia" --dana sosial --rw 05 --penerima 12 --anggaran 3jt --ba 07/BA/2026'],
)
def add(
    name: Annotated[str, typer.Argument(metavar="NAMA", parser=read_name, help="Nama kegiatan.")],
    fund: Annotated[FundName, one_of("--dana", _FUNDS, help_text="Dana yang membayar.", show_default=False)],
    budget: Annotated[Amount, typer.Option("--anggaran", metavar="JUMLAH", parser=read_amount, help=_BUDGET)],
    rw: _Rw = None,
    recipients: _Recipients = None,
    minutes: Decision = "",
    dated_on: RecordedOn = None,
    output_format: ListingFormat = OutputFormat.TABLE,
) -> None:
    from danabergulir.domain.tridaya import Activity
    from danabergulir.operations.answering import activities
    from danabergulir.reports.shown.answering import activity_record

    activity = Activity(
        number="",
        name=name,
        fund=fund,
        rw=rw or "",
        recipients=recipients,
        budget=budget,
        minutes=minutes,
        decided_on=dated_on or today(),
    )
    added = activities.add_activity(ledger_path(), activity, now())
    print_record(activity_record(added.kept, added.held), output_format)
    print_warnings(added.warnings)


@commands.command(
    "ubah",
    "Catat keputusan baru tentang satu kegiatan.\n\nLaporan sebelum tanggal itu tetap memakai yang lama.",
    examples=["kegiatan ubah G-001 --anggaran 4jt --ba 09/BA/2026"],
)
def change(
    number: _Number,
    name: Annotated[str | None, typer.Option("--nama", parser=read_name, help="Nama kegiatan.")] = None,
    rw: _Rw = None,
    recipients: _Recipients = None,
    budget: Annotated[
        Amount | None, typer.Option("--anggaran", metavar="JUMLAH", parser=read_amount, help=_BUDGET)
    ] = None,
    minutes: Annotated[
        str | None,
        typer.Option(
            "--ba", metavar="NOMOR", parser=read_minutes_or_none, help="Nomor berita acara keputusan yang baru."
        ),
    ] = None,
    dated_on: RecordedOn = None,
    output_format: ListingFormat = OutputFormat.TABLE,
) -> None:
    from danabergulir.operations.answering import activities
    from danabergulir.operations.versions import NOTHING_CHANGED
    from danabergulir.reports.shown.answering import activity_record

    options = {"name": name, "rw": rw, "recipients": recipients, "budget": budget, "minutes": minutes}
    changes = given(options, "kegiatan ubah")
    changed = activities.change_activity(ledger_path(), number, dated_on or today(), now(), changes)
    print_record(activity_record(changed.thing.kept, changed.thing.held), output_format)
    print_warnings(changed.thing.warnings)
    print_remarks([] if changed.is_new else [NOTHING_CHANGED])


@commands.command(
    "bayar",
    "Catat uang yang dibayar untuk satu kegiatan.",
    examples=['kegiatan bayar G-001 1,5jt --pihak "Toko Sembako Jaya" --keterangan "Beras 100 kg"'],
)
def pay(
    number: _Number,
    amount: Sum,
    memo: MoreMemo = "",
    dated_on: RecordedOn = None,
    out_of: Opposite = None,
    party: Party = "",
    external_ref: ExternalRef = None,
    permit: Annotated[
        str,
        typer.Option(
            "--izin-ba",
            metavar="NOMOR",
            parser=read_minutes_or_none,
            help="Berita acara yang mengizinkan melebihi dana atau anggaran.",
        ),
    ] = "",
    output_format: ListingFormat = OutputFormat.TABLE,
) -> None:
    from danabergulir.operations.answering import activities
    from danabergulir.reports.shown.answering import payment_record

    paid = activities.pay_activity(
        ledger_path(),
        number,
        amount,
        event_day(dated_on),
        now(),
        memo=memo,
        out_of=out_of,
        party=party,
        external_ref=external_ref,
        permit=permit,
    )
    kept, held = paid.after.kept, paid.after.held
    print_record(payment_record(kept, held, paid.voucher, permit), output_format)
    print_warnings(paid.after.warnings)


@commands.command(
    "daftar", "Daftar kegiatan: anggaran, yang dibayar, dan sisanya.", examples=["kegiatan daftar --per 2026-12-31"]
)
def listing(as_of: AsOf = None, output: Output = SCREEN) -> None:
    from danabergulir.operations.answering.activities import list_activities
    from danabergulir.reports.month.answering.social_fund import activities_section

    print_listing(activities_section(list_activities(ledger_path(), as_of or today())), output)
