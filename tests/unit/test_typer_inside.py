"""What the program takes from inside typer is there, and does what the program relies on.

Where the pin of typer moves and a test here fails, its sentence says what would break at the keyboard.
"""

import inspect
from importlib import import_module

import pytest
from typer.core import TyperArgument, TyperCommand, TyperGroup, TyperOption

from danabergulir.cli.usage.typer_inside import Command, Context, HelpFormatter, RuntimeParam, named_command

_NAMES = [
    ("_click.core", "Command", "no help page and no usage error would be Indonesian"),
    ("_click.core", "Context", "no help page could be written and no usage error told"),
    ("_click.core", "Parameter", "an error could not name the option it is about"),
    ("_click.exceptions", "BadOptionUsage", "an option without a value would be told in English"),
    ("_click.exceptions", "MissingParameter", "a missing argument would be told in English"),
    ("_click.exceptions", "NoSuchOption", "a mistyped option would be told in English, without a near name"),
    ("_click.formatting", "HelpFormatter", "the headings of help pages would be English"),
    ("_click.shell_completion", "CompletionItem", "the tab key would find no command"),
    ("_coercion", "RuntimeParam", "values would be read by pydantic, slowly and in English"),
    ("_completion_classes", "completion_init", "the tab key would do nothing in any shell"),
]


@pytest.mark.parametrize(("module", "name", "breaks"), _NAMES, ids=[name for _, name, _ in _NAMES])
def test_a_private_name_is_where_the_program_takes_it_from(module, name, breaks):
    """Each of them stands in the module of typer it is imported from."""
    assert hasattr(import_module(f"typer.{module}"), name), breaks


_METHODS = [
    ("get_help_option_names", ["ctx"], "-h would show no help"),
    ("get_help_option", ["ctx"], "the line of --help would be English"),
    ("collect_usage_pieces", ["ctx"], "the line of usage would be English"),
    ("format_help", ["ctx", "formatter"], "a help page would be English"),
    ("format_options", ["ctx", "formatter"], "options would be listed in English"),
    ("format_epilog", ["ctx", "formatter"], "a help page would have no examples"),
    ("parse_args", ["ctx", "args"], "usage errors would be English"),
    ("_main_shell_completion", ["ctx_args", "prog_name"], "the tab key would do nothing"),
]


@pytest.mark.parametrize(("name", "takes", "breaks"), _METHODS, ids=[name for name, _, _ in _METHODS])
@pytest.mark.parametrize("kind", [TyperCommand, TyperGroup])
def test_an_overridden_method_takes_what_ours_takes(kind, name, takes, breaks):
    """Commands and groups of typer have the methods that say every word, with the same parameters first."""
    assert issubclass(kind, Command)
    assert [*inspect.signature(getattr(kind, name)).parameters][1 : 1 + len(takes)] == takes, breaks


@pytest.mark.parametrize("kind", [TyperArgument, TyperOption])
def test_a_parameter_keeps_what_turns_its_words_into_values(kind):
    """Else every value would be read by pydantic again, whose errors are English and whose import takes long."""
    assert "_runtime_param" in "".join(inspect.getsource(of) for of in kind.__mro__[:-1])
    assert [*inspect.signature(RuntimeParam).parameters] == ["parameter_info", "annotation"]
    assert "_coerce_value" in RuntimeParam.__abstractmethods__


def test_a_context_keeps_the_name_of_the_command_asked_for():
    """Else a group without a command would not print its help."""
    group = TyperGroup(name="buah", commands={})
    context = Context(group)

    assert not named_command(context)
    group.parse_args(context, ["petik"])
    assert named_command(context)


def test_a_help_page_has_sections_and_lists():
    """The parts of a help page are written by these three; without one of them there is none."""
    assert {"section", "write_dl", "write_usage"} <= set(dir(HelpFormatter))
