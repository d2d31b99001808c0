"""The commands, read off the program itself, and which of them only show: no list by hand can forget a new one."""

import inspect
from collections.abc import Iterator

from typer.core import TyperGroup

from danabergulir.cli.app import program
from danabergulir.cli.usage.typer_inside import Command, Context

Walked = tuple[tuple[str, ...], Command, Context]

_WRITING_FILES = {
    *("ekspor audit", "ekspor datasette", "ekspor halaman", "ekspor hledger", "ekspor kalender", "ekspor kontak"),
    *("kas berita-acara", "kota kunci", "kota sql", "lembar", "pinjaman berkas", "sanksi surat"),
    *("kota gabung", "pelengkap pasang", "pelengkap tampilkan", "profil pengaturan", "tanda-tangan bubuhkan"),
    *("tanda-tangan buat", "ucapan"),
}
"""They ask no clock, and what they make is a file or a text for another program."""
_RECORDING_BY_FILE = {
    *("buka bulan", "buka tahun", "impor anggota", "impor inventaris", "impor ksm", "impor paket", "impor pinjaman"),
    *("impor rw", "impor saldo-awal", "impor sanksi", "impor tabungan"),
}
"""They record, by a clock that is asked elsewhere."""


def walked(name: str = "") -> Iterator[Walked]:
    """Yield each command and group at and below a word of the program, the program itself left out."""
    group = program()
    top = Context(group, info_name="danabergulir")
    for word in [name] if name else group.list_commands(top):
        command = group.get_command(top, word)
        assert command is not None, word
        yield from _below((word,), command, top)


def _below(words: tuple[str, ...], command: Command, parent: Context) -> Iterator[Walked]:
    context = Context(command, info_name=words[-1], parent=parent)
    yield words, command, context
    if isinstance(command, TyperGroup):
        for name, below in command.commands.items():
            yield from _below((*words, name), below, context)


def showing() -> dict[str, Command]:
    """Return the commands that record nothing and show something, by their words.

    What records says when: it asks ``now`` in its body. What does not, and has no place above, shows.
    """
    found = {}
    for words, command, _ in walked():
        if not isinstance(command, TyperGroup) or command.invoke_without_command:
            assert command.callback is not None
            if "now" not in inspect.unwrap(command.callback).__code__.co_names:
                found[" ".join(words)] = command
    elsewhere = _WRITING_FILES | _RECORDING_BY_FILE
    assert elsewhere <= found.keys(), elsewhere - found.keys()
    return {words: command for words, command in found.items() if words not in elsewhere}
