"""``kasir`` without a terminal: a line for each receipt on stdin, a line of CSV for each answer on stdout."""

import csv
import io
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from counter_queue import DAY, INSTALMENT, NAMES, code, receipts, recorded

HEADER = "bukti;pinjaman;ksm;jumlah;pokok;jasa;titipan;denda;tabungan;saldo_pokok"


def _served(book, text, *options):
    return book("kasir", *DAY, *options, piped=text if isinstance(text, bytes) else text.encode())


def _rows(answered):
    assert answered.stdout.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(answered.stdout.removeprefix("\ufeff")), delimiter=";"))


def test_a_line_is_answered_with_a_line_of_csv(queue):
    """Voucher, loan, KSM, amount, its parts and the balance; the header comes first, as in every CSV of the program."""
    answered = _served(queue, "Kenanga 690000\n")

    assert answered.status == 0, answered.stderr
    assert answered.stdout == (f"\ufeff{HEADER}\r\nBKM-2026-0002;P-0006;Kenanga;690000;600000;90000;0;0;0;5400000\r\n")
    assert answered.stderr == ""


def test_a_queue_records_what_the_same_receipts_by_terima_record(queue, queue_ledger):
    """Voucher for voucher and link for link of the chain: there is one way to receive, and two to type."""
    lines = [f"{name} {INSTALMENT + 1000 * place}" for place, name in enumerate(NAMES) if place not in {0, 2}]
    answered = _served(queue, "\n".join(lines))
    assert (answered.status, len(_rows(answered))) == (0, 22)
    by_queue = queue.ledger.read_bytes()
    shutil.copyfile(queue_ledger, queue.ledger)

    for line in lines:
        assert queue("terima", *line.split(), *DAY).status == 0

    assert recorded(queue.ledger) == recorded_of(by_queue, queue.folder)


def recorded_of(content: bytes, folder: Path):
    """Return what stands in a ledger of these bytes."""
    path = folder / "antrean.db"
    path.write_bytes(content)
    return recorded(path)


def test_without_an_amount_all_that_is_due_is_taken(queue):
    """The arrears with the instalment of the day, and not a rupiah of the next one."""
    (row,) = _rows(queue("kasir", "--tanggal", "2026-03-05", piped=b"p-0002\n"))

    assert (row["jumlah"], row["pokok"], row["jasa"]) == ("1380000", "1200000", "180000")


def test_without_an_amount_the_next_instalment_is_taken_where_nothing_is_due_yet(queue):
    """Who comes some days early pays what comes next, and not twice within days without saying so."""
    answered = queue("kasir", "--tanggal", "2026-02-02", piped=b"Kenanga\nKenanga\nKenanga 690000\n")

    assert [row["jumlah"] for row in _rows(answered)] == ["690000", "690000"]
    assert answered.status == 1
    assert answered.stderr.startswith("Galat baris 2: setoran kedua pada hari yang sama, 02-02-2026: Rp690.000")
    assert "tulis jumlahnya: P-0006 690000" in answered.stderr


def test_a_ksm_with_two_loans_pays_on_both_in_one_go(queue):
    """Without an amount or with the sum of both; any other amount asks for the number of the loan."""
    first = _served(queue, "Anggrek\n")
    assert [(row["pinjaman"], row["jumlah"]) for row in _rows(first)] == [("P-0001", "690000"), ("P-0025", "345000")]
    answered = queue("kasir", "--tanggal", "2026-03-05", piped=b"Anggrek 1.035.000\nAnggrek 500rb\nP-0025 500rb\n")

    assert [(row["pinjaman"], row["jumlah"]) for row in _rows(answered)] == [
        ("P-0001", "690000"),
        ("P-0025", "345000"),
        ("P-0025", "500000"),
    ]
    assert "Galat baris 2: KSM K-01 punya beberapa pinjaman berjalan: P-0001, P-0025. Tulis nomor" in answered.stderr


def test_lines_that_cannot_be_recorded_are_told_by_number_and_the_others_recorded(queue):
    """Status 1 at the end; what was refused left nothing behind."""
    lines = [
        "Kenanga 690000",
        "Kenangga 690000",
        "Dahlia 1,250,000",
        "Dahlia 99jt",
        "Melati 2",
        "Mawar 690000",
        "Teratai 690rb",
    ]
    answered = _served(queue, "\n".join(lines))

    assert answered.status == 1
    assert [row["ksm"] for row in _rows(answered)] == ["Kenanga", "Teratai"]
    told = answered.stderr.splitlines()
    assert [line[:15] for line in told[:5]] == [f"Galat baris {at}: " for at in (2, 3, 4, 5, 6)]
    assert "Mungkin maksudnya K-06 Kenanga" in told[0]
    assert "ribuan dipisah titik, bukan koma" in told[1]
    assert "lebih besar daripada seluruh kewajiban pinjaman P-0008" in told[2]
    assert '"Melati 2" dapat berarti dua hal' in told[3]
    assert "ada 2 KSM yang cocok" in told[4]
    assert told[5:] == [
        "Galat: 5 dari 7 baris tidak dicatat; yang lain sudah tercatat",
        "Saran: Perbaiki baris-baris itu, lalu berikan lagi hanya baris itu.",
    ]
    assert len(receipts(queue.ledger)) == 2


def test_blank_lines_and_comments_say_nothing_whatever_ends_a_line(queue):
    """A byte order mark, CRLF, tabs and no end of the last line; the numbers of lines count all of them."""
    text = b"\xef\xbb\xbf# malam ini\r\n\r\nMawar\tMerah  690.000\r\n   \r\n#zebra 5\r\nzebra 5\r\nK-05 Rp 690.000,-"
    answered = _served(queue, text)

    assert [row["ksm"] for row in _rows(answered)] == ["Mawar Merah", "Mawar Putih"]
    assert answered.stderr.startswith('Galat baris 6: tidak ada KSM "zebra". ')


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"\xff\xfeM\x00e\x00", "huruf pada baris ini tidak dapat dibaca"),
        (b"x" * 200_000, "baris terlalu panjang"),
        (b"Kenanga\x00 5\n", "tidak ada KSM"),
        ("Kenanga \u0665\u0660\u0660\u0660".encode(), "tidak ada KSM"),
        (b"\x1b[31mzebra\n", "tidak ada KSM"),
    ],
    ids=["UTF-16", "long", "NUL", "other digits", "escape"],
)
def test_what_is_no_line_of_a_receipt_is_told_and_the_next_one_recorded(queue, raw, said):
    """Nothing of it reaches the screen that could move it, and the number of the next line is right."""
    answered = _served(queue, raw.rstrip(b"\n") + b"\nDahlia 690000\nzebra 1000\n")

    assert said in answered.stderr.splitlines()[0]
    assert "\x1b" not in answered.stderr
    assert [row["ksm"] for row in _rows(answered)] == ["Dahlia"]
    assert "Galat baris 3: " in answered.stderr


def test_thousands_of_lines_are_read_one_by_one(queue):
    """A long file of which few lines are receipts is no trouble."""
    lines = ["# kosong", "", f"zebra {INSTALMENT}"] * 1100
    lines[3000] = "Kenanga 690000"
    answered = _served(queue, "\n".join(lines))

    assert (answered.status, len(_rows(answered))) == (1, 1)
    assert answered.stderr.count("Galat baris") == 1100


def test_doubts_are_told_with_the_number_of_the_line_and_what_was_stated_is_recorded(queue):
    """Nobody can be asked through a pipe: what the file says holds, and twice, too much and too little are told."""
    answered = _served(queue, "Kenanga 690000\nKenanga 690000\nDahlia 6900\nTeratai 3jt\n")

    assert (answered.status, len(_rows(answered))) == (0, 4)
    assert "Peringatan baris 2: setoran kedua pada hari yang sama" in answered.stderr
    assert "Peringatan baris 3: setoran Rp6.900 kurang dari sepersepuluh angsuran Rp690.000" in answered.stderr
    assert (
        "Peringatan baris 4: setoran Rp3.000.000 jauh lebih besar daripada yang jatuh tempo Rp690.000"
        in answered.stderr
    )


def test_the_account_is_named_by_a_part_of_its_name_and_the_day_once(queue):
    """Both are looked at before the first line is read."""
    assert _served(queue, "Kenanga 690000\n", "--ke", "bank upk").status == 0
    assert "11021" in {row[8] for row in recorded(queue.ledger)}

    refused = _served(queue, "Kenanga 690000\n", "--ke", "atk")
    assert (refused.status, refused.stdout) == (4, "")
    early = queue("kasir", "--tanggal", "2025-12-01", piped=b"Kenanga 690000\n")
    assert (early.status, early.stdout) == (4, "")


def test_a_kuitansi_of_each_receipt_is_written_by_its_number(queue):
    """Two receipts of one answer are two papers."""
    answered = _served(queue, "Anggrek\nKenanga\n", "--kuitansi", "kuitansi")

    assert answered.status == 0, answered.stderr
    assert sorted(path.name for path in (queue.folder / "kuitansi").iterdir()) == [
        f"kuitansi-BKM-2026-000{number}.pdf" for number in (2, 3, 4)
    ]


def test_nothing_on_stdin_is_answered_with_the_header_alone(queue):
    """CSV is valid also when there is nothing to say."""
    answered = _served(queue, "")

    assert (answered.status, answered.stdout, answered.stderr) == (0, f"\ufeff{HEADER}\r\n", "")


def test_a_ksm_without_a_running_loan_is_answered_as_terima_does(queue):
    """Without an amount nothing is asked of it; with one the loan that is paid off takes nothing."""
    assert queue("ksm", "tambah", "K-30", "Baru Sekali", "--rw", "01", "--rt", "001").status == 0
    answered = _served(queue, "Baru Sekali\nBaru Sekali 5000\n")

    assert answered.status == 1
    assert answered.stderr.count("KSM K-30 belum punya pinjaman") == 2


def _process(book, **streams):
    words = [sys.executable, "-m", "danabergulir", "--buku", str(book.ledger), "kasir", *DAY]
    return subprocess.Popen(words, stderr=subprocess.PIPE, **streams)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows tells of a closed pipe in another way")
def test_when_nobody_reads_the_answers_the_counter_stops_and_says_where(queue):
    """Status 141, as other programs; the one receipt that was recorded without an answer is named."""
    with _process(queue, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout.readline() == f"\ufeff{HEADER}\r\n".encode()
        process.stdout.close()
        process.stdin.write(b"Kenanga 690000\nDahlia 690000\n")
        process.stdin.close()
        told = process.stderr.read().decode()

    assert process.returncode == 141
    assert "Jawaban tidak dibaca lagi. Baris 1 sudah tercatat: BKM-2026-0002." in told
    assert receipts(queue.ledger) == ["BKM-2026-0002"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends no SIGINT to one process")
def test_an_answer_comes_before_the_next_line_is_given_and_ctrl_c_keeps_it(queue):
    """A scale or another program may ask line by line; an interrupt ends with 130 and a true word."""
    with _process(queue, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        process.stdout.readline()
        process.stdin.write(b"Kenanga 690000\n")
        process.stdin.flush()
        answer = process.stdout.readline()
        process.send_signal(signal.SIGINT)
        told = process.stderr.read().decode()

    assert answer.startswith(b"BKM-2026-0002;P-0006;Kenanga;690000;")
    assert process.returncode == 130
    assert told == "Dihentikan pada baris 1. Yang sudah dijawab tetap tercatat.\n"
    assert receipts(queue.ledger) == ["BKM-2026-0002"]


def test_the_code_names_a_group_that_its_name_does_not(queue):
    """Where ``Melati`` and ``Melati 2`` both exist, the code and a named amount leave no doubt."""
    answered = _served(queue, f"{code('Melati 2')}\nMelati Rp2000\nMelati 2 690000\n")

    assert [(row["ksm"], row["jumlah"]) for row in _rows(answered)] == [
        ("Melati 2", "690000"),
        ("Melati", "2000"),
        ("Melati 2", "690000"),
    ]
