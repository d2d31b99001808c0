"""What is plausible and may still be wrong: told before it is recorded, and asked where somebody can answer."""

from collections.abc import Callable, Sequence
from typing import Annotated, Protocol, TypeAlias, TypeVar

import typer

from danabergulir.cli.options import agree, is_interactive
from danabergulir.cli.output import print_warnings

Agreed: TypeAlias = Annotated[bool, typer.Option("--ya", help="Catat tanpa bertanya, walaupun ada peringatan.")]
"""``--ya`` of a command that asks about what is doubtful; its default is False."""


class _Doubtful(Protocol):
    @property
    def warnings(self) -> Sequence[str]: ...


_Recorded = TypeVar("_Recorded", bound=_Doubtful)


def once_agreed(record: Callable[..., _Recorded], unchanged: str, *, agreed: bool) -> _Recorded:
    """Return what ``record`` recorded; a person at the keyboard hears first what is doubtful about it, and may refuse.

    ``record`` takes ``trial``. Raises ``RefusedError`` saying what was left ``unchanged``.
    """
    if is_interactive() and not agreed:
        doubts = record(trial=True).warnings
        if doubts:
            print_warnings(doubts)
            agree("Tetap dicatat?", unchanged)
    return record()
