"""``jelaskan``, ``laporan --asal`` and ``pinjaman kartu --jelaskan`` as a person or a program calls them."""

import json

import pytest

from paper_reading import needs_poppler, pages_of


@pytest.fixture
def fund(run, demonstration):
    """Return a runner on the demonstration ledger."""
    return lambda *words: run("--buku", str(demonstration.ledger), *words)


def test_a_figure_is_that_of_the_report(fund):
    """What ``jelaskan`` names is what the report prints in that cell."""
    report = json.loads(fund("laporan", "2023-01", "--hanya", "kolektibilitas", "--format", "json").stdout)
    for row in report["baris"]:
        told = fund(
            *("jelaskan", "2023-01", "kolektibilitas", str(row["kelas"]), "--kolom", "cadangan", "--format", "json")
        )
        assert told.status == 0
        assert json.loads(told.stdout)["nilai"] == row["cadangan"]


def test_every_row_carries_its_origin_for_a_program(fund):
    """With ``--asal`` each figure of each row stands there with what it is made of; without it nothing changes."""
    words = ("laporan", "2023-01", "--hanya", "tunggakan", "--format", "json")
    plain, explained = json.loads(fund(*words).stdout), json.loads(fund(*words, "--asal").stdout)
    for before, after in zip(plain["baris"], explained["baris"], strict=True):
        origins = after.pop("asal")
        assert after == before
        assert {key: item["nilai"] for key, item in origins.items()} == {key: before[key] for key in origins}
        assert set(origins) >= {"tunggakan_pokok", "kali_menunggak", "hari_menunggak"}


@pytest.mark.parametrize(
    ("words", "status"),
    [
        (("jelaskan", "2023-01", "neraca", "99999"), 3),
        (("jelaskan", "2023-01", "kinerja"), 2),
        (("jelaskan", "tahun", "kinerja", "PAR"), 2),
        (("jelaskan", "2020-01", "kinerja", "PAR"), 4),
        (("jelaskan", "BKM-2023-9999"), 3),
        (("jelaskan", "P-9999"), 3),
        (("laporan", "2023-01", "--asal"), 2),
    ],
)
def test_what_cannot_be_explained_is_two_lines(fund, words, status):
    """What is wrong, and what to type instead."""
    said = fund(*words)

    assert said.status == status
    assert [line.partition(":")[0] for line in said.stderr.splitlines()] == ["Galat", "Saran"]


@needs_poppler
def test_why_a_group_owes_is_one_page_to_hand_over(fund, tmp_path):
    """The longest debt of the demonstration fits a page, with every instalment behind and every receipt."""
    paper = tmp_path / "kartu.pdf"
    card = ("pinjaman", "kartu", "P-0033", "--jelaskan", "--per", "2023-01-31", "--format", "pdf", "--ke", str(paper))
    assert fund(*card).status == 0

    (page,) = pages_of(paper)
    assert "MENGAPA SAYA BERUTANG SEBANYAK INI?" in page
    for words in ("39.380.000", "BKM-2022-0119", "Angsuran ke-10", "Surat Panggilan Lurah"):
        assert words in page


@needs_poppler
def test_the_cover_names_the_command_under_each_indicator(fund, tmp_path):
    """Whoever holds the paper can ask about each indicator."""
    assert fund("laporan", "2023-01", "--format", "pdf", "--ke", str(tmp_path)).status == 0

    cover = pages_of(tmp_path / "laporan-2023-01.pdf")[0]
    for name in ("LAR", "PAR", "RR", "CCr", "ROI"):
        assert f"jelaskan 2023-01 kinerja {name}" in cover
