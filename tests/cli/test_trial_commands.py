"""``ingatkan --uji``: KSM are drawn into two texts, once and before anybody is told; ``pengaruh`` says what works."""

import csv
import json
from io import StringIO

import pytest

from conftest import led_once
from counter_queue import LENT_ON, NAMES, code
from ledger.small_ledger import fetch

DAY = ("--per", "2026-02-03")
"""Two days before the first instalment of all 24 KSM falls due."""
TRY = ("ingatkan", "--uji", "A,B", *DAY)
SENTENCE = "Dana ini milik warga bersama."


def _draws(run):
    return dict(fetch(run.ledger, "SELECT ksm, text FROM trial_draw ORDER BY ksm"))


def _effect(run, period):
    done = run("laporan", period, "--hanya", "pengaruh", "--format", "csv")
    assert done.status == 0, done.stderr
    return list(csv.DictReader(StringIO(done.stdout.removeprefix("\ufeff")), delimiter=";"))


def _say(run, sentence, *, since="2025-12-31"):
    policy = run("kebijakan", "bawaan").stdout.replace('kalimat = ""', f'kalimat = "{sentence}"')
    (run.folder / "aturan.toml").write_text(policy, encoding="utf-8")
    assert run("kebijakan", "tetapkan", "aturan.toml", "--mulai", since).status == 0


def _texts(printed):
    """Return the texts for each KSM by its name."""
    parts = [part.partition(" ---\n") for part in printed.split("--- ")[1:]]
    return {to.removeprefix("KSM ").partition(",")[0]: text for to, _, text in parts if to.startswith("KSM")}


def test_half_of_the_ksm_get_each_text_and_the_draw_is_kept(queue):
    """Twelve and twelve, in the words of their text; each reminder says by which draw."""
    shown = queue(*TRY)
    draws = _draws(queue)

    assert (shown.status, shown.stderr) == (0, "")
    assert sorted(draws.values()) == ["A"] * 12 + ["B"] * 12
    for name, text in _texts(shown.stdout).items():
        assert ("kita susun bersama rencana bayar" in text) == (draws[code(name)] == "B"), name
    assert fetch(queue.ledger, "SELECT count(*), count(draw) FROM reminder") == [(25, 25)]
    ((before, first),) = fetch(
        queue.ledger,
        "SELECT (SELECT min(seq) FROM seal WHERE table_name = 'reminder'), max(seq) FROM seal"
        " WHERE table_name = 'trial_draw'",
    )
    assert first < before


def test_a_ksm_stays_in_its_text(queue):
    """What was drawn is not drawn again, in whatever order the letters are written."""
    queue(*TRY)
    drawn = _draws(queue)
    assert queue(*TRY).stdout == ""
    assert queue("ingatkan", "--uji", "b,a", *DAY, "--kirim-ulang").status == 0
    assert _draws(queue) == drawn
    assert fetch(queue.ledger, "SELECT DISTINCT texts FROM trial_draw") == [("A,B",)]


def test_a_look_draws_nothing(queue):
    """The same texts as will be sent, and not a byte in the book."""
    before = queue.ledger.read_bytes()
    looked = queue(*TRY, "--coba")
    assert queue.ledger.read_bytes() == before
    assert queue(*TRY).stdout == looked.stdout


@pytest.mark.parametrize("wrong", ["A", "A,A", "A,Z", "A,B,C", ""])
def test_two_of_the_texts_are_asked_for(queue, wrong):
    """The error says which there are."""
    told = queue("ingatkan", "--uji", wrong, *DAY)
    assert (told.status, "A = pesan biasa; B = ajakan menyusun rencana bayar; C = kalimat" in told.stderr) == (2, True)
    assert _draws(queue) == {}


def test_what_a_program_reads_is_no_trial(queue):
    """A list is told to nobody."""
    assert queue(*TRY, "--format", "json").status == 2
    assert _draws(queue) == {}


def test_a_text_without_words_is_refused(queue):
    """The board writes the sentence, not the program."""
    told = queue("ingatkan", "--uji", "A,C", *DAY)
    assert (told.status, _draws(queue)) == (4, {})
    assert told.stderr.startswith("Galat: teks C belum ada kalimatnya")


def test_the_sentence_on_trial_goes_to_those_drawn_into_it_alone(queue):
    """And only beside what is overdue."""
    _say(queue, SENTENCE)
    soon = queue("ingatkan", "--uji", "A,C", *DAY)
    assert SENTENCE not in soon.stdout
    late = queue("ingatkan", "--uji", "A,C", "--per", "2026-02-10")
    draws = _draws(queue)
    for name, text in _texts(late.stdout).items():
        assert (SENTENCE in text) == (draws[code(name)] == "C"), name


def test_a_closed_month_is_not_tried_in_any_more(queue):
    """Its reports stay as they are; what is drawn is dated on its day."""
    assert queue("tutup", "bulan", "2026-01", "--biarkan-cadangan").status == 0
    told = queue("ingatkan", "--uji", "A,B", "--per", "2026-01-31", "--hari-depan", "10")
    assert (told.status, _draws(queue)) == (4, {})


@pytest.fixture
@led_once
def paid(queue):
    """Return the queue after a trial in which every KSM of text B paid on the due date, and two of text A."""
    queue(*TRY)
    draws = _draws(queue)
    plain = [name for name in NAMES if draws[code(name)] == "A"]
    for name in NAMES:
        late = draws[code(name)] == "A" and name not in plain[:2]
        day = "2026-02-20" if late else "2026-02-05"
        loan = f"P-{NAMES.index(name) + 1:04d}"
        assert queue("terima", loan, "690rb", "--tanggal", day).status == 0
    extra = "2026-02-20" if draws[code(NAMES[0])] == "A" else "2026-02-05"
    assert queue("terima", "P-0025", "345rb", "--tanggal", extra).status == 0
    return queue


def test_the_report_says_what_works_with_the_interval(paid):
    """By the due date: all of B, two of A; with twelve KSM each and an interval without nought it concludes."""
    plain, plan = _effect(paid, "2026-02")

    assert (plain["jenis"], plain["kelompok"]) == ("uji A,B sebelum jatuh tempo", "A: pesan biasa")
    assert (plain["beda"], plain["kesimpulan"]) == ("", "pembanding")
    assert int(plain["dikirim"]) + int(plan["dikirim"]) == 25
    assert (plan["persen"], plan["kesimpulan"]) == ("100,00", "lebih banyak yang tepat")
    lower, apart, upper = (float(plan[key].replace(",", ".")) for key in ("batas_bawah", "beda", "batas_atas"))
    assert 0 < lower < apart < upper
    assert paid("laporan", "2026", "--hanya", "pengaruh").status == 0


def test_a_text_is_judged_when_its_days_are_over(paid):
    """At the end of January nothing is, for nothing had been sent."""
    assert _effect(paid, "2026-01") == []


@pytest.mark.parametrize("column", ["dikirim", "lunas_tepat", "persen", "beda", "batas_bawah", "batas_atas"])
def test_every_figure_of_it_unfolds(paid, column):
    """Down to each message, and at every level its parts come to it."""
    told = paid("jelaskan", "2026-02", "pengaruh", "B", "--kolom", column, "--format", "json")
    found = json.loads(told.stdout)
    (_, plan) = json.loads(paid("laporan", "2026-02", "--hanya", "pengaruh", "--format", "json").stdout)["baris"]
    assert (found["cocok"], found["nilai"]) == (True, plan[column])


def test_few_ksm_are_not_enough_to_conclude(book):
    """Two KSM: the report says so."""
    book("kas", "masuk", "31010", "20jt", "Modal", "--tanggal", "2026-01-02")
    for name in ("MAWAR", "MELATI"):
        book("ksm", "tambah", name, name.title(), "--rw", "5", "--rt", "1", "--tanggal", "2026-01-02")
        book("pinjaman", "cairkan", name, "--tetap", "--pokok", "2,4jt", "--tenor", "12", "--tanggal", str(LENT_ON))
    assert book(*TRY).status == 0
    lines = _effect(book, "2026-02")
    assert [line["kesimpulan"] for line in lines] == ["pembanding", "belum cukup untuk menyimpulkan"]
    assert [(line["dikirim"], line["lunas_tepat"]) for line in lines] == [("1", "0"), ("1", "0")]
