"""The policy as a TOML document: written, read back, and refused by the full name of a key."""

import tomllib
from dataclasses import fields
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, settings

import strategies
from danabergulir.domain.policy.choices import MissedRule, RunningMonth, Weekday
from danabergulir.domain.policy.file import (
    parse_policy,
    policy_text,
    rule_words,
    stored_policy,
    value_words,
    written_rules,
)
from danabergulir.domain.policy.ladder import DEFAULT_LADDER, LadderRules, SanctionLevel
from danabergulir.domain.policy.lateness import DEFAULT_CLASSES
from danabergulir.domain.policy.rules import DEFAULT_POLICY, Policy
from danabergulir.domain.policy.telling import ReminderRules
from danabergulir.errors import FaultyDataError, Finding
from danabergulir.money import Direction, Rupiah


def _findings(text: str) -> tuple[Finding, ...]:
    with pytest.raises(FaultyDataError) as caught:
        parse_policy(text)
    return caught.value.findings


@settings(max_examples=60)
@given(strategies.policies)
def test_any_policy_is_read_back_as_it_was_written(policy):
    """Every rule survives the file, to the last decimal and letter."""
    assert parse_policy(policy_text(policy)) == policy


def test_an_empty_file_is_the_default_policy():
    """Keys that are not given keep their default."""
    assert parse_policy("") == DEFAULT_POLICY
    assert parse_policy("\ufeff[risiko]\n") == DEFAULT_POLICY


def test_the_default_policy_is_the_one_of_the_contract():
    """The figures a treasurer meets without setting anything."""
    document = tomllib.loads(policy_text(DEFAULT_POLICY))
    assert document["pinjaman"] == {
        "jasa_persen_per_bulan": "1.5",
        "titipan_persen_per_bulan": "0",
        "metode": "flat",
        "frekuensi": "bulanan",
        "tenor_minimum": 3,
        "tenor_maksimum": 12,
        "anggota_minimum": 5,
        "perempuan_minimum_persen": "30",
        "miskin_minimum_persen": "0",
        "plafon_per_anggota": [500_000, 1_000_000, 1_500_000, 2_000_000],
        "menabung_bulan": 0,
        "peringatan_saja": ["plafon_per_anggota", "anggota_minimum"],
    }
    assert document["pembulatan"] == {"kelipatan": 100, "arah": "atas", "bagian": "komponen"}
    assert document["alokasi"] == {"urutan": ["denda", "jasa", "titipan", "pokok", "tabungan"]}
    assert document["tunggakan"] == {"hitung": "angsuran_belum_lunas", "komponen": "pokok"}
    assert document["kalender"] == {"libur": [], "hari_tutup": [], "geser": "tidak"}
    assert document["denda"]["komponen"] == "keduanya"
    assert document["risiko"] == {"batas": 3}
    assert [(item["dari"], item["cadangan_persen"]) for item in document["kolektibilitas"]] == [
        (0, "1"),
        (1, "5"),
        (3, "15"),
        (6, "50"),
        (9, "100"),
    ]
    assert document["kinerja"] == {
        "ccr_kecuali_akun": [],
        "lar": {"memuaskan": "10", "minimum": "20"},
        "par": {"memuaskan": "10", "minimum": "20"},
        "rr": {"memuaskan": "90", "minimum": "80"},
        "ccr": {"memuaskan": "125", "minimum": "100"},
        "roi": {"memuaskan": "10", "minimum": "0"},
    }
    week = ["senin", "selasa", "rabu", "kamis", "jumat", "sabtu"]
    rest = {"hari_libur": False, "jam": "08-20", "kalimat": ""}
    assert document["pengingat"] == {"jarak_hari": 7, "hari": week, **rest}
    assert document["papan"] == {"nama_penunggak": False, "berita_acara": ""}
    assert [item["kali_menunggak"] for item in document["sanksi"]] == [1, 2, 3, 6, 9]


def test_every_rule_is_explained_in_the_file():
    """Each key carries a comment, in a list of tables those of the first."""
    lines = [line for line in policy_text(DEFAULT_POLICY).splitlines() if " = " in line]
    told = {line.partition(" = ")[0] for line in lines if "  # " in line}
    assert {line.partition(" = ")[0] for line in lines} - told == set()
    assert len(told) > 50


def test_every_rule_is_about_something_in_words():
    """What stands before the first colon or semicolon of its comment names a rule where no key is shown."""
    words = {rule.key: rule_words(rule.key) for rule in written_rules(DEFAULT_POLICY)}
    assert {key: told for key, told in words.items() if not told or "=" in told or '"' in told} == {}
    assert words["risiko.batas"] == "LAR dan PAR menghitung pinjaman mulai kali menunggak"
    assert words["kolektibilitas[3].dari"] == "kelas 3, mulai kali menunggak"
    assert words["sanksi[2].jeda_hari"] == "tingkat 2, hari untuk menanggapi surat"


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ('"1.5"', "1,5"),
        ("true", "ya"),
        ("[]", "tidak ada"),
        ('"angsuran_belum_lunas"', "angsuran belum lunas"),
        ('{ memuaskan = "10", minimum = "20" }', "memuaskan 10, minimum 20"),
        ('["denda", "jasa"]', "denda, jasa"),
    ],
)
def test_a_value_is_said_in_words(written, words):
    """Without what only the file needs."""
    assert value_words(written) == words


def test_one_key_changes_one_rule():
    """The others stay as they were."""
    policy = parse_policy('[pembulatan]\narah = "terdekat"\n[tunggakan]\nhitung = "setara_angsuran"\n')
    assert (policy.rounding.direction, policy.rounding.step) == (Direction.NEAREST, 100)
    assert policy.arrears.missed is MissedRule.WORTH
    assert policy.lending == DEFAULT_POLICY.lending


@pytest.mark.parametrize("written", ['"1,25"', '"1.25"', "1.25", '"1,25 %"'])
def test_a_percentage_stays_exact_however_it_is_written(written):
    """A TOML decimal never becomes a float."""
    policy = parse_policy(f"[pinjaman]\njasa_persen_per_bulan = {written}\n")
    assert policy.lending.jasa_percent == Fraction(5, 4)
    assert policy.lending.jasa_rate.per_month == Fraction(1, 80)


@pytest.mark.parametrize("written", ['["2026-03-23", "20/03/2026", "2026-03-20"]', "[2026-03-20, 2026-03-23]"])
def test_days_off_are_read_in_any_order_and_form(written):
    """Text or a TOML date; one that stands twice counts once."""
    policy = parse_policy(f"[kalender]\nlibur = {written}\n")
    assert policy.calendar.days_off == (date(2026, 3, 20), date(2026, 3, 23))


@pytest.mark.parametrize(
    ("line", "key"),
    [
        ('libur = ["2026-02-30"]', "kalender.libur"),
        ('libur = ["Lebaran"]', "kalender.libur"),
        ('libur = "2026-03-20"', "kalender.libur"),
        ("libur = [2026-03-20T08:00:00]", "kalender.libur"),
        ('hari_tutup = ["sunday"]', "kalender.hari_tutup"),
        ('hari_tutup = ["senin", "selasa", "rabu", "kamis", "jumat", "sabtu", "minggu"]', "kalender.hari_tutup"),
        ('geser = "mundur"', "kalender.geser"),
    ],
)
def test_an_impossible_calendar_is_refused_by_its_key(line, key):
    """A day that does not exist, a word that is none, and a week without a working day."""
    assert [finding.subject for finding in _findings(f"[kalender]\n{line}\n")] == [key]


def test_the_return_may_have_a_limit_below_nought():
    """A board may tolerate a small loss."""
    policy = parse_policy('[kinerja]\nroi = { memuaskan = "5", minimum = "-2,5" }\n')
    assert policy.performance.roi.minimum == Fraction(-5, 2)


def test_ceilings_may_be_left_out():
    """An empty list is no ceiling."""
    assert parse_policy("[pinjaman]\nplafon_per_anggota = []\n").lending.ceilings == ()
    assert parse_policy("[pinjaman]\nplafon_per_anggota = [750_000]\n").lending.ceilings == (Rupiah(750_000),)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("[pinjamann]\n", "pinjamann"),
        ("batas = 3\n", "batas"),
        ("[pinjaman]\njasa = 1\n", "pinjaman.jasa"),
        ("[pinjaman]\njasa_persen_per_bulan = true\n", "pinjaman.jasa_persen_per_bulan"),
        ('[pinjaman]\njasa_persen_per_bulan = "-1"\n', "pinjaman.jasa_persen_per_bulan"),
        ('[pinjaman]\njasa_persen_per_bulan = "101"\n', "pinjaman.jasa_persen_per_bulan"),
        ("[pinjaman]\njasa_persen_per_bulan = 0.1234567\n", "pinjaman.jasa_persen_per_bulan"),
        ('[pinjaman]\nmetode = "Flat"\n', "pinjaman.metode"),
        ("[pinjaman]\nmetode = 1\n", "pinjaman.metode"),
        ("[pinjaman]\ntenor_minimum = 0\n", "pinjaman.tenor_minimum"),
        ('[pinjaman]\ntenor_minimum = "3"\n', "pinjaman.tenor_minimum"),
        ("[pinjaman]\ntenor_minimum = true\n", "pinjaman.tenor_minimum"),
        ("[pinjaman]\ntenor_minimum = 13\n", "pinjaman.tenor_minimum"),
        ("[pinjaman]\nplafon_per_anggota = [2, 1]\n", "pinjaman.plafon_per_anggota"),
        ("[pinjaman]\nplafon_per_anggota = [0]\n", "pinjaman.plafon_per_anggota"),
        ("[pinjaman]\nplafon_per_anggota = [10000000000000]\n", "pinjaman.plafon_per_anggota"),
        ("[pinjaman]\nplafon_per_anggota = 500000\n", "pinjaman.plafon_per_anggota"),
        ('[pinjaman]\nperingatan_saja = ["jasa"]\n', "pinjaman.peringatan_saja"),
        ('[pinjaman]\nperingatan_saja = ["tenor_minimum", "tenor_minimum"]\n', "pinjaman.peringatan_saja"),
        ("pinjaman = 3\n", "pinjaman"),
        ("[pembulatan]\nkelipatan = 0\n", "pembulatan.kelipatan"),
        ("[pembulatan]\nkelipatan = 100.0\n", "pembulatan.kelipatan"),
        ('[alokasi]\nurutan = ["jasa", "pokok"]\n', "alokasi.urutan"),
        ('[alokasi]\nurutan = ["denda", "jasa", "jasa", "pokok", "tabungan"]\n', "alokasi.urutan"),
        ("[alokasi]\nurutan = [1]\n", "alokasi.urutan"),
        ("[risiko]\nbatas = 0\n", "risiko.batas"),
        ('[kinerja]\nlar = "10"\n', "kinerja.lar"),
        ('[kinerja]\nlar = { memuaskan = "10" }\n', "kinerja.lar"),
        ('[kinerja]\nlar = { memuaskan = "20", minimum = "10" }\n', "kinerja.lar"),
        ('[kinerja]\nrr = { memuaskan = "80", minimum = "90" }\n', "kinerja.rr"),
        ('[kinerja]\nccr_kecuali_akun = "51050"\n', "kinerja.ccr_kecuali_akun"),
        ('[kinerja]\nccr_kecuali_akun = [""]\n', "kinerja.ccr_kecuali_akun"),
        ('[aturan_sanksi]\nboleh_melompat = "ya"\n', "aturan_sanksi.boleh_melompat"),
        ("[pengingat]\njarak_hari = -1\n", "pengingat.jarak_hari"),
        ("kolektibilitas = []\n", "kolektibilitas"),
        ("[kolektibilitas]\nkelas = 1\n", "kolektibilitas"),
        ("kolektibilitas = [3]\n", "kolektibilitas[1]"),
        ("sanksi = []\n", "sanksi"),
    ],
)
def test_an_impossible_value_is_refused_by_its_full_key(text, key):
    """The finding names the key, so that it can be found in the file."""
    assert [finding.subject for finding in _findings(text)] == [key]


def _class(number, name, missed_from, percent="1") -> str:
    return (
        f'[[kolektibilitas]]\nkelas = {number}\nnama = "{name}"\ndari = {missed_from}\ncadangan_persen = "{percent}"\n'
    )


@pytest.mark.parametrize(
    ("text", "key"),
    [
        (_class(1, "Lancar", 0) + _class(3, "Macet", 3), "kolektibilitas.kelas"),
        (_class(2, "Lancar", 0), "kolektibilitas.kelas"),
        (_class(1, "Lancar", 1), "kolektibilitas.dari"),
        (_class(1, "Lancar", 0) + _class(2, "Macet", 0), "kolektibilitas.dari"),
        (_class(1, "Lancar", 0) + _class(2, "Ragu", 5) + _class(3, "Macet", 3), "kolektibilitas.dari"),
    ],
)
def test_classes_are_numbered_in_order_and_rise_from_nought(text, key):
    """A gap or a step back would leave a loan without a class."""
    assert [finding.subject for finding in _findings(text)] == [key]


def test_a_class_without_its_reserve_is_refused():
    """A forgotten rate is not a rate of nought."""
    text = '[[kolektibilitas]]\nkelas = 1\nnama = "Lancar"\ndari = 0\n'
    assert [finding.subject for finding in _findings(text)] == ["kolektibilitas[1].cadangan_persen"]


@pytest.mark.parametrize("name", ["", "  ", "Surat\\nTeguran", "\\u001b[31mSurat"])
def test_a_name_is_one_printable_line(name):
    """An empty name or one with control characters would spoil letters and screens."""
    text = f'[[sanksi]]\ntingkat = 1\nnama = "{name}"\nkali_menunggak = 1\n'
    assert [finding.subject for finding in _findings(text)] == ["sanksi[1].nama"]


def test_a_ladder_may_be_short_but_not_fall():
    """One rung with its three needed keys is a ladder; a second below the first is not."""
    one = '[[sanksi]]\ntingkat = 1\nnama = "Teguran"\nkali_menunggak = 3\n'
    assert parse_policy(one).ladder == (SanctionLevel(1, "Teguran", 3),)
    two = one + '[[sanksi]]\ntingkat = 2\nnama = "Lurah"\nkali_menunggak = 2\n'
    assert [finding.subject for finding in _findings(two)] == ["sanksi.kali_menunggak"]
    assert [finding.subject for finding in _findings("[[sanksi]]\n")] == [
        "sanksi[1].tingkat",
        "sanksi[1].nama",
        "sanksi[1].kali_menunggak",
    ]


def test_all_faults_are_found_at_once():
    """The board corrects its file once, not fault by fault."""
    findings = _findings('[pinjaman]\nmetode = "x"\njasa = 1\n[risiko]\nbatas = 0\n')
    assert [finding.subject for finding in findings] == ["pinjaman.metode", "pinjaman.jasa", "risiko.batas"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[pinjaman\n", "pada baris 1"),
        ("[risiko]\nbatas = \n", "pada baris 2"),
        ("[risiko]\nbatas = nan\n", "salah tulis"),
        ("[risiko]\nbatas = inf\n", "salah tulis"),
        ("[risiko]\nbatas = 1e999999999\n", "salah tulis"),
    ],
)
def test_a_file_that_is_not_toml_is_refused_in_plain_words(text, words):
    """The line is named where it is known; no message of the TOML reader reaches the screen."""
    with pytest.raises(FaultyDataError) as caught:
        parse_policy(text)
    assert words in caught.value.message
    assert "kebijakan bawaan" in caught.value.hint


def test_a_policy_has_a_table_for_each_of_its_parts():
    """No rule is left out of the file."""
    document = tomllib.loads(policy_text(DEFAULT_POLICY))
    assert len(document) == len(fields(Policy))
    assert len(document["kolektibilitas"]) == len(DEFAULT_CLASSES)
    assert len(document["sanksi"]) == len(DEFAULT_LADDER)
    assert len(document["aturan_sanksi"]) == len(fields(LadderRules))


_NEW_KEYS = (
    *("toleransi_ikut_dihitung", "bulan", "dari_mingguan", "dari_dua_mingguan", "dari_hari"),
    *("hari", "hari_libur", "jam", "kalimat", "nama_penunggak", "berita_acara"),
)
"""Keys that programs before them did not write."""


def _as_an_older_program_stored_it(policy: Policy) -> str:
    return "".join(
        line for line in policy_text(policy).splitlines(keepends=True) if line.partition(" = ")[0] not in _NEW_KEYS
    )


def test_a_policy_stored_by_an_older_program_keeps_what_that_program_did():
    """What it does not name was not known: the month of the calendar, and one limit per class for every loan."""
    old = stored_policy(_as_an_older_program_stored_it(DEFAULT_POLICY))
    assert old.settlement.month is RunningMonth.CALENDAR
    assert old.penalty.tolerance_charged
    assert old.reminding == ReminderRules(7, tuple(Weekday), on_days_off=True, hours=(0, 24), sentence="")
    assert not old.board.names_late
    assert {(item.weekly_from, item.fortnightly_from, item.days_from) for item in old.classes} == {(None, None, None)}
    assert [item.missed_from for item in old.classes] == [item.missed_from for item in DEFAULT_CLASSES]


def test_what_a_board_leaves_out_has_today_s_default_and_is_stored_with_it():
    """The program that stores a policy names every key, so a key that is not there belongs to an older program."""
    written = parse_policy('[pelunasan]\njasa = "semua"\n')
    assert written.settlement.month is RunningMonth.LOAN
    assert 'bulan = "pinjaman"' in policy_text(written)
    assert stored_policy(policy_text(written)) == written


@settings(max_examples=60)
@given(strategies.policies)
def test_a_policy_of_this_program_is_read_from_a_ledger_as_it_was_stored(policy):
    """Nothing that it says is taken for an older program's."""
    assert stored_policy(policy_text(policy)) == policy


@pytest.mark.parametrize(
    ("key", "wrong"), [("dari_mingguan", "0"), ("dari_dua_mingguan", "1"), ("dari_hari", "-1"), ("dari_hari", "999")]
)
def test_limits_by_frequency_must_rise_with_the_classes(key, wrong):
    """A class that begins before the one above it, or that begins at days which the next one does not reach."""
    lines = policy_text(DEFAULT_POLICY).splitlines()
    at = [number for number, line in enumerate(lines) if line.startswith(f"{key} = ")][2]
    lines[at] = f"{key} = {wrong}"
    assert next(item.subject for item in _findings("\n".join(lines))).startswith("kolektibilitas")


@pytest.mark.parametrize(
    ("toml", "key"),
    [
        ("[pengingat]\nhari = []\n", "pengingat.hari"),
        ('[pengingat]\njam = "20-08"\n', "pengingat.jam"),
        ('[pengingat]\njam = "8 sampai 20"\n', "pengingat.jam"),
        ('[pengingat]\nkalimat = "satu\\ndua"\n', "pengingat.kalimat"),
        ("[papan]\nnama_penunggak = true\n", "papan.berita_acara"),
    ],
)
def test_what_is_told_is_refused_where_it_cannot_be(toml, key):
    """No day at all, hours that run backwards, a sentence of two lines, names on the board without minutes."""
    with pytest.raises(FaultyDataError) as refused:
        parse_policy(toml)
    assert [finding.subject for finding in refused.value.findings] == [key]
