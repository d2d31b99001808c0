"""``pelengkap``: the tab key of a shell taught to finish the words of this program."""

import os
import shutil
import subprocess
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Final

import typer

from danabergulir.cli.output import print_done, print_remark
from danabergulir.cli.usage.language import PROGRAM, CommandGroup
from danabergulir.cli.usage.typer_inside import completion_script
from danabergulir.errors import UsageError

commands = CommandGroup()


class Shell(StrEnum):
    """The shells that can be taught."""

    BASH = "bash"
    ZSH = "zsh"
    FISH = "fish"
    POWERSHELL = "powershell"


_PROGRAMS: Final = (PROGRAM, "upk")
_VARIABLE: Final = f"_{PROGRAM.upper()}_COMPLETE"
_BY_HAND: Final = "Tampilkan isinya, lalu pasang sendiri: danabergulir pelengkap tampilkan --shell"

_Which = Annotated[
    Shell | None, typer.Option("--shell", show_default="yang sedang dipakai", help="Shell yang dilengkapi.")
]


@commands.command(
    "pasang",
    "Pasang pelengkap untuk tombol Tab.\n\n"
    "Sesudah itu tombol Tab melengkapi perintah, pilihan, KSM, pinjaman, bukti, akun, laporan, dan bulan.",
    examples=("pelengkap pasang", "pelengkap pasang --shell zsh"),
)
def install(shell: _Which = None) -> None:
    """Teach the tab key of a shell; doing so twice changes nothing."""
    chosen = shell or _used_now()
    try:
        print_done(f"Pelengkap untuk {chosen} dipasang: {_INSTALL[chosen]()}")
    except OSError as error:
        raise UsageError(f"pelengkap tidak dapat ditulis: {error.filename}", f"{_BY_HAND} {chosen}") from None
    print_remark("Buka jendela baru, ketik danabergulir dan satu spasi, lalu tekan Tab.")


@commands.command(
    "tampilkan",
    "Tampilkan skrip pelengkap, untuk dipasang sendiri.",
    examples=("pelengkap tampilkan --shell bash",),
)
def show(shell: _Which = None) -> None:
    """Print the script that teaches the tab key of a shell."""
    typer.echo(_script(shell or _used_now()), nl=False)


_ZSH: Final = """\
#compdef PROGRAM

_PROGRAM_completion() {
  local offered="$(env _TYPER_COMPLETE_ARGS="${words[1,$CURRENT]}" VARIABLE=complete_zsh PROGRAM)"
  eval $offered
  (( compstate[nmatches] )) && return
  compadd() { builtin compadd -U "$@" }
  { eval $offered } always { unfunction compadd }
  compstate[insert]=menu
}

compdef _PROGRAM_completion PROGRAM
if [[ $funcstack[1] == _PROGRAM ]]; then _PROGRAM_completion "$@"; fi
"""
"""As typer's, but for two things: the first press of the key, which loads this, finishes a word too; and what is
offered for a part of a name, which does not begin with it, is taken all the same where nothing else fits.
"""


def _script(shell: Shell, programs: tuple[str, ...] = _PROGRAMS) -> str:
    return "".join(
        _ZSH.replace("PROGRAM", program).replace("VARIABLE", _VARIABLE)
        if shell is Shell.ZSH
        else f"{completion_script(shell, program, _VARIABLE)}\n"
        for program in programs
    )


def _used_now() -> Shell:
    """Return the shell that runs this program, by what it tells its programs of itself. Raises ``UsageError``."""
    name = Path(os.environ.get("SHELL", "")).name if os.name != "nt" else Shell.POWERSHELL
    if name not in set(Shell):
        raise UsageError("shell yang dipakai tidak diketahui", f"Sebut namanya: --shell {'|'.join(Shell)}")
    return Shell(name)


def _bash() -> Path:
    path = Path.home() / ".bash_completions" / f"{PROGRAM}.sh"
    _write(path, _script(Shell.BASH))
    _add_line(Path.home() / ".bashrc", f"source '{path}'")
    return path


def _zsh() -> Path:
    folder = Path.home() / ".zfunc"
    for program in _PROGRAMS:
        _write(folder / f"_{program}", _script(Shell.ZSH, (program,)))
    _add_line(Path.home() / ".zshrc", "fpath+=~/.zfunc; autoload -Uz compinit; compinit")
    return folder / f"_{PROGRAM}"


def _fish() -> Path:
    folder = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "fish" / "completions"
    for program in _PROGRAMS:
        _write(folder / f"{program}.fish", _script(Shell.FISH, (program,)))
    return folder / f"{PROGRAM}.fish"


def _powershell() -> Path:
    """Write the script beside the profile of PowerShell, which PowerShell itself is asked for."""
    found = next(filter(None, map(shutil.which, ("pwsh", "powershell"))), None)
    told = ""
    if found is not None:
        words = [found, "-NoProfile", "-NonInteractive", "-Command", "$PROFILE"]
        told = subprocess.run(words, capture_output=True, text=True, encoding="utf-8", check=False).stdout.strip()  # noqa: S603 - a fixed command
    if not told:
        raise UsageError("PowerShell tidak ditemukan", f"{_BY_HAND} {Shell.POWERSHELL}")
    profile = Path(told)
    path = profile.with_name(f"{PROGRAM}-pelengkap.ps1")
    _write(path, _script(Shell.POWERSHELL))
    _add_line(profile, f". '{path}'")
    print_remark("Bila PowerShell menolak: Set-ExecutionPolicy -Scope CurrentUser RemoteSigned")
    return path


_INSTALL: Final = {Shell.BASH: _bash, Shell.ZSH: _zsh, Shell.FISH: _fish, Shell.POWERSHELL: _powershell}


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _add_line(path: Path, line: str) -> None:
    """Add a line to a file of the user's own, unless it is there."""
    text = path.read_text(encoding="utf-8", errors="surrogateescape") if path.is_file() else ""
    if line not in text.splitlines():
        between = "" if not text or text.endswith("\n") else "\n"
        with path.open("a", encoding="utf-8") as file:
            file.write(f"{between}{line}\n")
