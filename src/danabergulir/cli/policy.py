"""``kebijakan``: the rules a board sets, as a TOML file."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from danabergulir.cli.output import print_done, print_listing, print_remark, print_text
from danabergulir.cli.usage.language import CommandGroup
from danabergulir.cli.usage.options import (
    SCREEN,
    AsOf,
    Delimiter,
    Destination,
    Output,
    OutputFormat,
    Overwrite,
    ledger_path,
    now,
    read_date,
    today,
)

if TYPE_CHECKING:
    from danabergulir.domain.policy.rules import Policy

commands = CommandGroup()


class PolicyFormat(StrEnum):
    """How rules are printed: as the file they are put in force by, or as a listing beside the default."""

    TOML = "toml"
    TABLE = "tabel"
    CSV = "csv"
    JSON = "json"


@dataclass(frozen=True, slots=True)
class PolicyOutput:
    """Where rules go, and how they look there."""

    format: Annotated[
        PolicyFormat, typer.Option("--format", help="Bentuk keluaran; toml dapat diubah lalu ditetapkan.")
    ] = PolicyFormat.TOML
    file: Destination = None
    delimiter: Delimiter = None
    overwrite: Overwrite = False


AS_TOML: Final = PolicyOutput()


@commands.command(
    "bawaan",
    "Tampilkan aturan bawaan sebagai contoh untuk ditiru.",
    examples=["kebijakan bawaan --ke kebijakan.toml", "kebijakan bawaan --format tabel"],
)
def default(output: PolicyOutput = AS_TOML) -> None:
    from danabergulir.domain.policy.rules import DEFAULT_POLICY

    _print(DEFAULT_POLICY, output)


@commands.command(
    "lihat",
    "Tampilkan aturan yang berlaku.",
    examples=["kebijakan lihat --per 2026-01-31", "kebijakan lihat --format csv"],
)
def show(as_of: AsOf = None, output: PolicyOutput = AS_TOML) -> None:
    from danabergulir.operations.book import show_policy

    _print(show_policy(ledger_path(), as_of or today()), output)


def _print(policy: "Policy", output: PolicyOutput) -> None:
    from danabergulir.domain.policy.file import policy_text, written_rules
    from danabergulir.reports.shown.registers import policy_section

    if output.format is PolicyFormat.TOML:
        print_text(policy_text(policy), output.file, overwrite=output.overwrite)
    else:
        form = OutputFormat(output.format.value)
        listed = policy_section(written_rules(policy))
        print_listing(listed, Output(form, output.file, output.delimiter, output.overwrite))


@commands.command(
    "tetapkan",
    "Berlakukan aturan dari file, mulai tanggal tertentu.\n\nYang tidak ditulis dalam file memakai aturan bawaan. Bila "
    "mulainya sudah lewat, angka laporan yang berubah ditunjukkan, sebelum dan sesudahnya.",
    examples=[
        "kebijakan tetapkan kebijakan.toml --mulai 2026-01-01 --coba",
        "kebijakan tetapkan kebijakan.toml --mulai 2026-01-01",
    ],
)
def enact(
    rules: Annotated[Path, typer.Argument(metavar="F.toml", help="File aturan.")],
    starts_on: Annotated[
        date, typer.Option("--tanggal", "--mulai", metavar="TANGGAL", parser=read_date, help="Tanggal mulai berlaku.")
    ],
    *,
    trial: Annotated[bool, typer.Option("--coba", help="Tunjukkan saja yang berubah, jangan diberlakukan.")] = False,
    output: Output = SCREEN,
) -> None:
    from danabergulir.dates import format_long
    from danabergulir.operations.policy.file import read_policy
    from danabergulir.operations.policy.in_force import set_policy
    from danabergulir.reports.shown.registers import policy_changes_section

    enacted = set_policy(ledger_path(), read_policy(rules), starts_on, now(), trial=trial)
    if enacted.changes or trial or output != SCREEN:
        print_listing(policy_changes_section(enacted.changes), output)
    for line in enacted.corrected:
        print_remark(line)
    if trial:
        print_remark("Baru dihitung, belum diberlakukan.")
        return
    end = f", sampai yang berlaku mulai {format_long(enacted.replaced_on)}" if enacted.replaced_on else ""
    print_done(f"Kebijakan {rules.name} berlaku mulai {format_long(starts_on)}{end}.")


@commands.command("riwayat", "Daftar aturan yang pernah ditetapkan.", examples=["kebijakan riwayat"])
def history(
    output: Output = SCREEN,
) -> None:
    from danabergulir.operations.book import policy_history
    from danabergulir.reports.shown.registers import policy_history_section

    print_listing(policy_history_section(policy_history(ledger_path())), output)
