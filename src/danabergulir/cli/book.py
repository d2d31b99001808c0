"""``mulai`` and ``contoh``: a new book, and one to learn on."""

import sys
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from danabergulir.cli.language import command
from danabergulir.cli.month import write_set
from danabergulir.cli.options import ask, ledger_path, now, read_date, read_name
from danabergulir.cli.output import print_done, print_remark
from danabergulir.cli.profile import Board, City, Kecamatan, Kelurahan, OfficeAddress, Province, Upk

_EXAMPLE = (
    'mulai --upk "UPK Melati" --bkm "BKM Melati Jaya" --kelurahan Sukamaju --kecamatan Cibening '
    '--kota "Kota Cahaya" --provinsi "Jawa Barat" --tanggal 2025-12-31'
)
_NEXT_STEPS = """\
Langkah berikut: isi saldo awal, KSM, anggota, lalu pinjaman yang masih berjalan.
  danabergulir impor saldo-awal FILE.csv, lalu impor ksm, impor anggota, impor pinjaman
  Coba dulu dengan --coba. Cara menulis filenya: danabergulir impor --help"""


@command(examples=[_EXAMPLE])
def start(
    upk: Upk = None,
    board: Board = None,
    kelurahan: Kelurahan = None,
    kecamatan: Kecamatan = None,
    city: City = None,
    province: Province = None,
    opened_on: Annotated[
        date | None,
        typer.Option("--tanggal", metavar="TANGGAL", parser=read_date, help="Tanggal saldo awal (neraca terakhir)."),
    ] = None,
    policy: Annotated[
        Path | None, typer.Option("--kebijakan", metavar="F.toml", help="Aturan sendiri. Lihat: kebijakan bawaan.")
    ] = None,
    chart: Annotated[
        Path | None, typer.Option("--bagan-akun", metavar="F.csv", help="Bagan akun sendiri: kode;nama;golongan.")
    ] = None,
    address: OfficeAddress = None,
) -> None:
    from danabergulir.domain.accounts import URBAN_CHART
    from danabergulir.domain.books import Profile
    from danabergulir.operations.book import start_book
    from danabergulir.operations.imports.registers import read_chart
    from danabergulir.operations.policy_file import read_policy

    profile = Profile(
        upk=upk or read_name(ask("Nama UPK", "--upk")),
        board=board or read_name(ask("Nama BKM", "--bkm")),
        kelurahan=kelurahan or read_name(ask("Kelurahan atau desa", "--kelurahan")),
        kecamatan=kecamatan or read_name(ask("Kecamatan", "--kecamatan")),
        city=city or read_name(ask("Kota atau kabupaten", "--kota")),
        province=province or read_name(ask("Provinsi", "--provinsi")),
        address=address or "",
    )
    start_book(
        ledger_path(),
        profile,
        opened_on or read_date(ask("Tanggal saldo awal, misalnya 31-12-2025", "--tanggal")),
        now(),
        policy=read_policy(policy),
        accounts=read_chart(chart) if chart else URBAN_CHART,
    )
    print_done(f"Buku dibuat: {ledger_path()}")
    for line in _NEXT_STEPS.splitlines():
        print_remark(line)


@command(examples=["contoh", "contoh --ke latihan"])
def demonstrate(
    folder: Annotated[Path, typer.Option("--ke", metavar="FOLDER", help="Folder buku contoh.")] = Path("contoh-upk"),
) -> None:
    from danabergulir.demonstration.build import build
    from danabergulir.render.screen.page import render_report

    demonstration = build(folder, now())
    month = demonstration.month
    for report in write_set(demonstration.ledger, month, (), demonstration.ledger.with_name(f"laporan-{month}")):
        render_report(report, sys.stdout)
        typer.echo()
    print_remark(f"Buku contoh: {demonstration.ledger}")
    print_remark(f"Pakai buku ini dengan: danabergulir --buku {demonstration.ledger} PERINTAH")
