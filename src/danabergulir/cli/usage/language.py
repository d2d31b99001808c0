"""Typer in Indonesian: its help pages, its usage errors, and how it reads a value.

The methods of typer that write words are overridden here; ``typer_inside`` says why. Values are read without the
adapters of typer, which say their errors in English and cost the import of pydantic on every command.
"""

import inspect
import os
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, is_dataclass
from enum import Enum
from functools import wraps
from pathlib import Path
from typing import Any, Final, TypeVar, get_args, get_type_hints

import typer
from typer.core import TyperArgument, TyperCommand, TyperGroup, TyperOption
from typer.main import get_command, get_group

from danabergulir.cli.usage.choices import Choices, choice
from danabergulir.cli.usage.completing import offered
from danabergulir.cli.usage.options import several_words
from danabergulir.cli.usage.typer_inside import (
    BadOptionUsage,
    Command,
    Context,
    HelpFormatter,
    MissingParameter,
    NoSuchOption,
    Parameter,
    RuntimeParam,
    complete_by,
    named_command,
    prepare_completion,
    read_by,
)
from danabergulir.errors import UsageError, perhaps
from danabergulir.text import is_whole, quoted

PROGRAM: Final = "danabergulir"
"""The name shown, whichever name the program was started by."""

_Function = TypeVar("_Function", bound=Callable[..., None])


class CommandGroup:
    """Commands under one name, such as ``ksm tambah`` and ``ksm daftar``."""

    def __init__(self) -> None:
        self._app = typer.Typer(cls=IndonesianGroup, add_completion=False, rich_markup_mode=None)
        self._built: TyperGroup | None = None

    def command(self, name: str, summary: str, *, examples: Sequence[str] = ()) -> Callable[[_Function], _Function]:
        """Return a decorator that makes a function the command ``name``.

        The first paragraph of ``summary`` is the command's line in the group's help. ``examples`` are written without
        the program's name: ``ksm tambah MAWAR "KSM Mawar"``.
        """
        register = self._app.command(name, cls=IndonesianCommand, help=summary, epilog="\n".join(examples))

        def build(function: _Function) -> _Function:
            register(_spread_out(function))
            return function

        return build

    def alone(self, *, examples: Sequence[str] = ()) -> Callable[[_Function], _Function]:
        """Return a decorator for what the group does when none of its commands is named.

        The function takes the context of typer first, and does nothing where ``invoked_subcommand`` names one.
        """
        register = self._app.callback(invoke_without_command=True, epilog="\n".join(examples))

        def build(function: _Function) -> _Function:
            register(_spread_out(function))
            return function

        return build

    def build(self) -> TyperGroup:
        """Return the group as typer runs it, with the commands it has when this is first asked for."""
        if self._built is None:
            self._built = get_group(self._app)
        return self._built


def command(
    *, examples: Sequence[str] = (), cls: type[TyperCommand] | None = None
) -> Callable[[Callable[..., None]], TyperCommand]:
    """Return a decorator that makes a function a command of its own, such as ``terima``.

    ``examples`` are written without the program's name; ``cls`` is an ``IndonesianCommand`` whose help says more.
    """

    def build(function: Callable[..., None]) -> TyperCommand:
        app = typer.Typer(add_completion=False, rich_markup_mode=None)
        app.command(cls=cls or IndonesianCommand, epilog="\n".join(examples))(_spread_out(function))
        built = get_command(app)
        assert isinstance(built, TyperCommand)
        return built

    return build


def _spread_out(function: Callable[..., None]) -> Callable[..., None]:
    """Return a function as typer reads it: a parameter that is a dataclass becomes an option for each of its fields."""
    signature = inspect.signature(function, eval_str=True)
    kinds = {name: param.annotation for name, param in signature.parameters.items()}
    bundles = {name: kind for name, kind in kinds.items() if isinstance(kind, type) and is_dataclass(kind)}
    if not bundles:
        return function
    options: list[inspect.Parameter] = []
    for name, param in signature.parameters.items():
        if name not in bundles:
            options.append(param)
            continue
        hints = get_type_hints(bundles[name], include_extras=True)
        options += (
            param.replace(name=field.name, default=field.default, annotation=hints[field.name])
            for field in fields(bundles[name])
        )

    @wraps(function)
    def bundled(**given: Any) -> None:
        for name, bundle in bundles.items():
            given[name] = bundle(**{field.name: given.pop(field.name) for field in fields(bundle)})
        function(**given)

    bundled.__dict__["__signature__"] = signature.replace(parameters=options)
    bundled.__annotations__ = {option.name: option.annotation for option in options}
    return bundled


class _Indonesian(Command):
    """What commands and groups have in common."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for param in self.params:
            _read_plainly(param)

    def run(self, words: Sequence[str]) -> int:
        """Run the command line ``words`` and return the exit status; errors are left to the caller."""
        if f"_{PROGRAM.upper()}_COMPLETE" in os.environ:
            prepare_completion()
            self._main_shell_completion({}, PROGRAM)
        try:
            with self.make_context(PROGRAM, list(words)) as context:
                self.invoke(context)
        except typer.Exit as ended:
            return ended.exit_code
        return 0

    def get_help_option_names(self, ctx: Context) -> list[str]:  # noqa: ARG002 - typer's signature
        return ["-h", "--help"]

    def get_help_option(self, ctx: Context) -> TyperOption | None:
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = "Tampilkan bantuan ini."
            _read_plainly(option)
        return option

    def collect_usage_pieces(self, ctx: Context) -> list[str]:
        return ["[PILIHAN]", *(_usage(param) for param in self.get_params(ctx) if isinstance(param, TyperArgument))]

    def format_help(self, ctx: Context, formatter: HelpFormatter) -> None:
        formatter.write_usage(ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), prefix="Penggunaan: ")
        self.format_help_text(ctx, formatter)
        self.format_options(ctx, formatter)
        self.format_epilog(ctx, formatter)

    def format_options(self, ctx: Context, formatter: HelpFormatter) -> None:
        for heading, kind in (("Argumen", TyperArgument), ("Pilihan", TyperOption)):
            rows = [_row(param) for param in self.get_params(ctx) if isinstance(param, kind) and not param.hidden]
            if rows:
                with formatter.section(heading):
                    formatter.write_dl(rows)

    def format_epilog(self, ctx: Context, formatter: HelpFormatter) -> None:  # noqa: ARG002 - typer's signature
        if self.epilog:
            with formatter.section("Contoh"):
                for example in self.epilog.splitlines():
                    formatter.write(f"  {PROGRAM} {example}\n")

    def parse_args(self, ctx: Context, args: list[str]) -> list[str]:
        words = tuple(args)
        try:
            return super().parse_args(ctx, args)
        except NoSuchOption as error:
            raise self._no_such_option(ctx, error.option_name, words) from None
        except BadOptionUsage as error:
            flags = [name for param in self.params if getattr(param, "is_flag", False) for name in _flags(param)]
            problem = "tidak memakai nilai" if error.option_name in flags else "belum diberi nilai"
            raise UsageError(f"pilihan {error.option_name} {problem}", _see_help(ctx)) from None
        except MissingParameter as error:
            raise UsageError(
                f"{_kind_and_name(self._missing(ctx, error.param, words))} belum diisi", _see_help(ctx)
            ) from None

    def _missing(self, ctx: Context, param: Parameter | None, words: Sequence[str]) -> Parameter | None:
        """Return what is missing: of one word that is all there is for a name and an amount, it is the amount."""
        if param is None or param.nargs == 1:
            return param
        given, _, _ = self.make_parser(ctx).parse_args(list(words))
        after = [item for item in self.params if isinstance(item, TyperArgument) and item is not param]
        return next((item for item in after if given.get(item.name)), param)

    def _no_such_option(self, ctx: Context, option: str, words: Sequence[str]) -> UsageError:
        # For a single dash typer names only the first letter after it.
        word = next((word.partition("=")[0] for word in words if word.startswith(option)), option)
        if re.match(r"-\d", word):
            return UsageError(f"angka negatif tidak diterima: {quoted(word)}", _see_help(ctx))
        options = [param for param in self.get_params(ctx) if isinstance(param, TyperOption)]
        known = [name for param in options for name in _flags(param)]
        return UsageError(
            f"tidak ada pilihan {quoted(word)}", perhaps(word, zip(known, known, strict=True)) + _see_help(ctx)
        )


def _reader(param: TyperArgument) -> object:
    return param.type_descriptor.parameter_info.parser


class IndonesianCommand(_Indonesian, TyperCommand):
    """A single command."""

    allow_extra_args = True  # so that the words left over come back to `parse_args`, which names them

    def parse_args(self, ctx: Context, args: list[str]) -> list[str]:
        left_over = super().parse_args(ctx, args)
        arguments = [param for param in self.params if isinstance(param, TyperArgument)]
        if left_over and arguments and _reader(arguments[-1]) is several_words:
            ctx.params[arguments[-1].name] = " ".join([ctx.params[arguments[-1].name], *left_over])
            ctx.args = left_over = []
        if left_over and not ctx.resilient_parsing:
            raise UsageError(
                f"kata berlebih: {quoted(' '.join(left_over))}",
                f"Apit nilai yang terdiri dari beberapa kata dengan tanda kutip. {_see_help(ctx)}",
            )
        return left_over


class IndonesianGroup(_Indonesian, TyperGroup):
    """A command with commands of its own. Without one of them it does its own work, or prints its help."""

    def collect_usage_pieces(self, ctx: Context) -> list[str]:
        command = "[PERINTAH [ARGUMEN]...]" if self.invoke_without_command else "PERINTAH [ARGUMEN]..."
        return [*super().collect_usage_pieces(ctx), command]

    def format_options(self, ctx: Context, formatter: HelpFormatter) -> None:
        self.format_commands(ctx, formatter)
        super().format_options(ctx, formatter)

    def format_commands(self, ctx: Context, formatter: HelpFormatter) -> None:  # noqa: ARG002 - typer's signature
        rows = [(name, (command.help or "").partition("\n\n")[0]) for name, command in self.commands.items()]
        with formatter.section("Perintah"):
            formatter.write_dl(rows)

    def invoke(self, ctx: Context) -> Any:
        if not named_command(ctx) and not self.invoke_without_command:
            typer.echo(ctx.get_help())
            return None
        return super().invoke(ctx)

    def resolve_command(self, ctx: Context, args: list[str]) -> tuple[str | None, Command | None, list[str]]:
        name, *rest = args
        found = self.get_command(ctx, name)
        if found is None and not ctx.resilient_parsing:
            known = self.list_commands(ctx)
            meant = perhaps(name, zip(known, known, strict=True))
            raise UsageError(f"tidak ada perintah {quoted(name)}", meant + _see_help(ctx))
        return name if found else None, found, rest


@dataclass(frozen=True)
class _Reading(RuntimeParam):
    """Turns a word into a value: by the parameter's own parser, else by its type (choice, whole number, text, path)."""

    def _coerce_value(self, value: Any, param: Any, ctx: Context) -> Any:
        if ctx.resilient_parsing:  # a shell asks about the next word, and nobody is to hear about this one
            return value
        if isinstance(value, list | tuple):
            return [self._read(word, param) for word in value]
        return self._read(value, param)

    def _read(self, word: object, param: Parameter) -> object:
        if not isinstance(word, str):  # a default
            return word
        try:
            return self._value(word)
        except UsageError as error:
            raise UsageError(f"{_name(param)}: {error.message}", error.hint) from None

    def _value(self, word: str) -> object:
        (kind,) = get_args(self.annotation) or (self.annotation,)
        if kind is not Path and not is_whole(
            word
        ):  # half a letter, as an old terminal sends it; a file may be called so
            raise UsageError("tulisan tidak dapat dibaca", "Ketik lagi tulisannya.")
        if self.parameter_info.parser is not None:
            return self.parameter_info.parser(word)
        if issubclass(kind, Enum):
            return choice(kind, word)
        if kind is int:
            return _whole_number(word, self.parameter_info.min, self.parameter_info.max)
        return kind(word)


def _whole_number(word: str, least: float | None, most: float | None) -> int:
    if not re.fullmatch(r"\s*-?\d{1,9}\s*", word, re.ASCII):
        raise UsageError(f"{quoted(word)} bukan bilangan bulat", "Tulis dengan angka saja, misalnya 12.")
    number = int(word)
    if least is not None and number < least:
        raise UsageError(f"{number} terlalu kecil", f"Paling sedikit {least}.")
    if most is not None and number > most:
        raise UsageError(f"{number} terlalu besar", f"Paling banyak {most}.")
    return number


def _read_plainly(param: Parameter) -> None:
    assert isinstance(param, TyperArgument | TyperOption)
    described = param.type_descriptor
    complete_by(param, offered)
    read_by(param, _Reading(described.parameter_info, described.annotation))


def _name(param: Parameter) -> str:
    """Return ``--tanggal`` for an option and ``JUMLAH`` for an argument."""
    if isinstance(param, TyperOption):
        return max(param.opts, key=len)
    return param.metavar or param.name.upper()


def _flags(param: Parameter) -> list[str]:
    """Return every spelling of an option: ``--setuju`` and ``--tolak``."""
    return [*param.opts, *param.secondary_opts]


def _kind_and_name(param: Parameter | None) -> str:
    assert param is not None, "a value is missing, of no parameter"
    return f"pilihan {_name(param)}" if isinstance(param, TyperOption) else _name(param)


def _usage(argument: TyperArgument) -> str:
    name = _name(argument) + ("..." if argument.nargs != 1 else "")
    return name if argument.required else f"[{name}]"


def _row(param: TyperArgument | TyperOption) -> tuple[str, str]:
    notes = [note for note in (_default(param), "wajib" if param.required else "") if note]
    text = (param.help or "") + (f"  [{'; '.join(notes)}]" if notes else "")
    if isinstance(param, TyperArgument):
        return _usage(param), text
    flags = " / ".join(", ".join(flags) for flags in (param.opts, param.secondary_opts) if flags)
    return flags if param.is_flag else f"{flags} {_metavar(param)}", text


def _metavar(option: TyperOption) -> str:
    if option.metavar is not None:
        return option.metavar
    parser = option.type_descriptor.parameter_info.parser
    if isinstance(parser, Choices):
        return parser.metavar
    choices = option.type_descriptor.choices
    return "|".join(str(choice.value) for choice in choices) if choices else _name(option).lstrip("-").upper()


def _default(param: TyperArgument | TyperOption) -> str:
    if isinstance(param.show_default, str):
        return f"bawaan: {param.show_default}"
    if param.default in (None, "") or isinstance(param.default, bool) or not param.show_default:
        return ""
    return f"bawaan: {param.default.value if isinstance(param.default, Enum) else param.default}"


def _see_help(ctx: Context) -> str:
    return f"Cara pakai: {ctx.command_path} --help"
