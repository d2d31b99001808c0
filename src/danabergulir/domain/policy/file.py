"""The policy as a TOML document: read with every fault named by its full key, written with comments."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from fractions import Fraction
from functools import lru_cache
from typing import Any, Final, TypeVar

from danabergulir.dates import Frequency
from danabergulir.domain.policy.calendar import CalendarRules
from danabergulir.domain.policy.choices import Weekday
from danabergulir.domain.policy.ladder import LadderRules, SanctionLevel
from danabergulir.domain.policy.lateness import ArrearsRules, CollectabilityClass, PenaltyRules, RiskRules
from danabergulir.domain.policy.lending import AllocationRules, LendingRules, RoundingRules, SavingsRules
from danabergulir.domain.policy.rules import (
    DEFAULT_POLICY,
    BackupRules,
    PerformanceRules,
    Policy,
    ReschedulingRules,
    SettlementRules,
    WriteOffRules,
)
from danabergulir.domain.policy.telling import NoticeBoardRules, ReminderRules
from danabergulir.errors import FaultyDataError, Finding
from danabergulir.money import shortest_percent

_TABLES: Final[Mapping[str, tuple[str, type[Any], str]]] = {
    "pinjaman": ("lending", LendingRules, "Syarat dan jasa pinjaman baru"),
    "pembulatan": ("rounding", RoundingRules, "Pembulatan angsuran"),
    "alokasi": ("allocation", AllocationRules, "Urutan pembagian setoran"),
    "tunggakan": ("arrears", ArrearsRules, "Arti menunggak"),
    "kalender": ("calendar", CalendarRules, "Hari libur dan jatuh tempo"),
    "risiko": ("risk", RiskRules, "Pinjaman berisiko"),
    "kinerja": ("performance", PerformanceRules, "Batas nilai kinerja, persen (POB 2013)"),
    "denda": ("penalty", PenaltyRules, "Denda keterlambatan"),
    "pelunasan": ("settlement", SettlementRules, "Pelunasan sebelum waktunya"),
    "jadwal_ulang": ("rescheduling", ReschedulingRules, "Penjadwalan ulang"),
    "hapus_buku": ("write_off", WriteOffRules, "Sesudah hapus buku"),
    "tabungan": ("savings", SavingsRules, "Tabungan wajib KSM"),
    "cadangan_data": ("backup", BackupRules, "Cadangan buku (salinan filenya)"),
    "pengingat": ("reminding", ReminderRules, "Mengingatkan KSM"),
    "papan": ("board", NoticeBoardRules, "Papan informasi"),
    "aturan_sanksi": ("climbing", LadderRules, "Cara naik tingkat sanksi"),
}
_NEEDED: Final[Mapping[str, tuple[str, ...]]] = {
    "kolektibilitas": ("kelas", "nama", "dari", "cadangan_persen"),  # a forgotten rate would be a reserve of nought
    "sanksi": ("tingkat", "nama", "kali_menunggak"),
}
_LISTS: Final[Mapping[str, tuple[str, type[Any], str]]] = {
    "kolektibilitas": (
        "classes",
        CollectabilityClass,
        (
            "Kelas pinjaman: mulai kali menunggak berapa, dan berapa persen cadangan risikonya.\n"
            "# dari_mingguan dan dari_dua_mingguan menggantikan dari untuk pinjaman yang diangsur sesering itu.\n"
            "# Dengan dari_hari, hari menunggaknya juga harus tercapai. Ketiganya boleh dihapus"
        ),
    ),
    "sanksi": (
        "ladder",
        SanctionLevel,
        (
            "Tangga sanksi dari yang paling ringan. Kali menunggak dan hari menunggak keduanya harus tercapai.\n"
            "# Hari lewat jatuh tempo terakhir cukup tanpa keduanya, selama masih ada angsuran yang menunggak"
        ),
    ),
}
_CLASS_LIMITS: Final = {
    "dari": Frequency.MONTHLY,
    "dari_mingguan": Frequency.WEEKLY,
    "dari_dua_mingguan": Frequency.FORTNIGHTLY,
}
_Rules = TypeVar("_Rules")


@dataclass(frozen=True, slots=True)
class WrittenRule:
    """One rule as a policy writes it: its full key, its value and the default's, and what it does."""

    key: str
    value: str
    default: str
    comment: str


def written_rules(policy: Policy) -> tuple[WrittenRule, ...]:
    """Return the rules of a policy in the order of its file; ``default`` is empty for one that the default lacks."""
    usual = dict(_written(DEFAULT_POLICY))
    comments = {f"{table}.{key}": comment for table, key, comment in _comments()}
    return tuple(
        WrittenRule(key, value, usual.get(key, ""), comments[re.sub(r"\[\d+\]", "", key)])
        for key, value in _written(policy)
    )


def _written(policy: Policy) -> Iterator[tuple[str, str]]:
    places = [(table, getattr(policy, attribute)) for table, (attribute, _, _) in _TABLES.items()]
    for table, (attribute, _, _) in _LISTS.items():
        places += [(f"{table}[{item.number}]", item) for item in getattr(policy, attribute)]
    for place, rules in places:
        for item in fields(rules):
            given = getattr(rules, item.name)
            if given is not None:
                yield f"{place}.{item.metadata['key']}", item.metadata["codec"].write(given)


def _comments() -> Iterator[tuple[str, str, str]]:
    for table, (_, rules, _) in (*_TABLES.items(), *_LISTS.items()):
        for item in fields(rules):
            yield table, item.metadata["key"], item.metadata["comment"]


def policy_text(policy: Policy) -> str:
    """Return the whole policy as commented TOML; ``parse_policy`` reads it back to an equal policy."""
    lines = ["# Kebijakan UPK. Ubah nilainya, lalu: danabergulir kebijakan tetapkan FILE --mulai TANGGAL"]
    for table, (attribute, rules, title) in _TABLES.items():
        lines += ["", f"# {title}", f"[{table}]"]
        lines += _table_lines(rules, getattr(policy, attribute))
    for table, (attribute, rules, title) in _LISTS.items():
        lines += ["", f"# {title}"]
        for position, item in enumerate(getattr(policy, attribute)):
            lines += [*([""] if position else []), f"[[{table}]]", *_table_lines(rules, item, told=not position)]
    return "\n".join(lines) + "\n"


def _table_lines(rules: type[Any], value: Any, *, told: bool = True) -> list[str]:
    """Return the lines of a table, each with what it means unless the same table above has ``told`` it."""
    lines = []
    for item in fields(rules):
        comment = item.metadata["comment"] if told else ""
        given = getattr(value, item.name)
        if given is None:
            continue
        written = item.metadata["codec"].write(given)
        lines.append(f"{item.metadata['key']} = {written}" + (f"  # {comment}" if comment else ""))
    return lines


def rule_words(key: str) -> str:
    """Return what a rule is about in the words of the board, without its key: ``kelas 3, mulai kali menunggak``."""
    table, _, name = key.partition(".")
    listed, _, number = table.removesuffix("]").partition("[")
    rules = (_TABLES.get(table) or _LISTS[listed])[1]
    comment = next(item.metadata["comment"] for item in fields(rules) if item.metadata["key"] == name)
    words = re.split("[:;]", comment)[0]
    return f"{_NEEDED[listed][0]} {number}, {words}" if number else words


def value_words(written: str) -> str:
    """Return the value of a rule as a sentence says it, of what a policy writes: ``memuaskan 10, minimum 20``."""
    plain = {"true": "ya", "false": "tidak", "[]": "tidak ada", '""': "kosong"}.get(written, written)
    plain = re.sub(r"(\d)\.(\d)", r"\1,\2", plain.replace("_", " ").replace(" = ", " "))
    return re.sub(r'[][{}"]', "", plain).strip()


def written_rule(policy: Policy, key: str) -> str:
    """Return the value of one rule as the policy writes it; ``key`` is ``tunggakan.hitung`` or ``sanksi[2].nama``.

    The number in brackets is that of the class or level. A key that a policy leaves out is empty.
    """
    table, _, name = key.partition(".")
    if table in _TABLES:
        attribute, rules, _ = _TABLES[table]
        of = getattr(policy, attribute)
    else:
        listed, _, number = table.removesuffix("]").partition("[")
        attribute, rules, _ = _LISTS[listed]
        of = next((item for item in getattr(policy, attribute) if item.number == int(number)), None)
    item = next(item for item in fields(rules) if item.metadata["key"] == name)
    value = None if of is None else getattr(of, item.name)
    return "" if value is None else item.metadata["codec"].write(value)


def parse_policy(text: str) -> Policy:
    """Return the policy of a TOML document that somebody wrote; keys that are not given keep their default.

    Raises ``FaultyDataError`` with one finding per unknown key or impossible value, named by its full key.
    """
    return _parsed(text, DEFAULT_POLICY)


@lru_cache(maxsize=16)  # one command asks for the same policy several times
def stored_policy(text: str) -> Policy:
    """Return a policy as a ledger keeps it; a key that is not there stands for what the program did that stored it."""
    return _parsed(text, _OLDER_POLICY)


def _older(rules: _Rules) -> _Rules:
    """Return rules as a program had them that knew none of the keys added since."""
    return replace(rules, **{item.name: item.metadata["older"] for item in fields(rules)})  # type: ignore[type-var, arg-type]  # always a dataclass


_OLDER_POLICY: Final = replace(
    DEFAULT_POLICY, **{attribute: _older(getattr(DEFAULT_POLICY, attribute)) for attribute, _, _ in _TABLES.values()}
)


def _parsed(text: str, base: Policy) -> Policy:
    try:
        document = tomllib.loads(text.removeprefix("\ufeff"), parse_float=_decimal)
    except (ValueError, RecursionError) as error:  # also what tomllib raises, in English
        line = re.search(r"at line ([0-9]+)", str(error))
        place = f" pada baris {line[1]}" if line else ""
        raise FaultyDataError(
            f"file kebijakan salah tulis{place}", "Mulai dari contoh: danabergulir kebijakan bawaan"
        ) from None
    findings: list[Finding] = []
    policy = base
    for key, value in document.items():
        if key in _TABLES:
            attribute, _, _ = _TABLES[key]
            rules = _read_table(key, value, getattr(policy, attribute), findings)
            policy = replace(policy, **{attribute: rules})
        elif key in _LISTS:
            attribute, rules_type, _ = _LISTS[key]
            changes: dict[str, Any] = {attribute: _read_list(key, value, rules_type, findings)}
            policy = replace(policy, **changes)
        else:
            findings.append(_finding(key, "kunci ini tidak dikenal"))
    findings = findings or _contradictions(policy)
    if findings:
        raise FaultyDataError(
            f"kebijakan tidak dapat dipakai: {len(findings)} kesalahan",
            "Perbaiki kunci yang disebut; lihat contoh: danabergulir kebijakan bawaan",
            findings,
        )
    return policy


def _decimal(text: str) -> Fraction:
    """Return a TOML decimal, exact. Raises ``ValueError`` for ``nan``, ``inf`` and powers of ten."""
    if not re.fullmatch(r"[+-]?[0-9_.]{1,40}", text):
        raise ValueError(text)
    return Fraction(text)


def _finding(key: str, message: str) -> Finding:
    return Finding("kebijakan", key, message, "Lihat contoh: danabergulir kebijakan bawaan")


def _read_table(table: str, value: Any, default: _Rules, findings: list[Finding]) -> _Rules:
    known = {item.metadata["key"]: item for item in fields(default)}  # type: ignore[arg-type]  # always a dataclass
    if not isinstance(value, dict):
        findings.append(_finding(table, "bagian ini harus berupa tabel"))
        return default
    changes = {}
    for key, given in value.items():
        if key not in known:
            findings.append(_finding(f"{table}.{key}", "kunci ini tidak dikenal"))
            continue
        try:
            changes[known[key].name] = known[key].metadata["codec"].read(given)
        except ValueError as error:
            findings.append(_finding(f"{table}.{key}", f"{_shown(given)} tidak dapat dipakai; {error}"))
    return replace(default, **changes)  # type: ignore[type-var]  # always a dataclass


def _read_list(table: str, value: Any, rules: type[_Rules], findings: list[Finding]) -> tuple[_Rules, ...]:
    if not isinstance(value, list) or not value:
        findings.append(_finding(table, f"tulis sebagai daftar [[{table}]]"))
        return ()
    items = []
    for position, given in enumerate(value, start=1):
        place = f"{table}[{position}]"
        items.append(_read_table(place, given, rules(), findings))
        missing = [key for key in _NEEDED[table] if isinstance(given, dict) and key not in given]
        findings.extend(_finding(f"{place}.{key}", "belum diisi") for key in missing)
    return tuple(items)


def _shown(value: Any) -> str:
    return shortest_percent(value) if isinstance(value, Fraction) else str(value)[:60]


def _contradictions(policy: Policy) -> list[Finding]:
    """Return rules that are possible one by one but not together."""
    lending, board = policy.lending, policy.board
    impossible = (
        (
            lending.shortest_term > lending.longest_term,
            "pinjaman.tenor_minimum",
            "jangka waktu terpendek lebih panjang daripada yang terpanjang, pinjaman.tenor_maksimum",
        ),
        (
            len(policy.calendar.weekdays_off) == len(Weekday),
            "kalender.hari_tutup",
            "sisakan sedikitnya satu hari kerja dalam seminggu",
        ),
        (
            board.names_late and not board.minutes,
            "papan.berita_acara",
            "isi nomornya, karena nama_penunggak = true perlu keputusan BKM",
        ),
        (not policy.reminding.weekdays, "pengingat.hari", "sisakan sedikitnya satu hari"),
    )
    findings = [_finding(key, why) for is_so, key, why in impossible if is_so]
    for key, numbers in (
        ("kolektibilitas.kelas", [item.number for item in policy.classes]),
        ("sanksi.tingkat", [level.number for level in policy.ladder]),
    ):
        if numbers != list(range(1, len(numbers) + 1)):
            findings.append(_finding(key, f"harus 1, 2, 3, … berurutan, bukan {numbers}"))
    for key, frequency in _CLASS_LIMITS.items():
        limits = [item.limit(frequency) for item in policy.classes]
        if limits[0] != 0 or limits != sorted(set(limits)):
            findings.append(_finding(f"kolektibilitas.{key}", f"harus mulai dari 0 dan makin besar, bukan {limits}"))
            break
    days = [item.days_from or 0 for item in policy.classes]
    if days[0] != 0 or days != sorted(days):
        findings.append(_finding("kolektibilitas.dari_hari", f"harus mulai dari 0, tidak mengecil, bukan {days}"))
    rungs = [level.missed_from for level in policy.ladder]
    if rungs != sorted(rungs):
        findings.append(_finding("sanksi.kali_menunggak", f"tidak boleh mengecil, bukan {rungs}"))
    return findings
