"""What works: paid in time by the text of the reminder, as it was drawn, and by the level of the letter."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from typing import Final

from danabergulir.domain.books import Books
from danabergulir.domain.dunning.due import letter_lines
from danabergulir.domain.dunning.trials import (
    DAYS_TO_PAY,
    FEWEST_KSM,
    TITLE_OF,
    Difference,
    Response,
    Wording,
    difference,
    percent_paid,
)
from danabergulir.frozen import Struct
from danabergulir.reports import origins
from danabergulir.reports.model.frame import Content
from danabergulir.reports.model.sheet import Column, Kind, Section, rows_of
from danabergulir.reports.model.table import count
from danabergulir.reports.origins.figure import Figure
from danabergulir.reports.origins.letters import SentMessage

_NOT_YET: Final = "belum cukup untuk menyimpulkan"


class _EffectLine(Struct, frozen=True):
    """A group of messages beside the first of its kind, which has none beside it; ``drawn`` by chance or not."""

    kind: str
    name: str
    told: Sequence[SentMessage]
    beside: "_EffectLine | None"
    drawn: bool
    alone: bool = False

    @property
    def answers(self) -> list[Response]:
        """Return whether each was answered."""
        return [item.answer for item in self.told]

    @property
    def percent(self) -> Fraction | None:
        """Return the share paid in time, in percent."""
        return percent_paid(self.answers)

    @property
    def apart(self) -> Difference | None:
        """Return by how much its share lies above that of the first of its kind."""
        return difference(self.answers, self.beside.answers) if self.beside else None

    @property
    def conclusion(self) -> str:
        """Return what can be said by now."""
        found = self.apart
        if self.beside is None:
            return _NOT_YET if self.alone else "pembanding"
        if found is None or not found.concludes:
            return _NOT_YET
        more = "lebih banyak yang tepat" if found.value > 0 else "lebih sedikit yang tepat"
        return more if self.drawn else f"{more}; tidak diundi"

    def bound(self, sign: int) -> Fraction | None:
        """Return an end of the interval, in percent; None where nothing tells it."""
        found = self.apart
        return None if found is None or found.margin is None else found.value + sign * found.margin

    def share(self) -> Figure:
        """Return what its share is made of."""
        return origins.letters.share_paid(f"Persen {self.name}", self.told, self.percent or Fraction())

    def told_apart(self) -> Figure:
        """Return what its difference is made of."""
        assert self.beside is not None, self
        found = self.apart
        assert found is not None, self
        return origins.letters.apart(self.share(), self.beside.share(), found.value)

    def told_bound(self, sign: int) -> Figure:
        """Return what an end of the interval is made of."""
        assert self.beside is not None, self
        found, value = self.apart, self.bound(sign)
        assert found is not None, self
        assert value is not None, self
        margin = origins.letters.margin(self.answers, self.beside.answers, found)
        return origins.letters.bound(self.told_apart(), margin, value, upper=sign > 0)


_COLUMNS: Final = (
    Column("jenis", "Jenis", identifies=True, of=lambda line: line.kind),
    Column("kelompok", "Kelompok", identifies=True, of=lambda line: line.name),
    count(
        "dikirim", "Dikirim", of=lambda line: len(line.told), origin=lambda line: origins.letters.sent_count(line.told)
    ),
    count(
        "lunas_tepat",
        "Dibayar Tepat",
        of=lambda line: sum(item.paid for item in line.answers),
        origin=lambda line: origins.letters.paid_count(line.told),
    ),
    Column("persen", "Tepat (%)", Kind.PERCENT, of=lambda line: line.percent, origin=lambda line: line.share()),
    Column(
        "beda",
        "Beda (%)",
        Kind.PERCENT,
        of=lambda line: line.apart and line.apart.value,
        origin=lambda line: line.told_apart(),
    ),
    Column(
        "batas_bawah",
        "Batas Bawah",
        Kind.PERCENT,
        of=lambda line: line.bound(-1),
        origin=lambda line: line.told_bound(-1),
    ),
    Column(
        "batas_atas",
        "Batas Atas",
        Kind.PERCENT,
        of=lambda line: line.bound(1),
        origin=lambda line: line.told_bound(1),
    ),
    Column("kesimpulan", "Kesimpulan", of=lambda line: line.conclusion),
)


def effect(books: Books) -> Content:
    """Return ``pengaruh``: what was tried and sent since the ledger was opened, as far as its days to pay are over."""
    trials, letters = list(_trials(books)), list(_letters(books))
    return Content(
        Section(
            _COLUMNS,
            rows_of(_COLUMNS, [*trials, *letters]),
            empty_note="Belum ada teks yang diuji, dan belum ada surat yang lewat batas tanggapannya.",
        ),
        notes=tuple(_notes(tried=bool(trials), sent=bool(letters))),
    )


def _beside(kind: str, groups: Iterable[tuple[str, Sequence[SentMessage]]], *, drawn: bool) -> Iterator[_EffectLine]:
    """Yield groups of a kind, each but the first beside the first."""
    known = list(groups)
    first = None
    for name, told in known:
        line = _EffectLine(kind, name, told, first, drawn, alone=len(known) == 1)
        first = first or line
        yield line


def _trials(books: Books) -> Iterator[_EffectLine]:
    found: dict[tuple[str, bool], dict[Wording, list[SentMessage]]] = {}
    for sent in books.texts_sent:
        # both texts are shown, whatever is known of them
        groups = found.setdefault((str(sent.texts), sent.was_late), {text: [] for text in sent.texts})
        groups[sent.text].append(origins.letters.of_text(sent))
    for (texts, was_late), groups in sorted(found.items()):
        kind = f"uji {texts} {'tunggakan' if was_late else 'sebelum jatuh tempo'}"
        yield from _beside(kind, [(f"{text}: {TITLE_OF[text]}", groups[text]) for text in sorted(groups)], drawn=True)


def _letters(books: Books) -> Iterator[_EffectLine]:
    by_level: defaultdict[int, list[SentMessage]] = defaultdict(list)
    names: dict[int, str] = {}
    for line in letter_lines(books.loans, books.sanction_files, books.policy, books.as_of):
        standing = line.standing
        if standing and not standing.unfounded and standing.sanction.answer_by <= books.as_of:
            by_level[line.number].append(origins.letters.of_letter(line))
            names[line.number] = standing.sanction.name
    yield from _beside(
        "surat sanksi", [(f"{level}: {names[level]}", told) for level, told in sorted(by_level.items())], drawn=False
    )


def _notes(*, tried: bool, sent: bool) -> Iterator[str]:
    if not (tried or sent):
        return
    yield "Dikirim = pesan dan surat yang batas bayarnya sudah lewat, sejak buku dibuka."
    if tried:
        yield (
            "Tepat sebelum jatuh tempo = angsuran lunas pada jatuh temponya. "
            f"Tepat untuk tunggakan = lunas dalam {DAYS_TO_PAY} hari sesudah pesan pertama."
        )
    if sent:
        yield (
            "Tepat untuk surat = tunggakannya lunas pada batas tanggapan. Surat tidak diundi: KSM yang lebih berat "
            "mendapat tingkat yang lebih tinggi, jadi bedanya belum tentu karena suratnya."
        )
    yield (
        "Beda = persen dikurangi persen baris pertama jenis itu. Batas bawah dan atas: beda yang sebenarnya hampir "
        "pasti (95 %) ada di antaranya, dihitung per KSM."
    )
    yield (
        "Bila batas bawah di bawah nol dan batas atas di atas nol, bedanya mungkin kebetulan saja. Lebih berhasil atau "
        f"tidak baru disimpulkan bila keduanya di sisi yang sama, dengan {FEWEST_KSM} KSM atau lebih tiap kelompok. "
        "UPK kecil perlu bertahun-tahun; data beberapa UPK dapat digabung."
    )
