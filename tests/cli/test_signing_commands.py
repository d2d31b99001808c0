"""``tanda-tangan``: the key of the board, signed heads, and a second history caught by whoever keeps the last one."""

import base64
import shutil
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing

import pytest

import independent_proofs as outside
from danabergulir.ledger.file import leaves, seals, store

WORD = "ikan asin di pasar pagi"


@pytest.fixture
def signing(book, tmp_path_factory):
    """Return a runner beside a book whose board has a key on a disk of its own, and that disk."""
    disk = tmp_path_factory.mktemp("flashdisk")
    (disk / "sandi.txt").write_text(f"{WORD}\n", encoding="utf-8")
    made = book("tanda-tangan", "buat", "--kunci", str(disk / "bkm.pem"), "--sandi", str(disk / "sandi.txt"))
    assert (made.status, made.stderr) == (0, "")
    return book, disk


def signed(book, disk, *more, name="kepala.txt"):
    """Sign the head of the book into a file and return what was said."""
    keys = ("--kunci", str(disk / "bkm.pem"), "--sandi", str(disk / "sandi.txt"))
    return book("tanda-tangan", "bubuhkan", *keys, "--ke", name, *more)


def checked(book, disk, *words):
    """Look at signed heads with the public half of the key."""
    return book("tanda-tangan", "periksa", *words, "--kunci-umum", str(disk / "bkm.pem.umum"))


def text(book, name):
    """Return what stands in a file beside the book."""
    return (book.folder / name).read_text(encoding="utf-8")


def recorded(book, code):
    """Record one more KSM."""
    assert book("ksm", "tambah", code, f"KSM {code}", "--rw", "05", "--rt", "001", "--tanggal", "2026-01-05")[0] == 0


@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no modes")
def test_the_key_is_its_owners_alone_and_under_a_passphrase(signing):
    """The public half is for everybody."""
    _, disk = signing
    assert stat.S_IMODE((disk / "bkm.pem").stat().st_mode) == 0o600
    assert "BEGIN ENCRYPTED PRIVATE KEY" in (disk / "bkm.pem").read_text(encoding="ascii")
    assert (disk / "bkm.pem.umum").read_text(encoding="ascii").startswith("danabergulir/")


def test_a_key_is_never_made_in_the_folder_of_the_book(book):
    """Whoever takes the laptop would have both."""
    (book.folder / "bkm").mkdir()
    for key in ("bkm.pem", "bkm/kunci.pem"):
        refused = book("tanda-tangan", "buat", "--kunci", key)
        assert refused.status == 4
        assert refused.stderr.startswith(f"Galat: kunci tidak disimpan di folder buku: {key}\nSaran: ")
        assert not (book.folder / key).exists()


def test_the_key_of_another_book_is_called_that(signing):
    """It is neither a changed file nor another key."""
    book, disk = signing
    assert signed(book, disk).status == 0
    other = ("--upk", "UPK Lain", "--bkm", "BKM", "--kelurahan", "S", "--kecamatan", "C", "--kota", "K")
    made = book("--buku", "lain.db", "mulai", *other, "--provinsi", "J", "--tanggal", "2025-12-31")
    assert made.status == 0
    keys = ("--kunci", str(disk / "bkm.pem"), "--sandi", str(disk / "sandi.txt"))

    refused = book("--buku", "lain.db", "tanda-tangan", "bubuhkan", *keys, "--ke", "x.txt")

    assert (refused.status, refused.stdout) == (1, "")
    assert refused.stderr.startswith("Galat: kunci ini untuk buku lain: danabergulir/")
    assert not (book.folder / "x.txt").exists()


def test_a_second_key_of_that_name_and_a_short_passphrase_are_refused(signing):
    """Neither writes anything."""
    book, disk = signing
    before = (disk / "bkm.pem").read_bytes()
    again = book("tanda-tangan", "buat", "--kunci", str(disk / "bkm.pem"), "--sandi", str(disk / "sandi.txt"))
    assert (again.status, (disk / "bkm.pem").read_bytes()) == (4, before)
    (disk / "pendek.txt").write_text("pendek", encoding="utf-8")
    short = book("tanda-tangan", "buat", "--kunci", str(disk / "lain.pem"), "--sandi", str(disk / "pendek.txt"))
    assert (short.status, (disk / "lain.pem").exists()) == (2, False)


def test_where_nobody_can_be_asked_the_option_is_named(signing):
    """``--sandi``, for a passphrase never stands on a command line."""
    book, disk = signing
    refused = book("tanda-tangan", "bubuhkan", "--kunci", str(disk / "bkm.pem"))
    assert (refused.status, "--sandi" in refused.stderr) == (2, True)


def test_a_wrong_passphrase_signs_nothing(signing):
    """And says what to look at."""
    book, disk = signing
    (disk / "sandi.txt").write_text("bukan kata sandinya", encoding="utf-8")
    refused = signed(book, disk)
    assert (refused.status, refused.stdout) == (2, "")
    assert "kunci tidak dapat dibuka" in refused.stderr


def test_a_program_that_is_not_ours_verifies_a_signed_head(signing):
    """Its signature, size and root, from the public formats alone."""
    book, disk = signing
    assert signed(book, disk).status == 0
    vkey = (disk / "bkm.pem.umum").read_text(encoding="ascii").strip()
    note = text(book, "kepala.txt")
    with store.reading(book.ledger) as connection:
        count, _ = seals.newest(connection)
        entries = list(leaves.digests(connection, count))
        name = f"danabergulir/{seals.identity_of(connection).upk_id}"
    assert outside.checkpoint_in(note, vkey) == (name, len(entries), outside.root_over(entries))
    assert outside.checkpoint_in(note.replace("\n", "0\n", 2), vkey) is None


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not installed")
def test_openssl_opens_the_key_and_verifies_the_signature(signing, tmp_path):
    """The key file is of the usual kind."""
    book, disk = signing
    signed(book, disk)
    words = ("openssl", "pkey", "-in", str(disk / "bkm.pem"), "-passin", f"pass:{WORD}", "-pubout")
    (tmp_path / "umum.pem").write_bytes(subprocess.run(words, capture_output=True, check=True).stdout)
    body, _, below = text(book, "kepala.txt").rpartition("\n\n")
    (tmp_path / "teks").write_bytes(f"{body}\n".encode())
    (tmp_path / "tanda").write_bytes(base64.b64decode(below.split()[-1])[4:])
    words = ("-pubin", "-inkey", "umum.pem", "-rawin", "-in", "teks", "-sigfile", "tanda")
    verified = subprocess.run(("openssl", "pkeyutl", "-verify", *words), cwd=tmp_path, check=False, capture_output=True)
    assert verified.returncode == 0


def test_a_book_that_went_on_still_holds_what_was_signed(signing):
    """And says how much came after it."""
    book, disk = signing
    signed(book, disk)
    recorded(book, "MAWAR")
    found = checked(book, disk, "kepala.txt")
    assert (found.status, found.stderr) == (0, "")
    assert "ada, sesudahnya 1 catatan" in found.stdout


def test_a_witness_without_the_book_sees_that_it_goes_on(signing):
    """By the proof that the newer head brings; an outside verifier says the same."""
    book, disk = signing
    signed(book, disk, name="januari.txt")
    recorded(book, "MAWAR")
    recorded(book, "MELATI")
    signed(book, disk, "--sejak", "januari.txt", name="februari.txt")
    found = checked(book, disk, "februari.txt", "--sejak", "januari.txt", "--tanpa-buku")
    assert (found.status, found.stderr) == (0, "")
    assert "ini lanjutannya" in found.stdout
    vkey = (disk / "bkm.pem.umum").read_text(encoding="ascii").strip()
    above, _, note = text(book, "februari.txt").partition("\n\n")
    proof = [base64.b64decode(line) for line in above.split("\n")[1:]]
    _, first, first_root = outside.checkpoint_in(text(book, "januari.txt"), vkey)
    _, second, second_root = outside.checkpoint_in(note, vkey)
    assert above.split("\n")[0] == f"old {first}"
    assert outside.goes_on(first, first_root, second, second_root, proof)


def test_without_a_proof_the_witness_is_told_how_to_ask_for_one(signing):
    """Two heads alone say nothing about each other."""
    book, disk = signing
    signed(book, disk, name="januari.txt")
    recorded(book, "MAWAR")
    signed(book, disk, name="februari.txt")
    found = checked(book, disk, "februari.txt", "--sejak", "januari.txt", "--tanpa-buku")
    assert found.status == 1
    assert "tanda-tangan bubuhkan --kunci FILE --sejak" in found.stderr


def forged_since(book, disk, codes):
    """Sign a head, go back to the book before it, and record something else there."""
    before = book.ledger.read_bytes()
    recorded(book, "MAWAR")
    signed(book, disk, name="asli.txt")
    book.ledger.write_bytes(before)
    for code in codes:
        recorded(book, code)


@pytest.mark.parametrize("codes", [[], ["LAIN"], ["LAIN", "LAGI"]], ids=["shorter", "as long", "longer"])
def test_a_second_history_is_not_signed_and_not_taken_for_the_first(signing, codes):
    """Shorter, as long or longer: the key that signed the first refuses it, and the old head finds it out."""
    book, disk = signing
    forged_since(book, disk, codes)
    refused = signed(book, disk, name="palsu.txt")
    assert (refused.status, refused.stdout, (book.folder / "palsu.txt").exists()) == (1, "", False)
    found = checked(book, disk, "asli.txt")
    assert (found.status, found.stdout) == (1, "")
    assert ("lebih pendek" if not codes else "catatan pertamanya lain") in found.stderr


@pytest.mark.parametrize("codes", [["LAIN"], ["LAIN", "LAGI"]], ids=["as long", "longer"])
def test_a_witness_catches_a_second_history_even_when_it_is_signed(signing, codes):
    """Where board and treasurer are one, or the head signed last was thrown away: the old head in the lurah's hand."""
    book, disk = signing
    forged_since(book, disk, codes)
    (disk / "bkm.pem.terakhir").unlink()
    assert signed(book, disk, name="palsu.txt").status == 0
    found = checked(book, disk, "palsu.txt", "--sejak", "asli.txt", "--tanpa-buku")
    assert (found.status, found.stdout) == (1, "")
    assert signed(book, disk, "--sejak", "asli.txt", name="lagi.txt").status == 1


@pytest.mark.parametrize(
    "change", [lambda note: note.replace("\n", "1\n", 2), lambda note: note[:-9] + "A" + note[-8:]]
)
def test_a_changed_note_is_not_by_the_board(signing, change):
    """A letter of the text or of the signature."""
    book, disk = signing
    signed(book, disk)
    path = book.folder / "kepala.txt"
    path.write_text(change(text(book, "kepala.txt")), encoding="utf-8")
    found = checked(book, disk, "kepala.txt", "--tanpa-buku")
    assert (found.status, found.stdout) == (1, "")


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"old 3\n\n\n", b"a\nb\nc\n\n- x y\n", b"x" * 100_000])
def test_a_file_that_is_no_signed_head_gets_a_sentence(signing, content):
    """Never a traceback; the same for a public key."""
    book, disk = signing
    (book.folder / "kepala.txt").write_bytes(content)
    assert checked(book, disk, "kepala.txt").status in {1, 2}
    signed(book, disk, name="asli.txt")
    (disk / "bkm.pem.umum").write_bytes(content)
    assert checked(book, disk, "asli.txt").status == 2


def test_a_book_whose_rows_were_changed_is_neither_signed_nor_vouched_for(signing):
    """Though every digest in it still stands as it was."""
    book, disk = signing
    assert book("kas", "masuk", "31010", "20jt", "Modal awal", "--tanggal", "2026-01-02").status == 0
    assert signed(book, disk).status == 0
    with closing(sqlite3.connect(book.ledger)) as connection, connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute("UPDATE transfer SET amount = amount + 1")
    assert signed(book, disk, name="lagi.txt").status == 1
    assert checked(book, disk, "kepala.txt").status == 1
    assert book("ekspor", "halaman", "--bulan", "2026-01", "--ke", "papan.html").status == 1
    assert checked(book, disk, "kepala.txt", "--tanpa-buku").status == 0


def test_a_person_is_asked_for_the_passphrase_twice(book, tmp_path_factory, monkeypatch):
    """It never shows; two that differ make no key."""
    disk = tmp_path_factory.mktemp("flashdisk")
    answers = iter([WORD, "lain sekali ini", WORD, WORD])
    monkeypatch.setattr("danabergulir.cli.witness.signing.getpass", lambda *_: next(answers))
    words = ("tanda-tangan", "buat", "--kunci", str(disk / "bkm.pem"))
    refused = book(*words, typed="")
    assert (refused.status, (disk / "bkm.pem").exists()) == (2, False)
    assert book(*words, typed="").status == 0
    assert WORD not in (disk / "bkm.pem").read_text(encoding="ascii")
