"""What makes a PDF of a letter, for the commands that write letters; where none can be made, the text must do."""

from typing import TYPE_CHECKING

from danabergulir.cli.options import template_folder
from danabergulir.cli.printing import print_remark
from danabergulir.errors import UsageError

if TYPE_CHECKING:
    from danabergulir.operations.letter_files import Press


def letter_press() -> "tuple[Press | None, UsageError | None]":
    """Return what makes a PDF of a letter; where none can be made here, what is in the way."""
    from danabergulir.render import press

    try:
        press.load()
    except UsageError as error:
        return None, error
    from danabergulir.render import pdf_file

    own = template_folder()
    return lambda paper: pdf_file.render([paper], own=own), None


def say_text_only(missing: UsageError | None) -> None:
    """Say on stderr that letters were written as text only, and why; nothing where they are on paper too."""
    if missing:
        print_remark(f"Surat ditulis sebagai teks saja. {missing.message}. {missing.hint}")
