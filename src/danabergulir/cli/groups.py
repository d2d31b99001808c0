"""``ksm``: the register of groups."""

from datetime import date
from typing import Annotated

import typer

from danabergulir.cli.output import print_done, print_listing, print_record, print_warnings
from danabergulir.cli.usage.language import CommandGroup
from danabergulir.cli.usage.options import (
    SCREEN,
    AsOf,
    Output,
    OutputFormat,
    RecordedOn,
    Since,
    alone_since,
    given,
    ledger_path,
    now,
    read_date,
    read_name,
    read_text,
    reader,
    several_words,
    today,
)

_Words = Annotated[str, typer.Argument(metavar="KODE", parser=several_words, help="Kode KSM atau bagian namanya.")]
_Chair = Annotated[str | None, typer.Option("--ketua", metavar="NAMA", parser=read_text, help="Ketua KSM.")]
_Phone = Annotated[
    str | None, typer.Option("--telepon", metavar="NOMOR", parser=reader("read_phone"), help="Telepon ketua.")
]
_Address = Annotated[str | None, typer.Option("--alamat", metavar="ALAMAT", parser=read_text, help="Alamat KSM.")]
_FormedOn = Annotated[
    date | None,
    typer.Option("--tanggal-bentuk", metavar="TANGGAL", parser=read_date, help="Tanggal KSM dibentuk."),
]
_MemberCount = Annotated[
    int | None, typer.Option("--jumlah-anggota", min=0, max=1000, metavar="N", help="Jumlah anggota.")
]
_WomenCount = Annotated[
    int | None, typer.Option("--jumlah-perempuan", min=0, max=1000, metavar="N", help="Di antaranya perempuan.")
]

_read_code, _read_place = reader("read_ksm_code"), reader("read_place")

commands = CommandGroup()


@commands.command("tambah", "Tambah KSM.", examples=['ksm tambah MAWAR "KSM Mawar" --rw 05 --rt 003 --ketua Siti'])
def add(
    code: Annotated[str, typer.Argument(metavar="KODE", parser=_read_code, help="Kode pendek, misalnya MAWAR.")],
    name: Annotated[str, typer.Argument(metavar="NAMA", parser=read_name, help="Nama KSM.")],
    rw: Annotated[str, typer.Option("--rw", metavar="RW", parser=_read_place, help="Nomor RW, misalnya 05.")],
    rt: Annotated[str, typer.Option("--rt", metavar="RT", parser=_read_place, help="Nomor RT, misalnya 003.")],
    chair: _Chair = None,
    phone: _Phone = None,
    address: _Address = None,
    formed_on: _FormedOn = None,
    member_count: _MemberCount = None,
    women_count: _WomenCount = None,
    dated_on: RecordedOn = None,
) -> None:
    from danabergulir.domain.groups import KSM
    from danabergulir.operations.groups import add_ksm

    ksm = KSM(*(code, name, rw, rt, chair or "", phone or "", address or "", formed_on, member_count, women_count))
    doubts = add_ksm(ledger_path(), ksm, dated_on or today(), now())
    print_done(f"KSM {code} dicatat: {name}, RW {ksm.rw} RT {ksm.rt}.")
    print_warnings(doubts)


@commands.command(
    "ubah",
    "Ubah data KSM.\n\nLaporan sebelum tanggal itu tetap memakai data lama.",
    examples=["ksm ubah MAWAR --ketua Siti", 'ksm ubah MAWAR --nama "KSM Mawar Indah" --tanggal 2026-02-01'],
)
def change(
    words: _Words,
    name: Annotated[str | None, typer.Option("--nama", metavar="NAMA", parser=read_name, help="Nama KSM.")] = None,
    rw: Annotated[str | None, typer.Option("--rw", metavar="RW", parser=_read_place, help="Nomor RW.")] = None,
    rt: Annotated[str | None, typer.Option("--rt", metavar="RT", parser=_read_place, help="Nomor RT.")] = None,
    chair: _Chair = None,
    phone: _Phone = None,
    address: _Address = None,
    formed_on: _FormedOn = None,
    member_count: _MemberCount = None,
    women_count: _WomenCount = None,
    since: Since = None,
    dated_on: RecordedOn = None,
) -> None:
    from danabergulir.operations.groups import begin_ksm, change_ksm

    facts = {"name": name, "rw": rw, "rt": rt, "chair": chair, "phone": phone, "address": address}
    counts = {"formed_on": formed_on, "member_count": member_count, "women_count": women_count}
    if since is not None:
        alone_since([*facts.values(), *counts.values(), dated_on])
        begun = begin_ksm(ledger_path(), words, since, now())
        print_done(f"KSM {begun.code} dicatat sudah ada sejak {since:%d-%m-%Y}.")
        return
    changes = given({**facts, **counts}, "ksm ubah")
    changed, doubts = change_ksm(ledger_path(), words, dated_on or today(), now(), changes)
    ksm = changed.thing
    print_done(changed.said(f"KSM {ksm.code} diubah: {ksm.name}, RW {ksm.rw} RT {ksm.rt}."))
    print_warnings(doubts)


@commands.command(
    "daftar", "Daftar KSM dengan pinjamannya.", examples=["ksm daftar --rw 05", "ksm daftar --format csv"]
)
def listing(
    rw: Annotated[str | None, typer.Option("--rw", metavar="RW", help="Hanya RW ini.")] = None,
    as_of: AsOf = None,
    output: Output = SCREEN,
) -> None:
    from danabergulir.operations.groups import list_ksm
    from danabergulir.reports.shown.registers import ksm_section

    groups = list_ksm(ledger_path(), as_of or today(), rw)
    print_listing(ksm_section(groups), output)


@commands.command(
    "lihat",
    "Lihat satu KSM dengan anggota dan pinjamannya.\n\nCSV memuat KSM saja; JSON juga anggota, pinjaman, dan sanksi.",
    examples=["ksm lihat MAWAR", "ksm lihat MAWAR --format json"],
)
def show(words: _Words, as_of: AsOf = None, output: Output = SCREEN) -> None:
    from danabergulir.operations.dunning.sanctions import history
    from danabergulir.operations.groups import show_ksm
    from danabergulir.reports.shown.registers import ksm_facts, ksm_loans_section, ksm_record, members_section
    from danabergulir.reports.shown.sanctions import history_section

    day = as_of or today()
    group, members = show_ksm(ledger_path(), words, day)
    files = history(ledger_path(), group.ksm.code, day)
    more = {
        "anggota": members_section(members, title="Anggota"),
        "pinjaman": ksm_loans_section(group.loans),
        "sanksi": history_section(files, day, "Sanksi dan penagihan"),
    }
    if output.format is OutputFormat.TABLE and not files:
        del more["sanksi"]
    print_record(ksm_record(group), output, facts=ksm_facts(group), more=more)
