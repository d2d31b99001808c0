"""Command lines drawn from the tree of commands: every command, with values that fit, and with those that do not."""

from random import Random

from command_tree import walked
from danabergulir.cli.usage.language import _metavar

LEFT_OUT = {("contoh",), ("pelengkap", "pasang"), ("kasir",)}
"""What takes seconds, writes into the home of whoever tests, or waits for a queue; they have tests of their own."""
FILES = (
    "isi.csv",
    "aturan.toml",
    "rusak.xlsx",
    "kosong.csv",
    "biner.pdf",
    "upk.db",
    "cadangan",
    "folder",
    "\udcff.csv",
    "tidak-ada",
)
_FITTING = {
    "TANGGAL": ("2026-01-10", "2026-02-05", "2026-09-10", "hari ini", "31/1", "2025-12-31"),
    "JUMLAH": ("232rb", "1.000.000", "0", "50000"),
    "KSM": ("MAWAR", "mawar", "KSM Mawar"),
    "AKUN": ("11010", "31010", "51030", "kas"),
    "BUKTI": ("BKM-2026-0001", "BKK-2026-0001"),
    "NOMOR": ("P-0001", "05", "1"),
    "PERIODE": ("2026-01", "2026-02"),
    "TAHUN": ("2026", "2025"),
    "RW": ("05",),
    "PERSEN": ("1,5", "12"),
    "N": ("1", "3", "12"),
}
_ANY = (
    *("", " ", "-", "--", "ya", "x" * 201, "x" * 5000, "\u202eabc", "\udcff", "\x1b[2J", "٣٤٥", "²", "=1+1"),
    *("-1", "0", "1e9", "9" * 30, "nan", "1,5", "100%", "2026-02-30", "0000-00-00", "9999-12-31", "2026-13", "1990"),
    *("MAWAR", "P-0001", "P-9999", "BKM-2026-0001", "S-0001", "11010", "99999", "05", "2026-01-10", "2026-01", "232rb"),
    *("tabel", "csv", "json", "pdf", "xlsx", "kas", "bulan", ";", "tab", "[bold]", "$x$", "n" * 300, "a/" * 3000),
)


def commands() -> dict[tuple[str, ...], list]:
    """Return the parameters of every command by the words that call it."""
    return {words: command.params for words, command, _ in walked() if words not in LEFT_OUT}


def drawn_line(tree: dict[tuple[str, ...], list], random: Random) -> tuple[str, ...]:
    """Return a command line: mostly what fits, now and then what does not, or too much or too little of it."""
    words = random.choice(sorted(tree))
    said = []
    for param in tree[words]:
        is_option = param.param_type_name == "option"
        if random.random() < (0.3 if is_option and not param.required else 0.95):
            if is_option:
                said.append(param.opts[0])
            if not (is_option and param.is_flag):
                said.append(_value(param, random))
    if random.random() < 0.05:
        said.insert(random.randrange(len(said) + 1), random.choice(_ANY))
    return (*words, *said)


def _value(param, random: Random) -> str:
    if random.random() < 0.3:
        return random.choice(_ANY)
    words = _metavar(param).split("|") if param.param_type_name == "option" else (param.metavar or "").split("|")
    chosen = random.choice(words)
    if chosen in _FITTING:
        return random.choice(_FITTING[chosen])
    if any(word in chosen for word in ("FILE", "FOLDER", "F.", "toml")):
        return random.choice(FILES)
    return chosen if chosen.islower() else random.choice(_ANY)
