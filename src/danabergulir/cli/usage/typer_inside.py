"""What the program takes from inside typer: names that typer promises nobody, in one place.

Typer has a setting neither for the language nor for the class of a parameter, so the program overrides methods of
classes that typer keeps to itself. ``pyproject.toml`` holds typer to one minor version; the tests of this module say,
for each of these names, what would break with another.
"""

from collections.abc import Callable

from typer._click.core import Command, Context, Parameter
from typer._click.exceptions import BadOptionUsage, MissingParameter, NoSuchOption
from typer._click.formatting import HelpFormatter
from typer._click.shell_completion import CompletionItem
from typer._coercion import RuntimeParam
from typer.core import TyperArgument, TyperOption

Offered = Callable[[Context, "TyperArgument | TyperOption", str], list[tuple[str, str]]]
"""Returns what may stand for a word that is begun, each with a line about it."""

__all__ = [
    "BadOptionUsage",
    "Command",
    "CompletionItem",
    "Context",
    "HelpFormatter",
    "MissingParameter",
    "NoSuchOption",
    "Parameter",
    "RuntimeParam",
    "TyperArgument",
    "TyperOption",
    "complete_by",
    "completion_script",
    "named_command",
    "prepare_completion",
    "read_by",
]


def prepare_completion() -> None:
    """Make the completion of the shells known, which only a shell asks for."""
    from typer._completion_classes import completion_init  # noqa: PLC0415 - see above

    completion_init()


def completion_script(shell: str, program: str, variable: str) -> str:
    """Return the script by which a shell asks a program, through an environment variable, how to finish a word."""
    from typer._completion_shared import get_completion_script  # noqa: PLC0415 - only for who asks for the script

    return get_completion_script(prog_name=program, complete_var=variable, shell=shell)


def complete_by(param: TyperArgument | TyperOption, offered: Offered) -> None:
    """Let a shell finish the words of a parameter with what is ``offered``, unless it has words of its own."""
    if param._custom_shell_complete is None:  # noqa: SLF001 - typer's only hook that takes the parameter

        def items(context: Context, _: Parameter, word: str) -> list[CompletionItem]:
            return [CompletionItem(value, help=told) for value, told in offered(context, param, word)]

        param._custom_shell_complete = items  # noqa: SLF001 - see above


def named_command(context: Context) -> bool:
    """Return whether a command of the group was named."""
    return bool(context._protected_args)  # noqa: SLF001 - where typer keeps its name


def read_by(param: TyperArgument | TyperOption, reading: RuntimeParam) -> None:
    """Let the words of a parameter be turned into values by ``reading``, without the adapters of typer."""
    param._runtime_param = reading  # noqa: SLF001 - typer's only hook
