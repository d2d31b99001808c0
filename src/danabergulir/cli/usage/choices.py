"""Options that take one of a few words: those of an enum of the domain, which help and start-up do not wait for."""

from collections.abc import Collection, Iterable
from enum import Enum
from functools import cached_property
from importlib import import_module
from typing import Any, TypeVar

import typer

from danabergulir.errors import UsageError, perhaps
from danabergulir.text import quoted

_Choice = TypeVar("_Choice", bound=Enum)


def choice(choices: Iterable[_Choice], word: str) -> _Choice:
    """Return the choice that a word names. Raises ``UsageError``."""
    by_word = {str(item.value): item for item in choices}
    wanted = word.strip().casefold()
    found = next((item for written, item in by_word.items() if written.casefold() == wanted), None)
    if found is None:
        hint = f"{perhaps(word, zip(by_word, by_word, strict=True))}Pilih salah satu: {', '.join(by_word)}."
        raise UsageError(f"{quoted(word)} bukan pilihan yang ada", hint)
    return found


class Choices:
    """Reads one of an enum's words; the enum is imported by the first word, or by the help that lists them.

    ``where`` is its ``module:name`` below ``danabergulir``; ``without`` are words of it that nobody may type.
    """

    def __init__(self, where: str, without: Collection[str] = ()) -> None:
        self._where = where
        self._without = without

    @cached_property
    def offered(self) -> tuple[Enum, ...]:
        """Return what there is to choose from."""
        module, _, name = self._where.partition(":")
        choices = getattr(import_module(f"danabergulir.{module}"), name)
        return tuple(item for item in choices if item not in self._without)

    @property
    def metavar(self) -> str:
        """Return the words as a help page shows them."""
        return "|".join(item.value for item in self.offered)

    def __call__(self, word: str) -> Enum:
        """Return the choice that a word names. Raises ``UsageError``."""
        return choice(self.offered, word)

    def complete(self, incomplete: str) -> list[str]:
        """Return the words that a shell may finish ``incomplete`` with."""
        return [item.value for item in self.offered if item.value.startswith(incomplete)]


def one_of(option: str, choices: Choices, *, help_text: str, show_default: bool | str = True) -> Any:
    """Return an option that takes one of the choices."""
    return typer.Option(
        option, parser=choices, autocompletion=choices.complete, help=help_text, show_default=show_default
    )
