"""``ekspor halaman`` and ``periksa kode``: what a member can find out with a kuitansi in her hand, and nothing else.

What the page carries is read here by the words of ``examples/bukti-di-tangan.md`` alone, as another program would.
"""

import base64
import hashlib
import html
import json
import re
import shutil
import sqlite3
import subprocess
from contextlib import closing
from datetime import date, timedelta
from random import Random

import pytest

import independent_proofs as outside
from conftest import led_once
from danabergulir.dates import Month
from danabergulir.domain.witness.codes import SIGNS, read_code
from danabergulir.domain.witness.slips import slip
from danabergulir.domain.witness.tree import Tree, leaf
from danabergulir.errors import NotFoundError
from danabergulir.ledger.file import seals, store
from danabergulir.operations.audit.heads import PageFound, find_code, find_head
from danabergulir.operations.audit.public_page import page_of
from danabergulir.operations.month import monthly_set
from danabergulir.render.html.page import render
from ledger.small_ledger import fetch
from paper_reading import needs_poppler, text_of

LAST = Month(2023, 1)
TODAY = date(2023, 2, 1)
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")


@pytest.fixture(scope="module")
def page(demonstration):
    """Return the page of the demonstration's last month."""
    return render(page_of(demonstration.ledger, LAST, today=TODAY)).decode("utf-8")


@pytest.fixture(scope="module")
def receipts(demonstration):
    """Return code, day and digest of every receipt of the demonstration ledger."""
    found = fetch(demonstration.ledger, "SELECT digest, dated_on FROM voucher WHERE kind = 'BKM'")
    return [(code_by_the_book(digest), day, digest) for digest, day in found]


def code_by_the_book(digest):
    """Return the code of a digest as the page tells to make it: 55 bits, five to a sign, and a check sign."""
    bits = f"{int(digest, 16):0256b}"[:55]
    values = [int(bits[at : at + 5], 2) for at in range(0, 55, 5)]
    left = 0
    for value in [*values, 0]:
        left = (left << 1 ^ (0b100101 if left & 16 else 0)) ^ value
    return "".join("0123456789ABCDEFGHJKMNPQRSTVWXYZ"[value] for value in (*values, left))


def data_of(page):
    """Return what a page carries, and the text of it."""
    text = re.search(r'<script type="application/json" id="data">(.*?)</script>', page)[1]
    return json.loads(text), text


def looked_up(data, code):
    """Return day and fate of a code on a page, None where it is not there."""
    key = hashlib.pbkdf2_hmac("sha256", code.encode(), bytes.fromhex(data["garam"]), data["putaran"], 11)
    known = base64.b64decode(data["setoran"])
    for at in range(0, len(known), 11):
        if known[at : at + 8] == key[:8]:
            high, low, fate = (a ^ b for a, b in zip(known[at + 8 : at + 11], key[8:], strict=True))
            return (date.fromisoformat(data["dari"]) + timedelta(days=high << 8 | low)).isoformat(), fate
    return None


def test_every_receipt_of_the_year_is_found_by_its_code(page, receipts):
    """With its day; what is older than the twelve months of the page is not on it."""
    data, _ = data_of(page)
    assert (data["dari"], data["sampai"]) == ("2022-02-01", "2023-01-31")
    for code, day, _ in receipts:
        found = looked_up(data, code)
        assert (found and found[0]) == (day if day >= data["dari"] else None)


def test_ten_thousand_codes_drawn_at_random_are_not_found(page, receipts):
    """Each with a right check sign; neither the page nor the ledger has one of them."""
    data, _ = data_of(page)
    draw, known = Random(2023), {code for code, *_ in receipts}  # noqa: S311 - it only has to be the same every time
    for _ in range(10_000):
        code = code_by_the_book(f"{draw.getrandbits(256):064x}")
        assert code not in known
        assert looked_up(data, code) is None


def test_the_ledger_finds_what_the_page_finds(demonstration, receipts):
    """By voucher, day and amount; a code drawn at random is not found."""
    for code, day, digest in receipts[::40]:
        found = find_code(demonstration.ledger, code, today=TODAY)
        assert (found.voucher.digest, found.voucher.posting.dated_on.isoformat()) == (digest, day)
    draw = Random(7)  # noqa: S311 - it only has to be the same every time
    for _ in range(2):
        with pytest.raises(NotFoundError):
            find_code(demonstration.ledger, code_by_the_book(f"{draw.getrandbits(256):064x}"), today=TODAY)


def test_every_code_is_its_own(receipts):
    """No two receipts of the demonstration ledger have one code, and the program makes those of the page."""
    assert len({code for code, *_ in receipts}) == len(receipts)
    assert all(read_code(code).fits(digest) for code, _, digest in receipts)


def test_the_page_names_nobody(page, demonstration, receipts):
    """No member, no group, no voucher, no code, and no amount of one receipt."""
    people = "SELECT name FROM ksm UNION SELECT chair FROM ksm UNION SELECT name FROM member"
    names = fetch(demonstration.ledger, people)
    shown = re.sub(r"<script.*?</script>", "", page, flags=re.DOTALL)
    assert [name for (name,) in names if name and re.search(rf"\b{re.escape(html.escape(name))}\b", shown)] == []
    assert re.search(r"\b(BKM|BKK|BPB)-\d", page) is None
    assert [code for code, *_ in receipts if code in page or f"{code[:4]}-{code[4:8]}-{code[8:]}" in page] == []


def test_the_page_is_one_small_file_that_fetches_nothing(page):
    """Below 200 kB, without an address, and shut by its own policy."""
    assert len(page.encode()) < 200_000
    assert re.search(r"(?:src|href)=|https?://|@import|url\(", page) is None
    assert "default-src 'none'" in page


@pytest.fixture(scope="module")
def board(demonstration):
    """Return the notice board of that month."""
    return next(paper for paper in monthly_set(demonstration.ledger, LAST).apart if paper.form == "papan")


def test_the_figures_stand_without_scripts(page, board):
    """And every box and picture says in words what it is."""
    still = re.sub(r"<script.*?</script>", "", page, flags=re.DOTALL)
    assert board.words["fund"]["whole"] in still
    assert [row["percent"] for row in board.words["ranking"]["rows"] if row["percent"] not in still] == []
    assert still.count("<svg") == still.count('role="img" aria-label="') == 2
    assert '<label for="kode">' in still
    assert "<noscript>" in still


def test_board_page_and_ledger_vouch_for_each_other(page, board, demonstration):
    """The notice board carries the head of the month, the count of its receipts, and the code of the page."""
    _, text = data_of(page)
    code = code_by_the_book(hashlib.sha256(text.encode()).hexdigest())
    of_month = "kind = 'BKM' AND dated_on BETWEEN '2023-01-01' AND '2023-01-31'"
    ((count,),) = fetch(demonstration.ledger, f"SELECT count(*) FROM voucher WHERE {of_month}")
    head = re.search(r"Kepala buku: (\w{16})", board.footer)[1]
    said = f"Kepala buku Januari 2023: {head}. Kuitansi bulan ini: {count}. "
    assert board.words["witness"] == f"{said}Kode halaman warga: {code[:4]}-{code[4:8]}-{code[8:]}."
    assert data_of(page)[0]["bulan"][-1] == ["2023-01", head, count]

    found = find_code(demonstration.ledger, code, today=TODAY)
    assert isinstance(found, PageFound)
    assert (found.month, found.page.months[-1].head, found.page.months[-1].receipts) == (LAST, head, count)
    assert find_head(demonstration.ledger, head).found.letters.startswith(head)
    earlier = page_of(demonstration.ledger, Month(2021, 12), today=date(2023, 2, 1)).code
    assert find_code(demonstration.ledger, earlier, Month(2021, 12), today=TODAY).month == Month(2021, 12)
    with pytest.raises(NotFoundError, match="tidak ada di buku ini"):
        find_code(demonstration.ledger, earlier, today=TODAY)


@pytest.fixture
@led_once
def lent(book):
    """Return a runner beside a ledger in which two KSM pay back."""
    for code in ("MAWAR", "MELATI"):
        added = ("ksm", "tambah", code, f"KSM {code.title()}", "--rw", "05", "--rt", "001", "--tanggal", "2025-12-31")
        assert book(*added).status == 0
        lend = ("pinjaman", "cairkan", code, "--tetap", "--pokok", "3jt", "--tenor", "10", "--tanggal", "2026-01-05")
        assert book(*lend).status == 0
        for month in ("02", "03"):
            assert book("terima", code, "345000", "--tanggal", f"2026-{month}-05").status == 0
    return book


def code_in(book, number):
    """Return the code on the kuitansi of a voucher."""
    ((digest,),) = fetch(book.ledger, f"SELECT digest FROM voucher WHERE number = '{number}'")
    return code_by_the_book(digest)


def test_a_code_says_voucher_day_and_amount(lent):
    """However it is typed."""
    code = code_in(lent, "BKM-2026-0001").lower()
    for typed in ([code], [code[:4], code[4:8], code[8:]], [f"{code[:4]}-{code[4:8]}-{code[8:]}"]):
        found = lent("periksa", "kode", *typed)
        assert (found.status, found.stderr) == (0, "")
        assert re.search(r"BKM-2026-0001\n.*05-02-2026\n.*345\.000\n", found.stdout)
        assert "ada di buku\n" in found.stdout


def test_a_receipt_taken_back_is_told_apart_on_page_and_in_the_ledger(lent):
    """From the day on which it was taken back; the page of the month before goes on saying that it stands."""
    assert lent("batal", "BKM-2026-0001", "--alasan", "salah orang", "--tanggal", "2026-03-06", "--tetap").status == 0
    code = code_in(lent, "BKM-2026-0001")
    found = lent("periksa", "kode", code)
    assert (found.status, "DIBATALKAN dengan BPB-2026" in found.stdout) == (0, True)
    fates = {}
    for month in ("2026-02", "2026-03"):
        assert lent("ekspor", "halaman", "--bulan", month, "--ke", f"{month}.html").status == 0
        fates[month] = looked_up(data_of((lent.folder / f"{month}.html").read_text(encoding="utf-8"))[0], code)
    assert fates == {"2026-02": ("2026-02-05", 0), "2026-03": ("2026-02-05", 1)}


def test_the_code_of_a_report_says_its_head(lent):
    """The same as ``periksa --kepala`` says of the letters beside it."""
    with store.reading(lent.ledger) as connection:
        head = seals.newest(connection)[1].hex()
    by_code, by_head = lent("periksa", "kode", code_by_the_book(head)), lent("periksa", "--kepala", head[:16])
    assert (by_code.status, by_code.stdout) == (0, by_head.stdout)


@pytest.mark.parametrize(
    ("typed", "status"), [("0000-0000-0000", 3), ("0000-0000-0001", 3), ("UUUU-UUUU-UUUU", 3), ("abc", 2)]
)
def test_another_code_is_not_found(lent, typed, status):
    """Unknown, mistyped, or none at all."""
    found = lent("periksa", "kode", typed)
    assert (found.status, found.stdout) == (status, "")
    assert found.stderr.startswith("Galat: kode ")


def test_a_code_is_no_proof_where_the_chain_is_broken(lent):
    """Somebody who changes a row makes every code silent, not one of them wrong."""
    code = code_in(lent, "BKM-2026-0001")
    with closing(sqlite3.connect(lent.ledger)) as connection, connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute("UPDATE transfer SET amount = amount + 1 WHERE id = 5")
    assert lent("periksa", "kode", code).status == 1


def slips_of(book, name):
    """Return the receipts on a slip: number, code and proof, and the data of the page."""
    text = (book.folder / name).read_text(encoding="utf-8")
    rows = re.findall(r'<tr data-kode="(.*?)" data-bukti="(.*?)"><td>.*?<br>(.*?)</td>', text, re.DOTALL)
    return {number: (code, html.unescape(proof)) for code, proof, number in rows}, data_of(text)[0]


def test_a_ksm_proves_its_own_receipts_and_sees_no_others(lent, tmp_path_factory):
    """By a verifier that we did not write, against the head that the board has signed."""
    disk = tmp_path_factory.mktemp("flashdisk")
    (disk / "sandi").write_text("ikan asin di pasar pagi", encoding="utf-8")
    key = ("--kunci", str(disk / "bkm.pem"), "--sandi", str(disk / "sandi"))
    assert lent("tanda-tangan", "buat", *key).status == 0
    assert lent("tanda-tangan", "bubuhkan", *key, "--ke", "kepala.txt").status == 0
    assert lent("ekspor", "halaman", "--ksm", "mawar", "--bulan", "2026-03", "--ke", "mawar.html").status == 0
    vkey = (disk / "bkm.pem.umum").read_text(encoding="ascii").strip()
    name, size, root = outside.checkpoint_in((lent.folder / "kepala.txt").read_text(encoding="utf-8"), vkey)
    proved, data = slips_of(lent, "mawar.html")
    own = fetch(lent.ledger, "SELECT number FROM voucher WHERE kind = 'BKM' AND party = 'KSM Mawar' ORDER BY sequence")
    assert list(proved) == [number for (number,) in own]
    assert len(proved) == 2
    for code, proof in proved.values():
        origin, places, encoded = proof.split("\n")
        octets = base64.b64decode(encoded)
        entry, path = octets[:32], [octets[at : at + 32] for at in range(32, len(octets), 32)]
        assert (origin, int(places.split()[0])) == (name, size)
        assert code.replace("-", "") == code_by_the_book(entry.hex())
        assert outside.root_by_inclusion(entry, int(places.split()[1]), size, path) == root
    assert (data["akar"], data["catatan"]) == (root.hex(), size)


def test_the_slip_of_a_million_entries_fits_its_picture():
    """1,000 octets at most, and it is proved by 20 steps."""
    entries = 1_000_000
    leaves = [leaf(bytes(32))] * entries
    leaves[entries - 7] = leaf(b"x" * 32)
    tree = Tree(leaves)
    text = slip("danabergulir/0123456789abcdef", tree, entries - 7, b"x" * 32)
    assert len(text.encode()) <= 1_000
    octets = base64.b64decode(text.split("\n")[2])
    path = [octets[at : at + 32] for at in range(32, len(octets), 32)]
    assert outside.root_by_inclusion(b"x" * 32, entries - 7, entries, path) == tree.root()


def test_the_slip_of_a_ksm_is_its_owners_alone_and_small(demonstration, run):
    """A year of receipts with their pictures stays below 200 kB."""
    shutil.copyfile(demonstration.ledger, run.ledger)
    written = run("ekspor", "halaman", "--ksm", "dahlia", "--bulan", "2023-01", "--ke", "dahlia.html")
    assert (written.status, written.stderr) == (0, "Ditulis ke dahlia.html\n")
    assert (run.folder / "dahlia.html").stat().st_size < 200_000
    assert (run.folder / "dahlia.html").stat().st_mode & 0o077 == 0


def in_browser(path, *words):
    """Run Chromium at the width of a telephone and return what it prints."""
    options = ("--headless", "--no-sandbox", "--disable-gpu", "--window-size=360,740", "--virtual-time-budget=4000")
    profile = f"--user-data-dir={path.parent / 'peramban'}"
    done = subprocess.run(
        (CHROMIUM, *options, profile, *words), capture_output=True, text=True, check=True, timeout=120
    )
    return done.stdout


def seen(path, code=""):
    """Return a page as it stands after its script has looked a code up."""
    return in_browser(path, "--dump-dom", f"{path.as_uri()}#{code}")


def said(dom):
    """Return what the page says of a code."""
    return re.search(r'<p id="hasil".*?>(.*?)</p>', dom)[1]


@needs_chromium
def test_a_telephone_finds_a_code_without_the_internet(page, receipts, tmp_path):
    """In Chromium at the size of a telephone: found with its day, not found, mistyped; and the page knows itself."""
    path = tmp_path / "papan.html"
    path.write_text(page, encoding="utf-8")
    code = next(item[0] for item in receipts if item[1] == "2022-02-10")
    found = seen(path, code.lower())
    assert said(found) == "Ada di buku, 10 Februari 2022."
    assert "(sesuai isi halaman)" in found
    assert said(seen(path, code_by_the_book("5" * 64))).startswith("TIDAK ADA di halaman ini. ")
    wrong = SIGNS[SIGNS.index(code[0]) - 1] + code[1:]
    assert said(seen(path, wrong)).startswith("Kode salah ketik. ")
    path.write_text(page.replace('"putaran":1024', '"putaran":1025'), encoding="utf-8")
    assert "TIDAK sesuai isi halaman" in seen(path)


@needs_chromium
def test_a_telephone_proves_every_receipt_of_a_slip(lent, tmp_path):
    """And sees where one letter of a proof was changed."""
    lent("ekspor", "halaman", "--ksm", "mawar", "--bulan", "2026-03", "--ke", "mawar.html")
    shown = seen(lent.folder / "mawar.html")
    assert re.findall(r'class="terbukti">(.*?)<', shown) == ["terbukti"] * 2
    text = (lent.folder / "mawar.html").read_text(encoding="utf-8")
    changed = re.sub(r'(data-bukti="[^"]*\n)(.)', lambda part: part[1] + "AB"[part[2] == "A"], text, count=1)
    (tmp_path / "lain.html").write_text(changed, encoding="utf-8")
    assert re.findall(r'class="terbukti">(.*?)<', seen(tmp_path / "lain.html")) == ["TIDAK TERBUKTI", "terbukti"]


@needs_chromium
@needs_poppler
def test_without_scripts_the_figures_show_and_nothing_is_looked_up(page, board, tmp_path):
    """The page says whom to ask instead. A frame in a sandbox runs none."""
    (tmp_path / "papan.html").write_text(page, encoding="utf-8")
    frame = '<iframe sandbox src="papan.html" style="width:360px;height:4000px"></iframe>'
    outer = tmp_path / "luar.html"
    outer.write_text(frame, encoding="utf-8")
    in_browser(outer, f"--print-to-pdf={tmp_path / 'papan.pdf'}", outer.as_uri())
    printed = text_of(tmp_path / "papan.pdf")
    assert "Minta UPK mencarinya" in printed
    assert board.words["fund"]["whole"] in printed
    assert "isi halaman" not in printed


def test_the_oldest_months_make_room_on_a_page(demonstration, monkeypatch):
    """A very large fund fills it in fewer months, and the page says since when it knows."""
    monkeypatch.setattr("danabergulir.operations.witness.receipts.MOST", 60)
    data, _ = data_of(render(page_of(demonstration.ledger, LAST, today=TODAY)).decode("utf-8"))
    assert (data["dari"], [item[0] for item in data["bulan"]]) == ("2022-12-01", ["2022-12", "2023-01"])
    assert len(base64.b64decode(data["setoran"])) == 11 * sum(item[2] for item in data["bulan"])


def test_the_slip_says_of_which_days_it_tells(lent):
    """A KSM that paid before them is not told that nothing of it is in the books."""
    assert lent("ekspor", "halaman", "--ksm", "mawar", "--bulan", "2027-06", "--ke", "mawar.html").status == 0
    text = (lent.folder / "mawar.html").read_text(encoding="utf-8")

    assert "Setoran bertanggal 1 Juli 2026 sampai 30 Juni 2027. Yang lebih lama ada di lembar bulan sebelumnya." in text
    assert "Tidak ada setoran dalam masa itu." in text
    assert "Keadaan per 30 Juni 2027 (bulan belum berakhir)" in text
    assert "di sini tidak ada nama" not in text  # the name of the KSM is


def test_a_code_is_looked_for_in_a_book_without_vouchers(book):
    """There is only the page that may have been handed out."""
    found = book("periksa", "kode", "0000-0000-0000")
    assert (found.status, found.stdout) == (3, "")
    assert "Galat: kode 0000-0000-0000 tidak ada di buku ini" in found.stderr
    page_code = str(render(page_of(book.ledger, Month(2026, 2), today=TODAY)).decode()).split('class="kode">')[1][:14]
    assert find_code(book.ledger, page_code, today=date(2026, 3, 1)).month == Month(2026, 2)


def test_the_page_of_a_month_long_after_the_last_voucher_is_found(lent):
    """It was printed a minute ago; nobody has to know its month."""
    page_code = str(render(page_of(lent.ledger, Month(2028, 4), today=TODAY)).decode()).split('class="kode">')[1][:14]

    assert find_code(lent.ledger, page_code, today=date(2028, 5, 2)).month == Month(2028, 4)
    with pytest.raises(NotFoundError) as refused:
        find_code(lent.ledger, page_code, today=date(2026, 4, 2))
    assert "dicari di 2025-12 sampai 2026-03 dan di setahun terakhir (bulan lain: --bulan)" in refused.value.hint


def test_a_month_before_the_book_and_a_ksm_that_there_is_not_are_told(lent):
    """As everywhere."""
    assert lent("ekspor", "halaman", "--bulan", "2025-11", "--ke", "a.html").status == 4
    assert lent("ekspor", "halaman", "--bulan", "2025-11", "--ksm", "mawar", "--ke", "a.html").status == 4
    assert lent("ekspor", "halaman", "--ksm", "tulip", "--ke", "a.html").status == 3
    assert not (lent.folder / "a.html").exists()


PAPERS = {
    "kuitansi": ("bukti", "BKM-2026-0001", "--kuitansi", "kertas.pdf"),
    "bukti": ("bukti", "BKM-2026-0001", "--pdf", "kertas.pdf"),
    "kartu": ("pinjaman", "kartu", "P-0001", "--per", "2026-05-30", "--format", "pdf", "--ke", "kertas.pdf"),
    "laporan": ("laporan", "2026-05", "--hanya", "neraca", "--format", "pdf", "--ke", "folder"),
    "surat": ("sanksi", "terbitkan", "--per", "2026-05-30", "--ke", "folder"),
    "pengingat": ("ingatkan", "--per", "2026-05-30", "--format", "teks", "--ke", "folder"),
    "ucapan": ("ucapan", "2026", "--tanggal", "2026-03-30", "--ke", "folder"),
}


@needs_poppler
@pytest.mark.parametrize("name", PAPERS)
def test_every_paper_is_a_witness(lent, name):
    """The letters and the code that it carries are found later, whatever was recorded since."""
    written = lent(*PAPERS[name])
    assert written.status == 0
    files = [path for path in lent.folder.rglob("*") if path.suffix in {".pdf", ".txt"} and path.is_file()]
    assert files
    lent("ksm", "tambah", "TULIP", "KSM Tulip", "--rw", "01", "--rt", "001", "--tanggal", "2026-06-01")
    for path in files:
        text = text_of(path) if path.suffix == ".pdf" else path.read_text(encoding="utf-8")
        heads, codes = re.findall(r"Kepala buku: (\w{16})", text), re.findall(r"Kode: (\w{4}-\w{4}-\w{4})", text)
        assert len(set(heads)) == 1
        assert lent("periksa", "--kepala", heads[0]).status == 0
        assert len(set(codes)) == (0 if name == "pengingat" else 1)
        assert all(lent("periksa", "kode", code).status == 0 for code in set(codes))
