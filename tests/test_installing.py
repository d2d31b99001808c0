"""What puts the program on a laptop names only files that are made, installs without the internet, and packs."""

import importlib.util
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from danabergulir.cli.app import COMMANDS

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "examples" / "pasang"
SCRIPTS = sorted([*FOLDER.glob("*.bat"), *FOLDER.glob("*.sh")])
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
_TYPED = re.compile(r'(?:^|danabergulir(?:\.exe"|") |: +|`)danabergulir ([a-z]+(?: [a-z]+)?)', re.MULTILINE)


@pytest.fixture(scope="module")
def making():
    """Return the script that makes what a laptop is given."""
    spec = importlib.util.spec_from_file_location("buat", FOLDER / "buat.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def _text(path):
    return path.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_a_script_calls_only_files_that_lie_beside_it(path):
    """And jumps only to places that it has."""
    called = set(re.findall(r"%~dp0([\w-]+\.\w+)|\\([\w-]+\.bat)", _text(path)))

    assert [name for pair in called for name in pair if name and not (FOLDER / name).is_file()] == []
    assert set(re.findall(r"goto (\w+)", _text(path))) <= set(re.findall(r"^:(\w+)\s*$", _text(path), re.MULTILINE))


def test_every_command_that_the_scripts_and_their_explanation_name_exists():
    """A treasurer types what is shown when the window opens."""
    known = {name for entries in COMMANDS.values() for name in entries}
    typed = {words.split()[0] for path in (*SCRIPTS, FOLDER / "memasang.md") for words in _TYPED.findall(_text(path))}

    assert {"mulai", "status", "periksa"} <= typed <= known


def test_the_scripts_of_windows_end_their_lines_as_windows_does(making, tmp_path):
    """Its command processor loses its way in others; whoever gets the files gets those."""
    making.add_papers(tmp_path, (*making.BATCHES, "pasang.bat", "pasang.sh"))
    copied = {path.name: path.read_bytes() for path in tmp_path.iterdir()}

    assert {*making.BATCHES, "pasang.bat", "pasang.sh", "memasang.md", "LICENSE"} == set(copied)
    for name, content in copied.items():
        ends = content.count(b"\r\n")
        assert ends == (content.count(b"\n") if name.endswith(".bat") else 0)
        assert content.isascii() or not name.endswith(".bat"), "an old code page would show other letters"


def test_the_kit_for_a_laptop_without_internet_puts_every_script_in_its_place(making):
    """``pasang.bat`` copies those that the installer puts there too."""
    assert set(re.findall(r'copy /y "%~dp0(\w+\.bat)"', _text(FOLDER / "pasang.bat"))) == set(making.BATCHES)


def test_versions_of_python_are_said_alike_everywhere(making):
    """In the scripts, the explanation, and what is fetched."""
    first, last = making.PYTHONS[0], making.PYTHONS[-1]
    below = f"sys.version_info < (3, {int(last.partition('.')[2]) + 1})"

    assert PROJECT["project"]["requires-python"] == f">={first}"
    for name in ("pasang.bat", "pasang.sh"):
        assert below in _text(FOLDER / name)
        assert f"versi {first} sampai {last}" in _text(FOLDER / name)
    assert f"Python {first} sampai {last}" in _text(FOLDER / "memasang.md")


@pytest.mark.skipif(shutil.which("makensis") is None, reason="the packer NSIS is not installed")
def test_the_installer_packs_without_a_warning(making, tmp_path):
    """From a folder as the build leaves it; the file made is a program of Windows."""
    folder = tmp_path / "danabergulir"
    (folder / "_internal").mkdir(parents=True)
    for name in ("danabergulir.exe", "upk.exe", "_internal/python311.dll"):
        (folder / name).write_bytes(b"MZ")
    making.add_papers(folder, making.BATCHES)
    made = making.make_installer(folder, tmp_path / "pasang.exe")

    assert made.read_bytes().startswith(b"MZ")


@pytest.mark.skipif(shutil.which("sh") is None, reason="no shell of Unix")
def test_the_installing_script_of_linux_says_what_is_missing(tmp_path):
    """On a computer without Python it ends with two lines and has changed nothing."""
    (tmp_path / "bin").mkdir()
    for tool in ("dirname", "sh"):
        (tmp_path / "bin" / tool).symlink_to(shutil.which(tool))
    ended = subprocess.run(
        [str(tmp_path / "bin" / "sh"), str(FOLDER / "pasang.sh")],
        env={"HOME": str(tmp_path), "PATH": str(tmp_path / "bin")},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )

    assert ended.returncode == 2
    assert [line.partition(":")[0] for line in ended.stderr.splitlines()] == ["Galat", "Saran"]
    assert [path.name for path in tmp_path.iterdir()] == ["bin"]


def test_only_what_has_a_reason_is_bounded_above():
    """A bound keeps a laptop from a mended library: the line before it, or its own, says why it must."""
    lines = _text(ROOT / "pyproject.toml").splitlines()
    bounded = [place for place, line in enumerate(lines) if re.match(r'\s*"+[\w-]+>=[^",;]+,<', line)]
    named = [re.match(r'\s*"+([\w-]+)', lines[place])[1] for place in bounded]

    assert set(named) == {"sqlglot", "typer", "typst"}
    assert [lines[place] for place in bounded if "# " not in lines[place] and "# " not in lines[place - 1]] == [
        line for line in lines if line == '    "sqlglot>=30.30,<31",'
    ]


@pytest.mark.parametrize(
    ("machine", "wanted"),
    [("x86_64", True), ("AMD64", True), ("aarch64", True), ("arm64", True)]
    + [(name, False) for name in ("ARM64", "x86", "i686", "armv7l", "arm", "")],
)
def test_the_library_of_pdf_is_asked_for_where_there_is_one(machine, wanted):
    """Not on Windows on ARM, nor on a 32-bit machine: there everything else is installed."""
    (typst,) = (Requirement(line) for line in PROJECT["project"]["dependencies"] if line.startswith("typst"))

    assert typst.marker.evaluate({"platform_machine": machine}) is wanted


def test_the_bytes_of_the_oldest_and_newest_libraries_are_compared():
    """``.ci/run`` runs what the two are compared by, and hands the built program to its tests."""
    run = _text(ROOT / ".ci" / "run")

    assert '.ci/edges "$edges"' in run
    assert "export DANABERGULIR_BUILT=$edges/" in run
    assert {"lowest-direct", "highest"} <= set(re.findall(r"[\w-]+", _text(ROOT / ".ci" / "edges")))
