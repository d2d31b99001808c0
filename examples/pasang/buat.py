"""Make what a laptop without Python, or without internet, is given. This needs Python and the internet; that does not.

``python3.11 examples/pasang/buat.py program`` builds, for the kind of computer that it runs on, the program with all
that it needs in one folder, ``dist/danabergulir``, packs it, and on Windows makes the installer too, if NSIS is there.
``python3.11 examples/pasang/buat.py luring`` packs all packages for computers that have Python; ``--untuk`` says which.
"""

import argparse
import platform
import shutil
import subprocess
import sys
import tempfile
import tomllib
import venv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

HERE: Final = Path(__file__).resolve().parent
ROOT: Final = HERE.parents[1]
VERSION: Final[str] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
WINDOWS: Final = sys.platform == "win32"

BATCHES: Final = ("buka.bat", "cadangan.bat", "laporan.bat", "pengingat.bat", "tempat.bat")
"""What stands beside the program on Windows, however it came there."""
PYTHONS: Final = ("3.11", "3.12", "3.13", "3.14")
"""The versions of Python that the packages for a laptop without internet are fetched for."""
EXTRAS: Final = ("kirim", "tanda-tangan")
"""What a laptop of a UPK may want beside the rest; `kota` is for offices, which have Python."""
_UNUSED: Final = ("markdown_it", "mdurl", "pip", "pydoc", "pygments", "setuptools", "tkinter", "unittest")
"""What the libraries could use and this program never asks them for."""


@dataclass(frozen=True)
class Kind:
    """A kind of computer: its name among those that choose versions, and its names on packages, the usual one first."""

    chosen_for: str
    tags: Sequence[str]
    installer: str


KINDS: Final[Mapping[str, Kind]] = {
    "linux_x86_64": Kind(
        "x86_64-manylinux_2_28",
        tuple(f"manylinux{name}_x86_64" for name in ("_2_28", "_2_17", "2014", "_2_12", "2010", "_2_5", "1")),
        "pasang.sh",
    ),
    "win_amd64": Kind("x86_64-pc-windows-msvc", ("win_amd64",), "pasang.bat"),
}


def build(place: Path) -> list[Path]:
    """Return the folder with the program, the archive of it, and the installer where one could be made."""
    folder = place / "danabergulir"
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        python = _python(work / "python")
        _run(python, "-m", "pip", "install", "--quiet", f"{ROOT}[{','.join(EXTRAS)}]", "pyinstaller")
        found = subprocess.run(
            [python, "-I", "-c", "import danabergulir; print(*danabergulir.__path__)"],
            check=True,
            capture_output=True,
            encoding="utf-8",
        )
        package = Path(found.stdout.strip())
        _run(
            *(python, "-m", "PyInstaller", "--noconfirm", "--clean", "--onedir", "--console", "--log-level", "WARN"),
            *("--name", "danabergulir", "--distpath", place, "--workpath", work / "work", "--specpath", work),
            *("--collect-submodules", "danabergulir", "--collect-data", "danabergulir"),
            # Alembic reads the migrations as files.
            *("--add-data", f"{package / 'ledger' / 'migrations'}:danabergulir/ledger/migrations"),
            *("--collect-submodules", "apprise.plugins", "--collect-data", "apprise"),
            *(
                "--recursive-copy-metadata",
                "danabergulir",
                "--copy-metadata",
                "apprise",
                "--copy-metadata",
                "cryptography",
            ),
            *(word for name in _UNUSED for word in ("--exclude-module", name)),
            *(() if WINDOWS else ("--strip",)),
            HERE / "program.py",
        )
    if WINDOWS:
        shutil.copyfile(folder / "danabergulir.exe", folder / "upk.exe")
    else:
        (folder / "upk").symlink_to("danabergulir")
    add_papers(folder, BATCHES if WINDOWS else ())
    stem = place / f"danabergulir-{VERSION}-{sys.platform}-{platform.machine().lower()}"
    packed = shutil.make_archive(str(stem), "zip" if WINDOWS else "gztar", place, folder.name)
    installer = make_installer(folder, place / f"danabergulir-{VERSION}-pasang.exe") if WINDOWS else None
    return [folder, Path(packed), *([installer] if installer else [])]


def make_installer(folder: Path, made: Path) -> Path | None:
    """Return the installer of the program in a folder, packed by NSIS; None where NSIS is not there."""
    usual = Path(r"C:\Program Files (x86)\NSIS\makensis.exe")
    packer = shutil.which("makensis") or (usual if usual.is_file() else None)
    if packer is None:
        return None
    settings = {"VERSI": VERSION, "ASAL": folder.resolve(), "HASIL": made.resolve()}
    words = [f"-D{name}={value}" for name, value in settings.items()]
    _run(packer, "-V2", "-WX", "-INPUTCHARSET", "UTF8", *words, HERE / "danabergulir.nsi")
    return made


def gather(place: Path, name: str, pythons: Sequence[str] = PYTHONS) -> Path:
    """Return the archive with every package that a kind of computer needs, and what installs them there.

    All are wheels, so nothing is built there; docopt, which has none, is built here and is good for any computer.
    """
    kind = KINDS[name]
    folder = place / f"danabergulir-{VERSION}-luring-{name}"
    wheels = folder / "paket"
    shutil.rmtree(folder, ignore_errors=True)
    wheels.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as work:
        python = _python(Path(work) / "python")
        _run(python, "-m", "pip", "install", "--quiet", "uv")
        _run(python, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", wheels, ROOT, "docopt")
        for version in pythons:
            chosen = Path(work) / f"{version}.txt"
            # pip alone would ask this computer, not that one, which packages are needed
            _run(
                *(python, "-m", "uv", "pip", "compile", "--quiet", "--no-annotate"),
                *(word for extra in EXTRAS for word in ("--extra", extra)),
                *("--python-version", version, "--python-platform", kind.chosen_for),
                *("--output-file", chosen, ROOT / "pyproject.toml"),
            )
            _run(
                *(python, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:"),
                *("--python-version", version, *(word for tag in kind.tags for word in ("--platform", tag))),
                *("--find-links", wheels, "--dest", wheels, "--requirement", chosen),
            )
    add_papers(folder, (kind.installer, *(BATCHES if kind.installer.endswith(".bat") else ())))
    return Path(shutil.make_archive(str(folder), "zip", place, folder.name))


def add_papers(folder: Path, scripts: Sequence[str]) -> None:
    """Put scripts, what explains them and the licence into a folder; those of Windows end their lines as it does."""
    for name in scripts:
        end = "\r\n" if name.endswith(".bat") else "\n"
        copy = folder / name
        copy.write_text((HERE / name).read_text(encoding="utf-8"), encoding="utf-8", newline=end)
        copy.chmod(0o755)
    shutil.copyfile(HERE / "memasang.md", folder / "memasang.md")
    shutil.copyfile(ROOT / "LICENSE", folder / "LICENSE")


def _python(folder: Path) -> Path:
    """Return the Python of a new virtual environment."""
    venv.create(folder, with_pip=True)
    return folder / ("Scripts/python.exe" if WINDOWS else "bin/python")


def _run(*words: str | Path) -> None:
    subprocess.run(list(map(str, words)), check=True)


def main() -> None:
    """Make what the command line asks for and print where it lies."""
    parser = argparse.ArgumentParser(description="Buat program untuk laptop tanpa Python, atau tanpa internet.")
    parser.add_argument("apa", choices=("program", "luring"), help="program: tanpa Python; luring: paket untuk Python")
    parser.add_argument("--untuk", choices=sorted(KINDS), default="win_amd64", help="jenis laptop, untuk luring")
    parser.add_argument("--python", action="append", help="versi Python di laptop itu, untuk luring; boleh diulang")
    parser.add_argument("--ke", type=Path, default=ROOT / "dist", help="folder hasil")
    asked = parser.parse_args()
    place = asked.ke.resolve()
    place.mkdir(parents=True, exist_ok=True)
    made = build(place) if asked.apa == "program" else [gather(place, asked.untuk, asked.python or PYTHONS)]
    for path in made:
        sys.stdout.write(f"{path}\n")


if __name__ == "__main__":
    main()
