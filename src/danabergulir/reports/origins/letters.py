"""What the figures about letters and texts are made of: what went out, the arrears then and the money since."""

from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction
from typing import Final, NamedTuple

from danabergulir.dates import days_after, format_form
from danabergulir.domain.dunning.due import SanctionLine
from danabergulir.domain.dunning.sanctions import Standing
from danabergulir.domain.dunning.trials import Difference, Response, TextSent, student, variance
from danabergulir.domain.journal import Component
from danabergulir.money import NIL, Rupiah, format_percent
from danabergulir.reports.origins.figure import Figure, Relation, Source, counted, sum_of
from danabergulir.reports.origins.loans import counted_since


def _named(standing: Standing) -> str:
    sanction = standing.sanction
    return f"{sanction.number} {sanction.name} untuk {sanction.loan}, {standing.state.value}"


def _letter(standing: Standing, value: int | Rupiah) -> Figure:
    return Figure(_named(standing), value, dated_on=standing.sanction.dated_on)


def letters(standings: Sequence[Standing]) -> Figure:
    """Return how many letters there are."""
    return counted("Surat", [_letter(item, 1) for item in standings])


def share(value: Fraction, paid: Sequence[Standing], judged: Sequence[Standing]) -> Figure:
    """Return the share of letters that were paid in time."""
    parts = (letters(paid).named("Dibayar dalam batas"), letters(judged).named("Sudah dibayar atau lewat batas"))
    formula = "surat yang dibayar dalam batas : surat yang sudah dibayar atau sudah lewat batasnya"
    return Figure("Dibayar dalam batas (%)", value, Relation.QUOTIENT, lambda _: parts, formula=formula)


def arrears_on(standing: Standing) -> Figure:
    """Return the arrears that a letter names: as they stood on its day."""
    sanction = standing.sanction
    parts = [
        Figure(f"Tunggakan {word}", amount, dated_on=sanction.dated_on)
        for word, amount in (("pokok", sanction.principal), ("jasa", sanction.jasa), ("titipan", sanction.titipan))
        if amount
    ]
    rule = f"Tunggakan pada tanggal surat, seperti tertulis pada {sanction.letter or sanction.number}."
    return sum_of(_named(standing), parts, rule=rule)


def arrears(standings: Sequence[Standing]) -> Figure:
    """Return the arrears that letters name."""
    return sum_of("Tunggakan pada surat", [arrears_on(item) for item in standings])


_COUNTED: Final = {Component.PRINCIPAL, Component.JASA, Component.TITIPAN, Component.RECOVERY}


def received_since(line: SanctionLine) -> Figure:
    """Return what was received since a letter went out, up to the day on which its matter ended."""
    standing, file = line.standing, line.file
    assert standing is not None, line
    assert file is not None, line
    words = _named(standing)
    if standing.unfounded:
        return Figure(words, standing.recovered, rule="Sebab suratnya hilang, jadi tidak ada yang dihitung.")
    sanction = standing.sanction
    known_from = max(sanction.dated_on, file.day_ends[0].on) if file.day_ends else sanction.dated_on
    until = date.max if standing.is_running else standing.since
    same_day = max(sanction.arrears - file.unpaid(sanction, sanction.dated_on), NIL)

    def parts(source: Source) -> Iterable[Figure]:
        since = counted_since(sanction.loan, _COUNTED, days_after(known_from, 1), until)(source)
        yield sum_of(
            "Setoran pada tanggal surat yang mengurangi tunggakannya, dan semua setoran sesudahnya",
            [*([Figure("Pada tanggal surat", same_day, dated_on=sanction.dated_on)] if same_day else []), *since],
        )
        yield Figure("Nol", NIL)

    return Figure(
        words,
        standing.recovered,
        Relation.MOST,
        parts,
        rule="Semua yang dibayar untuk pinjaman itu sejak suratnya, sampai suratnya selesai.",
    )


def received(lines: Sequence[SanctionLine]) -> Figure:
    """Return what was received since letters went out."""
    return sum_of("Diterima sejak surat", [received_since(line) for line in lines])


class SentMessage(NamedTuple):
    """A message or a letter with whether it was answered, and the figure that says which it is."""

    answer: Response
    figure: Figure


def of_text(sent: TextSent) -> SentMessage:
    """Return a text of a trial."""
    words = f"{sent.loan} ({sent.ksm}), angsuran {format_form(sent.due_on)}"
    rule = f"Dibayar tepat bila lunas paling lambat {format_form(sent.pay_by)}."
    return SentMessage(Response(sent.ksm, sent.paid), Figure(words, 1, rule=rule, dated_on=sent.told_on))


def of_letter(line: SanctionLine) -> SentMessage:
    """Return a letter that went out."""
    assert line.standing is not None, line
    sanction = line.standing.sanction
    words = f"{sanction.number} untuk {sanction.loan} ({sanction.ksm})"
    rule = f"Dibayar tepat bila tunggakannya lunas paling lambat {format_form(sanction.answer_by)}."
    return SentMessage(
        Response(sanction.ksm, line.standing.paid_in_time), Figure(words, 1, rule=rule, dated_on=sanction.dated_on)
    )


def sent_count(told: Sequence[SentMessage]) -> Figure:
    """Return how many went out."""
    return counted("Dikirim", [item.figure for item in told])


def paid_count(told: Sequence[SentMessage]) -> Figure:
    """Return how many were paid in time."""
    return counted("Dibayar tepat", [item.figure for item in told if item.answer.paid])


def share_paid(words: str, told: Sequence[SentMessage], percent: Fraction) -> Figure:
    """Return the share that was paid in time, in percent."""
    parts = (paid_count(told), sent_count(told))
    return Figure(words, percent, Relation.QUOTIENT, lambda _: parts, formula="dibayar tepat : dikirim")


def apart(one: Figure, other: Figure, value: Fraction) -> Figure:
    """Return by how much one share lies above another."""
    parts = (one, other.less())
    return Figure("Beda", value, Relation.SUM, lambda _: parts, formula=f"{one.words} - {other.words}")


def bound(difference: Figure, margin: Figure, value: Fraction, *, upper: bool) -> Figure:
    """Return one end of the interval."""
    parts = (difference, margin if upper else margin.less())
    words = "Batas atas" if upper else "Batas bawah"
    return Figure(words, value, Relation.SUM, lambda _: parts, formula=f"beda {'+' if upper else '-'} jarak batas")


def margin(group: Sequence[Response], other: Sequence[Response], found: Difference) -> Figure:
    """Return half the interval, which comes from how differently the KSM of each group paid."""
    assert found.margin is not None, found
    degrees = sum(len({item.ksm for item in answers}) for answers in (group, other)) - 2
    spread = " + ".join(format_percent(variance(answers) or Fraction()) for answers in (group, other))
    return Figure(
        "Jarak batas",
        found.margin,
        formula=f"{format_percent(student(degrees), 3)} x akar({spread}), dibulatkan ke atas ke 0,01",
        rule="Selang 95 persen menurut t Student; ragam tiap kelompok dihitung per KSM (Cochran 1977, bab 6.3).",
    )
