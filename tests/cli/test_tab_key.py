"""The tab key: what each shell is offered, how it is installed, and that it never disturbs who is typing."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import led_once

SRC = Path(__file__).parents[2] / "src"


@pytest.fixture
@led_once
def counter(book):
    """Return a runner beside a ledger with two KSM, one of a hostile name, and a loan."""
    for words in (
        ("ksm", "tambah", "MAWAR", "Mawar Merah", "--rw", "05", "--rt", "001", "--tanggal", "2025-12-31"),
        ("ksm", "tambah", "K-02", "Jahat \\$(touch kena) `touch kena`", "--rw", "05", "--rt", "001"),
        ("kas", "masuk", "31010", "5jt", "Modal", "--tanggal", "2026-01-02"),
        ("pinjaman", "cairkan", "MAWAR", "--pokok", "3jt", "--tenor", "10", "--tanggal", "2026-01-05"),
    ):
        got = book(*words)
        assert got.status == 0, (words, got.stderr)
    return book


def _asked(runner, **variables: str) -> tuple[int, list[str], str]:
    """Run the program as the script of a shell does, and return its status, the lines it offers and its complaints."""
    ran = subprocess.run(
        [sys.executable, "-m", "danabergulir"],
        cwd=runner.folder,
        env={**os.environ, "PYTHONPATH": str(SRC), "PYTHONUTF8": "1", **variables},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    return ran.returncode, ran.stdout.split("\n"), ran.stderr


def _bash(runner, line: str) -> list[str]:
    words = line.split(" ")
    status, offered, complaint = _asked(
        runner,
        _DANABERGULIR_COMPLETE="complete_bash",
        COMP_WORDS="\n".join(words),
        COMP_CWORD=str(len(words) - 1),
    )
    assert (status, complaint) == (0, ""), complaint
    return [word for word in offered if word]


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("upk terima maw", ["MAWAR", "P-0001"]),
        ("upk terima P", ["P-0001"]),
        ("upk ksm lihat ", ["K-02", "MAWAR"]),
        ("upk pinjaman kartu P", ["P-0001"]),
        ("upk bukti ", ["BKK-2026-0001", "BKM-2026-0001"]),
        ("upk betulkan bkm", ["BKM-2026-0001"]),
        ("upk buku-besar 110", ["11010", "11021", "11022", "11030"]),
        ("upk kas masuk 410", ["41010", "41020", "41030"]),
        ("upk laporan 2026", ["2026-01"]),
        ("upk laporan 2026-01 --hanya neraca", ["neraca", "neraca-saldo"]),
        ("upk laporan 2026 --hanya r", ["ringkasan-tahun", "rekap-rw"]),
        ("upk laporan 2026-01 --format ", ["tabel", "csv", "json", "xlsx", "pdf"]),
        ("upk tunggakan --rw ", ["05"]),
        ("upk pelengkap pasang --shell z", ["zsh"]),
        ("upk har", ["hari"]),
        ("upk --buku tidak-ada.db terima M", []),
        ("upk terima MAWAR 1,25,3 --tangg", ["--tanggal"]),
        ("upk ksm tambah ", []),
    ],
)
def test_bash_is_offered_what_may_stand_there(counter, line, offered):
    """Names of the ledger by their beginning, or by a part of what they are called; choices; commands."""
    assert _bash(counter, line) == offered


def test_other_shells_are_offered_the_same_with_a_line_about_it(counter):
    """zsh, fish and PowerShell hand over the line typed so far."""
    asked = {"_TYPER_COMPLETE_ARGS": "upk terima MA"}

    zsh = _asked(counter, _DANABERGULIR_COMPLETE="complete_zsh", **asked)
    fish = _asked(counter, _DANABERGULIR_COMPLETE="complete_fish", _TYPER_COMPLETE_FISH_ACTION="get-args", **asked)
    power = {"_DANABERGULIR_COMPLETE": "complete_powershell", "_TYPER_COMPLETE_WORD_TO_COMPLETE": "MA"}
    shell = _asked(counter, **power, **asked)

    assert zsh[1] == ['_arguments \'*: :(("MAWAR":"Mawar Merah"', '"P-0001":"Mawar Merah"))\'', ""]
    assert fish[1] == ["MAWAR\tMawar Merah", "P-0001\tMawar Merah", ""]
    assert shell[1] == ["MAWAR:::Mawar Merah", "P-0001:::Mawar Merah", ""]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell"])
@pytest.mark.parametrize("content", [None, b"", b"SQLite format 3\x00" + b"\xff" * 200, b"kata"])
def test_a_ledger_that_cannot_be_read_is_passed_over_in_silence(run, shell, content):
    """Whoever presses tab gets no error between the words; nothing is made or moved either."""
    if content is not None:
        run.ledger.write_bytes(content)
    before = sorted(run.folder.iterdir())

    variables = {"COMP_WORDS": "upk\nterima\n", "COMP_CWORD": "2", "_TYPER_COMPLETE_ARGS": "upk terima "}
    status, _, complaint = _asked(run, _DANABERGULIR_COMPLETE=f"complete_{shell}", **variables)

    assert (status, complaint) == (0, "")
    assert sorted(run.folder.iterdir()) == before


def test_names_of_a_ledger_are_never_run_by_a_shell(counter):
    """What some shells read a second time holds no sign that means something to them."""
    for shell in ("bash", "zsh", "fish", "powershell"):
        variables = {"COMP_WORDS": "upk\nterima\nK", "COMP_CWORD": "2", "_TYPER_COMPLETE_ARGS": "upk terima K"}
        _, offered, _ = _asked(counter, _DANABERGULIR_COMPLETE=f"complete_{shell}", **variables)
        assert re.findall(r"[$`\\]", "".join(offered)) == []


def test_completion_loads_nothing_of_the_book(counter):
    """A press of a key waits for SQLite alone."""
    _, _, times = _asked(
        counter,
        PYTHONPROFILEIMPORTTIME="1",
        _DANABERGULIR_COMPLETE="complete_bash",
        COMP_WORDS="upk\nterima\nM",
        COMP_CWORD="2",
    )
    loaded = {line.rpartition("|")[2].strip() for line in times.splitlines()}
    assert "danabergulir.ledger.read.finding.names" in loaded
    assert (
        loaded & {"sqlmodel", "pydantic", "rich", "alembic", "danabergulir.operations", "danabergulir.reports"} == set()
    )


_BASH = shutil.which("bash")
_ZSH = shutil.which("zsh")


def _home(runner, monkeypatch):
    """Make a home of a person with both names of the program in a folder; return the two folders."""
    home = runner.folder / "rumah"
    bin_folder = home / "bin"
    bin_folder.mkdir(parents=True)
    for name in ("danabergulir", "upk"):
        started = bin_folder / name
        started.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m danabergulir "$@"\n', encoding="utf-8")
        started.chmod(0o755)
    monkeypatch.setenv("HOME", str(home))
    return home, bin_folder


@pytest.mark.skipif(_BASH is None or os.name == "nt", reason="bash is not here")
@pytest.mark.parametrize("program", ["danabergulir", "upk"])
def test_a_real_bash_finishes_words(counter, monkeypatch, program):
    """Installed by one command, as often as one likes, it works in the next bash that is started."""
    home, bin_folder = _home(counter, monkeypatch)
    (home / ".bashrc").write_text("export LAMA=1", encoding="utf-8")
    assert _BASH is not None

    first, again = counter("pelengkap", "pasang", "--shell", "bash"), counter("pelengkap", "pasang", "--shell", "bash")

    assert (first.status, again.status) == (0, 0)
    assert first.stdout == f"Pelengkap untuk bash dipasang: {home / '.bash_completions' / 'danabergulir.sh'}\n"
    assert (home / ".bashrc").read_text(encoding="utf-8").splitlines() == [
        "export LAMA=1",
        f"source '{home / '.bash_completions' / 'danabergulir.sh'}'",
    ]
    asked = f"""
        source ~/.bashrc
        COMP_WORDS=({program} terima maw) COMP_CWORD=2
        function=$(complete -p {program} | sed 's/.* -F \\([^ ]*\\) .*/\\1/')
        $function {program}
        printf '%s\\n' "${{COMPREPLY[@]}}"
    """
    ran = subprocess.run(
        [_BASH, "--norc", "-c", asked],
        cwd=counter.folder,
        env={**os.environ, "PYTHONPATH": str(SRC), "PATH": f"{bin_folder}{os.pathsep}{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert (ran.stdout, ran.stderr) == ("MAWAR\nP-0001\n", "")


@pytest.mark.skipif(_ZSH is None or os.name == "nt", reason="zsh is not here")
@pytest.mark.parametrize("typed", ["MAW", "merah"])
def test_a_real_zsh_finishes_a_part_of_a_name(counter, monkeypatch, typed):
    """The code of the KSM comes in the place of what was typed, although it does not begin with that."""
    import pexpect  # noqa: PLC0415 - not installed on Windows

    home, bin_folder = _home(counter, monkeypatch)
    assert counter("pelengkap", "pasang", "--shell", "zsh").status == 0
    variables = {"PYTHONPATH": str(SRC), "PATH": f"{bin_folder}{os.pathsep}{os.environ['PATH']}", "ZDOTDIR": str(home)}
    assert _ZSH is not None
    shell = pexpect.spawn(
        _ZSH, ["-d", "-i"], cwd=counter.folder, env={**os.environ, **variables}, encoding="utf-8", timeout=60
    )
    try:
        shell.sendline("PS1='siap> '")
        shell.expect("siap> ")
        shell.expect("siap> ")
        shell.send(f"upk ksm lihat {typed}\t")
        shell.expect("MAWAR ?")
        shell.send("\r")
        shell.expect("Mawar Merah")
    finally:
        shell.close(force=True)


@pytest.mark.parametrize(
    ("shell", "files"),
    [
        ("zsh", [".zfunc/_danabergulir", ".zfunc/_upk", ".zshrc"]),
        ("fish", [".config/fish/completions/danabergulir.fish", ".config/fish/completions/upk.fish"]),
    ],
)
def test_the_script_of_a_shell_lies_where_it_looks(run, monkeypatch, shell, files):
    """For both names of the program, in the folder of the person who asked."""
    monkeypatch.setenv("HOME", str(run.folder))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)

    assert run("pelengkap", "pasang", "--shell", shell).status == 0

    assert sorted(path.relative_to(run.folder).as_posix() for path in run.folder.rglob("*") if path.is_file()) == files


def test_the_script_can_be_shown_instead(run, monkeypatch):
    """For a shell that is set up by hand; the shell in use is known by what it says of itself."""
    monkeypatch.setenv("SHELL", "/usr/bin/zsh")
    shown = run("pelengkap", "tampilkan")
    assert shown.status == 0
    assert "#compdef danabergulir" in shown.stdout
    assert "#compdef upk" in shown.stdout

    power = run("pelengkap", "tampilkan", "--shell", "powershell").stdout
    assert power.count("Register-ArgumentCompleter") == 2
    assert power.count("_DANABERGULIR_COMPLETE") == 4

    monkeypatch.setenv("SHELL", "/bin/dash")
    unknown = run("pelengkap", "pasang")
    assert unknown.status == 2
    assert "--shell bash|zsh|fish|powershell" in unknown.stderr
