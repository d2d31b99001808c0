"""Two texts tried against each other: every KSM that is about to be told is drawn into one of them, and it is kept."""

from datetime import datetime
from pathlib import Path
from typing import Final

from danabergulir.domain.dunning.reminders import with_sentence
from danabergulir.domain.dunning.trials import TITLE_OF, Draw, TwoWordings, Wording, draw
from danabergulir.errors import RefusedError, UsageError
from danabergulir.frozen import replace
from danabergulir.ledger import answers
from danabergulir.ledger.file import seals, store
from danabergulir.ledger.read.answering.trials import draws
from danabergulir.operations.desk import recording
from danabergulir.operations.dunning.reminders import Round
from danabergulir.text import quoted

_TWO: Final = 2


def texts_of(written: str) -> TwoWordings:
    """Return the two texts that somebody wrote as ``A,B``. Raises ``UsageError``."""
    letters = [word.strip().upper() for word in written.split(",")]
    known = [text.value for text in Wording]
    if len(set(letters)) != _TWO or len(letters) != _TWO or not set(letters) <= set(known):
        choice = "; ".join(f"{text} = {TITLE_OF[text]}" for text in Wording)
        raise UsageError(f"--uji: bukan dua teks: {quoted(written)}", f"Tulis dua huruf, misalnya A,B. {choice}.")
    return TwoWordings(*sorted(map(Wording, letters)))


def tried(path: Path, found: Round, texts: TwoWordings, now: datetime, *, trial: bool = False) -> Round:
    """Return a round in which every KSM has its text, drawn and recorded before anybody is told.

    Who was drawn before stays in that text. Of a ``trial`` run nothing is recorded. Raises ``RefusedError`` for a
    text that the policy has no words for, and for a day in a closed month.
    """
    sentence = found.policy.reminding.sentence
    if Wording.SENTENCE in texts and not sentence:
        raise RefusedError(
            f"teks {Wording.SENTENCE} belum ada kalimatnya dalam kebijakan",
            "Tulis kalimat yang disetujui BKM pada kunci kalimat, bagian [pengingat] kebijakan, lalu: "
            "danabergulir kebijakan tetapkan FILE --mulai TANGGAL",
        )
    codes = list(dict.fromkeys(item.ksm.code for item in found.reminders))
    if trial:
        with store.reading(path) as connection:
            drawn = _drawn(connection, texts, codes)[0]
    else:
        with recording(path, now) as desk:
            desk.check_date(found.as_of)
            everybody, head = _drawn(desk.connection, texts, codes)
            for one in everybody.values():
                if one.id is None:
                    answers.add_draw(desk.writer, texts, one, head, found.as_of)
            drawn = draws(desk.connection, texts)
    told = tuple(replace(item, draw=drawn[item.ksm.code]) for item in found.reminders)
    if sentence:
        told = with_sentence(told, sentence, found.spoken, only_drawn=Wording.SENTENCE in texts)
    return replace(found, reminders=told)


def _drawn(connection: store.Connection, texts: TwoWordings, codes: list[str]) -> tuple[dict[str, Draw], str]:
    """Return the draw of everybody, made now or before, and the head of the chain that chance comes from."""
    known, head = draws(connection, texts), seals.newest(connection)[1].hex()
    fresh = draw(texts, [code for code in codes if code not in known], [one.text for one in known.values()], head)
    return known | {one.ksm: one for one in fresh}, head
