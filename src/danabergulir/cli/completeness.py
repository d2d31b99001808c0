"""``kelengkapan``: what is still missing in a book."""

from typing import TYPE_CHECKING

from danabergulir.cli.output import print_done, print_facts, print_listing
from danabergulir.cli.usage.language import command
from danabergulir.cli.usage.options import SCREEN, AsOf, Output, ledger_path, today

if TYPE_CHECKING:
    from datetime import date


@command(examples=["kelengkapan", "kelengkapan --per 2025-12-31 --format csv"])
def show(as_of: AsOf = None, output: Output = SCREEN) -> None:
    """Print each part of the book, whether it is filled in, and the command for what is missing."""
    from danabergulir.operations.completeness import completeness
    from danabergulir.reports.shown.completeness import completeness_section

    if output == SCREEN:
        print_completeness(as_of)
    else:
        print_listing(completeness_section(completeness(ledger_path(), as_of or today()).parts), output)


def print_completeness(as_of: "date | None" = None) -> None:
    """Print what is still missing, the figures to hold against the last report on paper, and what to do next.

    Without a day the book is looked at as it is today, its figures as they were at the opening.
    """
    from danabergulir.dates import format_form
    from danabergulir.operations.completeness import completeness
    from danabergulir.reports.shown.completeness import completeness_section

    found = completeness(ledger_path(), as_of or today(), as_of)
    print_listing(completeness_section(found.parts, brief=True))
    print_done("")
    print_done(f"Cocokkan dengan laporan di kertas per {format_form(found.compared_on)}:")
    print_facts(found.controls)
    print_done("")
    print_done(f"Perintah berikut: danabergulir {found.next_command or f'laporan {found.compared_on:%Y-%m}'}")
