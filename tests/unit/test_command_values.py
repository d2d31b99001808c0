"""Options that take words of the domain, and options that a command takes together as one value."""

from pathlib import Path
from typing import Annotated

import pytest
import typer

from danabergulir.cli.usage.choices import Choices, one_of
from danabergulir.cli.usage.language import command
from danabergulir.cli.usage.options import SCREEN, Output, OutputFormat
from danabergulir.domain.loans.terms import LoanState
from danabergulir.errors import UsageError

STATES = Choices("domain.loans.terms:LoanState", without=["belum cair"])
seen: list[object] = []


@command()
def _show(
    name: Annotated[str, typer.Argument(metavar="NAMA", help="Nama.")],
    output: Output = SCREEN,
    *,
    state: Annotated[object | None, one_of("--status", STATES, help_text="Keadaannya.")] = None,
    output_file_again: Annotated[str, typer.Option("--lain", help="Lain.")] = "",
) -> None:
    seen[:] = [name, output, state, output_file_again]


def test_options_arrive_as_one_value():
    """Each field of the value is an option of its own, wherever it stands among the words."""
    assert _show.run(["--format", "csv", "Mawar", "--pemisah", "tab", "--lain", "x", "--ke", "a.csv"]) == 0

    assert seen == ["Mawar", Output(OutputFormat.CSV, Path("a.csv"), "\t"), None, "x"]


def test_options_that_are_not_typed_have_the_default_of_their_field():
    """A command that is asked for nothing prints its table to the screen."""
    _show.run(["Mawar"])

    assert seen[1] == SCREEN


def test_a_word_is_read_as_the_value_of_the_domain():
    """Capitals and spaces around it do not matter."""
    _show.run(["Mawar", "--status", " Lunas "])

    assert seen[2] is LoanState.PAID_OFF


@pytest.mark.parametrize("word", ["belum cair", "hilang"])
def test_a_word_that_is_not_offered_is_refused_with_those_that_are(word):
    """What a list cannot be narrowed to is no choice, though the domain knows the word."""
    with pytest.raises(UsageError) as refused:
        _show.run(["Mawar", "--status", word])

    assert refused.value.hint.endswith("Pilih salah satu: berjalan, dijadwal ulang, lunas, batal, hapus buku.")


def test_help_and_shell_offer_the_words_of_the_domain(capsys):
    """They stand nowhere else."""
    _show.run(["--help"])

    assert "--status berjalan|dijadwal ulang|lunas|batal|hapus buku" in " ".join(capsys.readouterr().out.split())
    assert STATES.complete("b") == ["berjalan", "batal"]
