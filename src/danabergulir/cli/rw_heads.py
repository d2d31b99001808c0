"""``rw``: the heads of the RW."""

from datetime import date
from typing import Annotated

import typer

from danabergulir.cli.output import print_done, print_listing, print_warnings
from danabergulir.cli.usage.language import CommandGroup
from danabergulir.cli.usage.options import (
    SCREEN,
    AsOf,
    Output,
    given,
    ledger_path,
    now,
    read_date,
    read_name,
    read_text,
    reader,
    today,
)

_Rw = Annotated[
    str, typer.Argument(metavar="NOMOR", parser=reader("read_rw"), help="Nomor RW: 5, 05, dan RW 5 sama saja.")
]
_Phone = Annotated[
    str | None, typer.Option("--telepon", metavar="NOMOR", parser=reader("read_phone"), help="Telepon ketua RW.")
]
_Address = Annotated[str | None, typer.Option("--alamat", metavar="ALAMAT", parser=read_text, help="Alamat ketua RW.")]
_Since = Annotated[
    date | None,
    typer.Option(
        "--tanggal",
        "--mulai",
        metavar="TANGGAL",
        parser=read_date,
        show_default="hari ini",
        help="Berlaku mulai tanggal ini.",
    ),
]

commands = CommandGroup()


@commands.command(
    "tambah",
    "Catat ketua RW.\n\nNamanya tampil pada tembusan surat, pengingat, dan rekap RW.",
    examples=['rw tambah 05 --ketua "Pak Joko" --telepon 0812-3456-7890'],
)
def add(
    rw: _Rw,
    name: Annotated[str, typer.Option("--ketua", metavar="NAMA", parser=read_name, help="Nama ketua RW.")],
    phone: _Phone = None,
    address: _Address = None,
    since: _Since = None,
) -> None:
    from danabergulir.domain.groups import RwHead
    from danabergulir.operations.rw_heads import add_rw_head

    head = RwHead(rw, name, phone or "", address or "")
    doubts = add_rw_head(ledger_path(), head, since or today(), now())
    print_done(f"Ketua RW {head.rw} dicatat: {head.name}.")
    print_warnings(doubts)


@commands.command(
    "ubah",
    "Ubah data ketua RW, atau catat ketua yang baru.\n\n"
    "Surat sebelum tanggal itu tetap memakai yang lama. Ketua baru mulai tanpa telepon dan alamat yang lama.",
    examples=["rw ubah 05 --telepon 0812-3456-7891", 'rw ubah 05 --ketua "Bu Rini" --mulai 2026-02-01'],
)
def change(
    rw: _Rw,
    name: Annotated[
        str | None, typer.Option("--ketua", metavar="NAMA", parser=read_name, help="Nama ketua RW.")
    ] = None,
    phone: _Phone = None,
    address: _Address = None,
    since: _Since = None,
) -> None:
    from danabergulir.operations.rw_heads import change_rw_head

    changes = given({"name": name, "phone": phone, "address": address}, "rw ubah")
    changed = change_rw_head(ledger_path(), rw, since or today(), now(), changes)
    print_done(changed.said(f"Ketua RW {changed.thing.rw} diubah: {changed.thing.name}."))


@commands.command("daftar", "Daftar RW dengan ketuanya.", examples=["rw daftar"])
def listing(as_of: AsOf = None, output: Output = SCREEN) -> None:
    from danabergulir.operations.rw_heads import list_rw_heads
    from danabergulir.reports.shown.registers import rw_heads_section

    print_listing(rw_heads_section(list_rw_heads(ledger_path(), as_of or today())), output)
