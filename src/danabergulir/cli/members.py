"""``anggota``: the members of a KSM."""

from typing import Annotated

import typer

from danabergulir.cli.output import print_done, print_listing
from danabergulir.cli.usage.language import CommandGroup
from danabergulir.cli.usage.options import (
    SCREEN,
    AsOf,
    KsmWords,
    Output,
    RecordedOn,
    Turnover,
    YesNo,
    given,
    ledger_path,
    now,
    read_name,
    read_text,
    reader,
    several_words,
    today,
)

_Gender = Annotated[
    str | None,
    typer.Option("--jenis-kelamin", metavar="P|L", parser=reader("read_gender"), help="Perempuan atau laki-laki."),
]
_Poor = Annotated[
    YesNo | None,
    typer.Option("--miskin", metavar="ya|tidak", parser=reader("read_yes_no"), help="Tercatat warga miskin (PS-2)."),
]
_Nik = Annotated[str | None, typer.Option("--nik", metavar="NIK", parser=reader("read_nik"), help="NIK, 16 angka.")]
_Business = Annotated[str | None, typer.Option("--usaha", metavar="USAHA", parser=read_text, help="Jenis usaha.")]
_Turnover = Annotated[
    Turnover | None,
    typer.Option("--omset", metavar="JUMLAH", parser=reader("read_paid"), help="Omset usaha per bulan."),
]
_Member = Annotated[str, typer.Argument(metavar="NOMOR|NAMA", help="Nomor atau nama anggota.")]

commands = CommandGroup()


@commands.command(
    "tambah",
    "Tambah anggota KSM.",
    examples=['anggota tambah MAWAR "Siti" --jenis-kelamin P --miskin ya --usaha warung --omset 1,5jt'],
)
def add(
    words: KsmWords,
    name: Annotated[str, typer.Argument(metavar="NAMA", parser=read_name, help="Nama anggota.")],
    gender: _Gender = None,
    poor: _Poor = None,
    nik: _Nik = None,
    business: _Business = None,
    turnover: _Turnover = None,
    dated_on: RecordedOn = None,
) -> None:
    from danabergulir.domain.groups import Member
    from danabergulir.operations.groups import add_member

    member = Member(
        ksm="",
        number=0,
        name=name,
        gender=gender or "",
        poor=poor,
        nik=nik or "",
        business=business or "",
        turnover=turnover,
    )
    added = add_member(ledger_path(), words, member, dated_on or today(), now())
    print_done(f"Anggota nomor {added.number} KSM {added.ksm} dicatat: {added.name}.")


@commands.command(
    "ubah",
    "Ubah data anggota KSM.\n\nLaporan sebelum tanggal itu tetap memakai data lama.",
    examples=["anggota ubah MAWAR Siti --omset 2jt", "anggota ubah MAWAR 3 --miskin ya --tanggal 2026-02-01"],
)
def change(
    words: KsmWords,
    member: _Member,
    name: Annotated[str | None, typer.Option("--nama", metavar="NAMA", parser=read_name, help="Nama anggota.")] = None,
    gender: _Gender = None,
    poor: _Poor = None,
    nik: _Nik = None,
    business: _Business = None,
    turnover: _Turnover = None,
    dated_on: RecordedOn = None,
) -> None:
    from danabergulir.operations.groups import change_member

    facts = {"name": name, "gender": gender, "poor": poor, "nik": nik, "business": business, "turnover": turnover}
    changes = given(facts, "anggota ubah")
    changed = change_member(ledger_path(), words, member, dated_on or today(), now(), changes)
    one = changed.thing
    print_done(changed.said(f"Anggota nomor {one.number} KSM {one.ksm} diubah: {one.name}."))


@commands.command(
    "keluar", "Catat anggota yang keluar dari KSM.", examples=["anggota keluar MAWAR 3", 'anggota keluar MAWAR "Siti"']
)
def leave(
    words: KsmWords,
    member: _Member,
    dated_on: RecordedOn = None,
) -> None:
    from danabergulir.operations import groups

    gone = groups.leave(ledger_path(), words, member, dated_on or today(), now())
    print_done(f"Anggota nomor {gone.number} KSM {gone.ksm} keluar: {gone.name}.")


@commands.command("daftar", "Daftar anggota, semua atau satu KSM.", examples=["anggota daftar MAWAR"])
def listing(
    words: Annotated[
        str | None, typer.Argument(metavar="KSM", parser=several_words, help="Kode KSM atau bagian namanya.")
    ] = None,
    as_of: AsOf = None,
    output: Output = SCREEN,
) -> None:
    from danabergulir.operations.groups import list_members
    from danabergulir.reports.shown.registers import members_section

    members = list_members(ledger_path(), as_of or today(), words)
    print_listing(members_section(members), output)
