"""The tab key: what a shell may finish a word with, by what the help page says that the word is."""

from pathlib import Path
from typing import Final

from danabergulir.cli.usage.options import ledger_path
from danabergulir.cli.usage.typer_inside import Context, TyperArgument, TyperOption

_HELD: Final = (
    ("KSM|NOMOR", "", "KSM LOAN"),
    ("KSM", "", "KSM"),
    ("KODE", "Kode KSM", "KSM"),
    ("NOMOR", "Nomor pinjaman, atau kode atau nama KSM", "LOAN KSM"),
    ("NOMOR", "Nomor pinjaman atau pengajuan", "LOAN PROPOSAL"),
    ("NOMOR", "Nomor pengajuan", "PROPOSAL"),
    ("NOMOR", "Nomor sanksi", "LETTER"),
    ("NOMOR", "Hanya RW", "RW"),
    ("RW", "Hanya RW", "RW"),
    ("BUKTI", "", "VOUCHER"),
    ("[BUKTI]", "", "VOUCHER"),
    ("AKUN", "", "ACCOUNT"),
    ("DEBIT", "", "ACCOUNT"),
    ("KREDIT", "", "ACCOUNT"),
    ("KODE", "Kode akun", "ACCOUNT"),
    ("PERIODE", "", "MONTH"),
)
"""The sign and the first words of the help of a parameter, and the names of what stands in it."""


def offered(context: Context, param: TyperArgument | TyperOption, word: str) -> list[tuple[str, str]]:
    """Return what may stand for a word that is begun, each with a line about it: a choice, or a name of the ledger."""
    choices = param.type_descriptor.choices or ()
    if choices:
        return [(choice.value, "") for choice in choices if choice.value.startswith(word)]
    for sign, told, held in _HELD:
        if param.metavar == sign and (param.help or "").startswith(told):
            from danabergulir.ledger.read.finding.names import Named, names

            ledger = context.find_root().params.get("ledger") or ledger_path()
            return names(Path(ledger), [Named[name] for name in held.split()], word)
    return []
