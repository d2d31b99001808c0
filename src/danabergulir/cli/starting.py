"""``mulai``: a new book, from answers or from the treasurer's own workbook."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from danabergulir.cli.imports.workbook import (
    CheckedTo,
    KeptPeta,
    KnownPeta,
    Sure,
    opened_workbook,
    print_recorded,
    understood,
)
from danabergulir.cli.output import print_done, print_remark
from danabergulir.cli.profile import Board, City, Kecamatan, Kelurahan, OfficeAddress, Province, Upk
from danabergulir.cli.usage.language import command
from danabergulir.cli.usage.options import (
    Overwrite,
    ask,
    ask_until,
    is_interactive,
    ledger_path,
    now,
    read_date,
    read_name,
    today,
)
from danabergulir.errors import RefusedError, UsageError

if TYPE_CHECKING:
    from danabergulir.operations.imports.workbook.around.profile import FoundProfile

_EXAMPLES = (
    (
        'mulai --upk "UPK Melati" --bkm "BKM Melati Jaya" --kelurahan Sukamaju --kecamatan Cibening '
        '--kota "Kota Cahaya" --provinsi "Jawa Barat" --tanggal 2025-12-31'
    ),
    "mulai --dari buku-bendahara.xlsx",
)
_NEXT_STEPS = """\
Langkah berikut: isi buku ini dari buku kerja Excel, dalam satu langkah.
  danabergulir impor buku FILE.xlsx
Tidak punya buku kerja? Isi satu per satu: saldo awal, KSM, anggota, lalu pinjaman yang masih berjalan.
  danabergulir impor saldo-awal FILE, lalu impor ksm, impor anggota, impor pinjaman
  Coba dulu dengan --coba. Cara menulis filenya: danabergulir impor --help"""


def _read_opening_day(word: str) -> date:
    """Return the day of the opening balances typed. Raises ``UsageError`` for one that has not come."""
    day = read_date(word)
    if day > today():
        from danabergulir.dates import format_form

        raise UsageError(f"tanggal {format_form(day)} belum tiba", "Isi tanggal neraca terakhir buku lama.")
    return day


_ASKED: Final = (
    ("upk", "Nama UPK", "--upk"),
    ("board", "Nama BKM", "--bkm"),
    ("kelurahan", "Kelurahan atau desa", "--kelurahan"),
    ("kecamatan", "Kecamatan", "--kecamatan"),
    ("city", "Kota atau kabupaten", "--kota"),
    ("province", "Provinsi", "--provinsi"),
    ("opened_on", "Tanggal saldo awal, misalnya 31-12-2025", "--tanggal"),
)


@command(examples=_EXAMPLES)
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
    source: Annotated[
        Path | None,
        typer.Option(
            "--dari",
            metavar="F.xlsx",
            help="Isi buku langsung dari buku kerja bendahara. Yang tertulis di sana tidak ditanya lagi.",
        ),
    ] = None,
    peta: KnownPeta = None,
    keep: KeptPeta = None,
    checked: CheckedTo = None,
    *,
    overwrite: Overwrite = False,
    sure: Sure = False,
) -> None:
    """Create a ledger, all of it or nothing."""
    from danabergulir.domain.accounts import URBAN_CHART
    from danabergulir.domain.letterhead import Profile
    from danabergulir.ledger.file.store import refuse_taken
    from danabergulir.operations.book import start_book
    from danabergulir.operations.imports.registers import read_chart
    from danabergulir.operations.policy.file import read_policy

    refuse_taken(ledger_path())
    rules, accounts = read_policy(policy), read_chart(chart) if chart else URBAN_CHART
    facts: dict[str, Any] = {"upk": upk, "board": board, "kelurahan": kelurahan, "kecamatan": kecamatan, "city": city}
    facts |= {"province": province, "opened_on": opened_on}
    book = opened_workbook(source) if source else None
    if book is not None:
        from danabergulir.operations.imports.workbook.around.profile import find_profile

        found = find_profile(book)
        address = address or (found.facts["address"].value if "address" in found.facts else None)
        _take(facts, found)
    asked = [name for name, prompt, option in _ASKED if _fill_in(facts, name, prompt, option)]
    if asked or (book is not None and is_interactive() and not sure):
        _agree_on(facts)
    day = facts.pop("opened_on")
    profile, moment = Profile(**facts, address=address or ""), now()
    if book is None or source is None:
        start_book(ledger_path(), profile, day, moment, policy=rules, accounts=accounts)
        print_done(f"Buku dibuat: {ledger_path()}")
        for line in _NEXT_STEPS.splitlines():
            print_remark(line)
        return
    from danabergulir.operations.imports.starting import new_ledger, start_from

    confirm = None if sure or peta is not None else ("Buat buku ini dan catat semuanya?", "buku tidak dibuat")
    known = understood(
        book, new_ledger(day, rules, accounts), peta, keep, checked, overwrite=overwrite, confirm=confirm
    )
    recorded = start_from(
        ledger_path(), profile, day, moment, file=source, known=known, policy=rules, accounts=accounts
    )
    print_done(f"Buku dibuat: {ledger_path()}")
    print_recorded(recorded, known, source)


def _take(facts: dict[str, Any], found: "FoundProfile") -> None:
    """Fill in what the workbook says and nobody typed, and say where it stands."""
    from danabergulir.dates import format_form

    for name, prompt, _ in _ASKED:
        if facts[name] is None and name in found.facts:
            facts[name] = found.facts[name].value
            print_remark(f"{prompt}: {facts[name]} ({found.facts[name].where})")
    if facts["opened_on"] is None and found.dated_on is not None and found.dated_on <= today():
        facts["opened_on"] = found.dated_on
        print_remark(f"Tanggal saldo awal: {format_form(found.dated_on)} ({found.dated_where})")


def _fill_in(facts: dict[str, Any], name: str, prompt: str, option: str) -> bool:
    """Ask for a fact that is not known yet; return whether it was asked for."""
    if facts[name] is not None:
        return False
    facts[name] = ask_until(prompt, option, _read_opening_day if name == "opened_on" else read_name)
    return True


def _agree_on(facts: dict[str, Any]) -> None:
    """Show what will be created until somebody says yes; a number asks for that fact again and keeps the rest.

    Who says no is asked which of them. Raises ``RefusedError`` where nothing is to be created.
    """
    from danabergulir.dates import format_form

    while True:
        print_remark("Buku yang akan dibuat:")
        for number, (name, prompt, _) in enumerate(_ASKED, 1):
            value = format_form(facts[name]) if isinstance(facts[name], date) else facts[name]
            print_remark(f"  {number}. {prompt.partition(',')[0]}: {value}")
        answer = ask("Sudah benar? Ketik ya, tidak, atau nomor yang salah", "--ya").casefold()
        if answer in {"y", "ya"}:
            return
        if answer in {"t", "tidak"}:
            answer = ask("Nomor berapa yang salah? Ketik batal untuk berhenti", "--ya").casefold()
        if answer == "batal":
            raise RefusedError("buku tidak dibuat", "Tidak ada yang dicatat.")
        if answer.isdigit() and 1 <= int(answer) <= len(_ASKED):
            name, prompt, option = _ASKED[int(answer) - 1]
            facts[name] = None
            _fill_in(facts, name, prompt, option)
