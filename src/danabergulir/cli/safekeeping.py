"""``cadangkan`` and ``pulihkan``: backups of the book, and the way back from one."""

from pathlib import Path
from typing import Annotated

import typer

from danabergulir.cli.output import print_facts, print_remark, print_warnings
from danabergulir.cli.terminal.settings import settings
from danabergulir.cli.usage.language import command
from danabergulir.cli.usage.options import agree, ledger_path, now, today


@command(examples=("cadangkan", "cadangkan --ke E:\\cadangan-upk"))
def back_up(
    folder: Annotated[
        Path | None,
        typer.Option(
            "--ke",
            metavar="FOLDER",
            show_default="folder cadangan di samping buku",
            help="Simpan di folder ini, misalnya di flash disk.",
        ),
    ] = None,
) -> None:
    """Make a backup that is proved to be sound."""
    from danabergulir.operations import safekeeping

    made = safekeeping.back_up(ledger_path(), folder or settings().backups, now())
    print_facts(safekeeping.backup_facts(made.backup))
    print_warnings(filter(None, [made.changed]))


@command(
    examples=("pulihkan cadangan/upk-2026-01-31-0801.db", "pulihkan E:\\cadangan-upk\\upk-2026-01-31-0801.db --ya")
)
def restore(
    source: Annotated[Path, typer.Argument(metavar="FILE", help="File cadangan buku.")],
    *,
    agreed: Annotated[bool, typer.Option("--ya", help="Ganti buku sekarang tanpa bertanya.")] = False,
) -> None:
    """Put a backup in the place of the book."""
    from danabergulir.operations import safekeeping

    prospect = safekeeping.look_ahead(source, ledger_path())
    for remark in safekeeping.prospect_remarks(prospect):
        print_remark(remark)
    if prospect.replaces and not agreed:
        agree("Ganti buku sekarang dengan cadangan buku ini?", "buku tidak jadi dipulihkan")
    print_facts(safekeeping.restored_facts(safekeeping.restore(source, ledger_path(), now())))


def remind_of_backup() -> None:
    """Print a reminder to stderr when the last backup of the book is older than the policy says."""
    from danabergulir.operations import safekeeping

    sentence = safekeeping.reminder(ledger_path(), today())
    if sentence:
        print_remark(sentence)
