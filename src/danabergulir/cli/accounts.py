"""``akun``: the chart of accounts."""

from typing import Annotated

import typer

from danabergulir.cli.output import print_done, print_listing, print_warnings
from danabergulir.cli.usage.language import CommandGroup
from danabergulir.cli.usage.options import (
    SCREEN,
    AsOf,
    Class,
    Output,
    RecordedOn,
    Roles,
    Since,
    alone_since,
    given,
    ledger_path,
    now,
    read_name,
    reader,
    today,
)

_CLASSES = "aset|kewajiban|modal|pendapatan|biaya"

commands = CommandGroup()


@commands.command("daftar", "Daftar akun.", examples=["akun daftar", "akun daftar --format csv --ke bagan-akun.csv"])
def listing(
    as_of: AsOf = None,
    output: Output = SCREEN,
) -> None:
    from danabergulir.operations.book import show_chart
    from danabergulir.reports.shown.registers import accounts_section

    chart = show_chart(ledger_path(), as_of or today())
    print_listing(accounts_section(chart.accounts), output)


@commands.command(
    "tambah",
    "Tambah akun.",
    examples=['akun tambah 51090 "Biaya Listrik" --golongan biaya'],
)
def add(
    code: Annotated[str, typer.Argument(metavar="KODE", parser=read_name, help="Kode akun.")],
    name: Annotated[str, typer.Argument(metavar="NAMA", parser=read_name, help="Nama akun.")],
    account_class: Annotated[
        Class,
        typer.Option("--golongan", metavar=_CLASSES, parser=reader("read_account_class"), help="Golongan akun."),
    ],
    roles: Annotated[
        Roles | None,
        typer.Option(
            "--peran", metavar="PERAN", parser=reader("read_roles"), help="Peran akun; beberapa dipisah spasi."
        ),
    ] = None,
    dated_on: RecordedOn = None,
    *,
    contra: Annotated[
        bool, typer.Option("--lawan", help="Akun yang mengurangi golongannya, misalnya akumulasi penyusutan.")
    ] = False,
) -> None:
    from danabergulir.domain.accounts import Account
    from danabergulir.operations.book import add_account

    account = Account(code, name, account_class, contra, roles or frozenset())
    doubts = add_account(ledger_path(), account, dated_on or today(), now())
    print_done(f"Akun {code} {name} dicatat.")
    print_warnings(doubts)


@commands.command(
    "ubah",
    "Ubah akun.\n\nAkun yang sudah dipakai hanya dapat diubah namanya.",
    examples=['akun ubah 51090 --nama "Biaya Listrik dan Air"', "akun ubah 21030 --peran titipan"],
)
def change(
    code: Annotated[str, typer.Argument(metavar="KODE", help="Kode akun.")],
    name: Annotated[str | None, typer.Option("--nama", metavar="NAMA", parser=read_name, help="Nama akun.")] = None,
    account_class: Annotated[
        Class | None,
        typer.Option("--golongan", metavar=_CLASSES, parser=reader("read_account_class"), help="Golongan akun."),
    ] = None,
    roles: Annotated[
        Roles | None,
        typer.Option(
            "--peran",
            metavar="PERAN",
            parser=reader("read_roles"),
            help='Semua peran akun ini, dipisah spasi; "" menghapus.',
        ),
    ] = None,
    since: Since = None,
    dated_on: RecordedOn = None,
    *,
    contra: Annotated[
        bool | None, typer.Option("--lawan/--bukan-lawan", help="Akun yang mengurangi golongannya, atau bukan.")
    ] = None,
) -> None:
    from danabergulir.operations.book import begin_account, change_account

    if since is not None:
        alone_since([name, account_class, roles, contra, dated_on])
        begun = begin_account(ledger_path(), code, since, now())
        print_done(f"Akun {begun.code} {begun.name} dicatat sudah ada sejak {since:%d-%m-%Y}.")
        return
    changes = given({"name": name, "account_class": account_class, "contra": contra, "roles": roles}, "akun ubah")
    changed = change_account(ledger_path(), code, dated_on or today(), now(), **changes)
    account = changed.thing
    print_done(changed.said(f"Akun {account.code} {account.name} diubah."))
