"""The account on the other side of each movement of a journal of money, which neither a bank nor a cash book names.

It is told by a KSM that the words name, and asked once for all rows of the same words.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from danabergulir.domain.accounts import MONEY_ROLES, AccountClass, Chart, Role
from danabergulir.frozen import Struct, replace
from danabergulir.money import format_count
from danabergulir.operations.imports.workbook.around.planned import PlannedRow
from danabergulir.operations.imports.workbook.asking import Asker, Record
from danabergulir.operations.imports.workbook.headings import ListKind, folded
from danabergulir.operations.imports.workbook.names import GroupFound, key_of
from danabergulir.text import quoted

_SHORTEST: Final = 4
"""Letters of a name that is looked for among other words."""


class _Names(Struct, frozen=True):
    """The KSM by the words of their names; several where KSM of two RW have the same one."""

    of: Mapping[str, tuple[GroupFound, ...]]

    @classmethod
    def among(cls, groups: Iterable[GroupFound]) -> "_Names":
        of: defaultdict[str, tuple[GroupFound, ...]] = defaultdict(tuple)
        for group in groups:
            name = key_of(group.name)
            if len(name) >= _SHORTEST:
                of[name] += (group,)
        return cls(of)

    def told(self, words: str) -> tuple[tuple[GroupFound, ...], bool]:
        """Return the KSM that words can mean, and whether there is no doubt: the longest name that fits, alone.

        A small number behind a name may be part of it: ``Melati 2`` is not ``Melati``.
        """
        found = [
            (at.start(), at.end(), name)
            for name in self.of
            for at in re.finditer(rf"(?<![a-z0-9%]){re.escape(name)}(?![a-z0-9%])", words)
        ]
        longest = {
            name: words[end:]
            for start, end, name in found
            if not any(first <= start and end <= last and (first, last) != (start, end) for first, last, _ in found)
        }
        groups = tuple(group for name in longest for group in self.of[name])
        numbered = any(re.match(r" [0-9]{1,2}\b", behind) for behind in longest.values())
        return groups, len(groups) == 1 and not numbered


class Beside(Struct, frozen=True):
    """What the movements of a journal are read beside: the day of the opening, the accounts, and the KSM."""

    opened_on: str
    chart: Chart
    groups: Sequence[GroupFound]

    def own(self, content: ListKind) -> str:
        """Return the account that a journal is about."""
        return self.chart.with_role(Role.CASH if content is ListKind.CASH_BOOK else Role.BANK).code


class MovedMoney(Struct, frozen=True):
    """The movements of all journals as rows of an import, and those not recorded: of before the opening, or refused."""

    rows: list[PlannedRow]
    before: list[Record]
    declined: list[Record]


def money_rows(records: Iterable[Record], beside: Beside, asker: Asker) -> MovedMoney:
    """Return what becomes of each movement; those of the same words are one question."""
    names = _Names.among(beside.groups)
    alike: defaultdict[tuple[ListKind, bool, str, tuple[str, ...], bool], list[Record]] = defaultdict(list)
    known: dict[str, GroupFound] = {}
    before = []
    for record in records:
        amount = int(record.get("jumlah"))
        if record.get("tanggal") <= beside.opened_on:
            before.append(record)
        elif amount:
            words = folded(record.get("keterangan"))
            groups, certain = names.told(words) if amount > 0 else ((), True)
            known |= {group.code: group for group in groups}
            codes = tuple(group.code for group in groups)
            told = words if codes and not certain else _without_numbers(words)
            alike[record.content, amount > 0, told, codes, certain].append(record)
    rows: list[PlannedRow] = []
    declined: list[Record] = []
    for (content, *_, codes, certain), same in alike.items():
        if codes and certain:
            answer: str | None = codes[0]
        elif codes:
            answer = _asked_whom(same, [known[code] for code in codes], asker)
        else:
            answer = _asked(same, beside, asker)
        if answer:
            rows += [_row(record, answer, beside.own(content), beside.chart) for record in same]
        elif answer is not None:
            declined += same
    return MovedMoney(sorted(rows, key=lambda row: row.record.row), before, declined)


def _without_numbers(words: str) -> str:
    """Return the words of a movement without the numbers that make each one different."""
    return " ".join(word for word in words.split() if not re.search("[0-9]", word))


def _as_asked(same: Sequence[Record]) -> tuple[Record, str]:
    """Return the row that a question about movements alike stands at, and what they are."""
    first = same[0]
    total = sum(abs(int(item.get("jumlah"))) for item in same)
    way = "masuk" if int(first.get("jumlah")) > 0 else "keluar"
    place = replace(first, columns={**first.columns, "akun": first.columns["keterangan"]})
    return place, f"{len(same)} mutasi {way}, {format_count(total)}"


def _asked_whom(same: Sequence[Record], groups: Sequence[GroupFound], asker: Asker) -> str | None:
    """Return which KSM is meant where the words fit several, or go on behind a name; None while that is asked."""
    place, what = _as_asked(same)
    known = ", ".join(f"{group.code} {quoted(group.name)}" for group in groups)
    why = f"{what}: KSM yang mana? Yang mirip: {known}; tulis kode KSM-nya, kode akun, atau kosong bila tidak dicatat"
    return asker.check(place, "akun", why, tuple(group.code for group in groups))


def _asked(same: Sequence[Record], beside: Beside, asker: Asker) -> str | None:
    """Return the account or loan that stands against movements of the same words; None while that is asked."""
    place, what = _as_asked(same)
    own = beside.own(place.content)
    likely = _likely(place, beside)
    why = f"{what}: tulis kode akun lawannya, kode KSM atau nomor pinjaman bila angsuran, kosong bila tidak dicatat"
    answer = asker.check(place, "akun", why, (likely,) if likely else ())
    if answer == own:
        asker.ask_again(place, "akun", f"{what}: {own} akun buku ini sendiri; tulis kode akun lawannya")
        return None
    return answer


_TO_A_BANK: Final = r"\bbank\b|rekening"
_TO_THE_BOX: Final = r"tunai|setor|tarik"
_SAYING_LITTLE: Final = frozenset(
    {"biaya", "pendapatan", "upk", "bank", "kas", "dan", "lain", "jasa", "pinjaman", "ksm"}
)


def _likely(record: Record, beside: Beside) -> str:
    """Return the account that words most likely tell of: that of the money, or one of their own words."""
    words, chart = folded(record.get("keterangan")), beside.chart
    is_in, of_cash = int(record.get("jumlah")) > 0, record.content is ListKind.CASH_BOOK
    if re.search(_TO_A_BANK if of_cash else _TO_THE_BOX, words):
        return beside.own(ListKind.BANK if of_cash else ListKind.CASH_BOOK)
    kind = AccountClass.INCOME if is_in else AccountClass.COST
    of_kind = [(code, folded(item.name)) for code, item in chart.items() if item.account_class is kind]
    named = [code for code, name in of_kind if (set(name.split()) & set(words.split())) - _SAYING_LITTLE]
    if len(named) == 1:
        return named[0]
    return "" if of_cash else next((code for code, name in of_kind if "perasional" in name), "")


def _row(record: Record, answer: str, own: str, chart: Chart) -> PlannedRow:
    amount = int(record.get("jumlah"))
    cells = {"tanggal": record.get("tanggal"), "jumlah": str(abs(amount)), "keterangan": record.get("keterangan")[:200]}
    cells |= {"bukti_luar": record.get("bukti_luar"), "pinjaman": "", "lawan": own, "akun": answer}
    if answer in chart and chart[answer].roles & MONEY_ROLES:
        accounts = {"akun": own, "lawan": answer} if amount > 0 else {"akun": answer, "lawan": own}
        cells |= {"jenis": "pindah", **accounts}
    elif answer in chart:
        cells |= {"jenis": "masuk" if amount > 0 else "keluar"}
    else:
        cells |= {"jenis": "terima", "akun": "", "pinjaman": answer}
    return PlannedRow(cells, record, {"pinjaman": "keterangan", "akun": "keterangan"})


def _facts(row: PlannedRow, codes: Mapping[str, str]) -> tuple[str, ...]:
    """Return what two books say alike of one event: a transfer, or what a KSM paid that day."""
    names = ("tanggal", "jenis", "jumlah", "akun", "lawan")
    facts = tuple(row.cells.get(name, "") for name in names)
    whom = row.cells.get("pinjaman", "")
    return facts if row.cells["jenis"] == "pindah" else (*facts[:3], codes.get(whom, whom))


def recorded_once(
    receipts: Sequence[PlannedRow], moved: Sequence[PlannedRow], codes: Mapping[str, str]
) -> tuple[list[PlannedRow], Iterator[str]]:
    """Return the rows of all books of money, each event once, and what is told of those that stand in two of them.

    A receipt keeps the parts that the list of receipts has, and the account of the journal that it stands in. ``codes``
    are the KSM by the numbers of their loans.
    """
    rows = list(receipts)
    open_places: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    for place, row in enumerate(rows):
        open_places[_facts(row, codes)].append(place)
    told = []
    for row in moved:
        facts = _facts(row, codes)
        alike = [at for at in open_places[facts] if rows[at].record.sheet.name != row.record.sheet.name]
        if not alike:
            if row.cells["jenis"] in {"pindah", "terima"}:
                open_places[facts].append(len(rows))
            rows.append(row)
            continue
        at = alike[0]
        open_places[facts].remove(at)
        first = rows[at].record
        cells = {name: row.cells[name] for name in ("lawan", "bukti_luar") if not rows[at].cells.get(name)}
        rows[at] = replace(rows[at], cells={**rows[at].cells, **cells})
        told.append(
            f"lembar {quoted(row.record.sheet.name)} baris {row.record.row + 1} sama dengan lembar "
            f"{quoted(first.sheet.name)} baris {first.row + 1}; dicatat sekali"
        )
    return rows, iter(told)
