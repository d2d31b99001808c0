"""The facts of the demonstration ledger: an invented UPK, its KSM, its calendar, its costs, and who pays badly.

The sizes follow the books of a real urban UPK: 24 KSM in 8 RW, loans of Rp14 to 170 million, 14 cash costs a month.
Every place and every person is invented. Amounts are whole rupiah.
"""

from datetime import date
from typing import Final, NamedTuple

from danabergulir.dates import Month
from danabergulir.domain.letterhead import Profile

OPENED_ON: Final = date(2021, 11, 30)
FIRST: Final = Month(2021, 12)
LAST: Final = Month(2023, 1)

_LOGO: Final = b"""\
<svg xmlns="http://www.w3.org/2000/svg" width="64" height="64" fill="none" stroke-linecap="round" stroke-width="2.5">
<circle cx="32" cy="32" r="30" stroke="#1f6f54"/>
<path d="M14 38a18 18 0 0 1 36 0z" fill="#d99a2b"/>
<path d="M32 8v8M14.5 15.5l5 6M49.5 15.5l-5 6M6.5 31l7 2M57.5 31l-7 2" stroke="#d99a2b"/>
<path stroke="#1f6f54" d="M6 41q6.5-5 13 0t13 0t13 0t13 0M11 48.5q5.2-4 10.5 0t10.5 0t10.5 0t10.5 0
M19 55.5q3.3-2.5 6.5 0t6.5 0t6.5 0t6.5 0"/>
</svg>
"""
"""A sun over the sea, drawn for this ledger."""

PROFILE: Final = Profile(
    upk="Cahaya Mandiri",
    board="Bina Warga",
    kelurahan="Tanjung Rejeki",
    kecamatan="Muara Asri",
    city="Kota Bandar Permai",
    province="Provinsi Nusa Contoh",
    address="Jalan Kenari 7",
    officers={
        "Koordinator BKM": "Yohana Wattileo",
        "Pengawas UPK": "Gede Sumandika",
        "Manajer UPK": "Ratna Wulandani",
        "Petugas Pinjaman": "Tigor Hutapandi",
        "Pembuku": "Upik Marsalina",
        "Kasir": "Asep Suryamana",
    },
    signers=("Koordinator BKM", "Pengawas UPK", "Manajer UPK"),
    logo=_LOGO,
)


class FundGroup(NamedTuple):
    """A KSM: where it is, how many members, the day its first loan was paid out, its loans in order, in rupiah.

    The first loan is already running at the opening; each next one is paid out on the day
    on which the one before is repaid, over ``term`` months.
    """

    code: str
    name: str
    rw: str
    rt: str
    members: int
    lent_on: date
    loans: tuple[int, ...]
    term: int = 12


# fmt: off
GROUPS: Final = (
    FundGroup("K-01", "Anggrek", "01", "002", 10, date(2020, 12, 4), loans=(36_000_000, 36_000_000, 38_000_000)),
    FundGroup("K-02", "Melati Putih", "01", "003", 8, date(2021, 3, 4), loans=(25_000_000, 28_000_000)),
    FundGroup("K-03", "Jum'at Berkah", "01", "005", 12, date(2021, 8, 2), loans=(105_000_000, 125_000_000)),
    FundGroup("K-04", "Mekar Sari", "02", "001", 9, date(2020, 12, 10), loans=(55_000_000, 58_000_000, 60_000_000)),
    FundGroup("K-05", "Rukun Tani Kota", "02", "004", 6, date(2021, 4, 8), loans=(18_000_000, 18_000_000)),
    FundGroup("K-06", "Bunga Tanjung", "02", "006", 11, date(2021, 9, 3), loans=(85_000_000, 90_000_000)),
    FundGroup("K-07", "A.M. Sejahtera", "03", "001", 10, date(2021, 1, 5), loans=(40_000_000, 42_000_000, 45_000_000)),
    FundGroup("K-08", "Usaha Bersama", "03", "002", 9, date(2021, 3, 15), loans=(50_000_000, 54_000_000)),
    FundGroup("K-09", "Teratai", "03", "004", 7, date(2021, 5, 10), loans=(25_000_000, 26_000_000), term=10),
    FundGroup("K-10", "Sinar Pagi", "04", "002", 12, date(2021, 6, 1), loans=(105_000_000, 140_000_000)),
    FundGroup("K-11", "Harapan Ibu", "04", "003", 8, date(2021, 8, 10), loans=(30_000_000, 32_000_000)),
    FundGroup("K-12", "Kenanga", "04", "005", 10, date(2021, 10, 5), loans=(36_000_000, 38_000_000)),
    FundGroup("K-13", "Karya Muda", "05", "001", 5, date(2020, 12, 2), loans=(12_000_000, 14_000_000, 14_000_000)),
    FundGroup("K-14", "Cempaka", "05", "003", 12, date(2021, 7, 2), loans=(130_000_000, 170_000_000)),
    FundGroup("K-15", "Tunas Baru", "05", "004", 9, date(2021, 11, 4), loans=(38_000_000, 40_000_000)),
    FundGroup("K-16", "Dahlia", "06", "002", 7, date(2021, 2, 8), loans=(30_000_000, 30_000_000)),
    FundGroup("K-17", "Bina Usaha", "06", "003", 8, date(2021, 6, 4), loans=(34_000_000, 36_000_000)),
    FundGroup("K-18", "Flamboyan", "06", "006", 11, date(2021, 8, 12), loans=(60_000_000, 75_000_000)),
    FundGroup("K-19", "Sari Laut", "07", "001", 12, date(2021, 3, 1), loans=(145_000_000, 155_000_000)),
    FundGroup("K-20", "Mawar Merah", "07", "002", 6, date(2021, 7, 15), loans=(20_000_000, 20_000_000)),
    FundGroup("K-21", "Gotong Royong", "07", "005", 10, date(2021, 10, 1), loans=(46_000_000, 48_000_000)),
    FundGroup("K-22", "Pelita Hati", "08", "001", 12, date(2021, 1, 8), loans=(105_000_000, 108_000_000, 110_000_000)),
    FundGroup("K-23", "Wijaya Kusuma", "08", "002", 8, date(2021, 4, 14), loans=(34_000_000, 35_000_000)),
    FundGroup("K-24", "Lestari", "08", "004", 6, date(2021, 11, 10), loans=(22_000_000, 24_000_000)),
)
"""A median of Rp39 million; two to four loans end in a month."""

RW_HEADS: Final = {
    "01": "Pak Jumari",
    "02": "Bu Ni Wayan Sukerti",
    "03": "Pak Ruslan Daeng Ngalle",
    "04": "Pak Hotman Silabara",
    "05": "Bu Roswita Kelore",
    "06": "Pak Dedi Suhandara",
    "07": "Bu Masitah Banjara",
    "08": "Pak Yafet Mandowara",
}
"""The heads of the RW: letters go to them as well."""


class Asset(NamedTuple):
    """A thing in the inventory: when it was bought, what for in rupiah, and over how many months it is written down."""

    name: str
    bought_on: date
    cost: int
    life_months: int
    quantity: int = 1
    place: str = "kantor UPK"


ASSETS: Final = (
    Asset("Sepeda motor bekas", date(2016, 8, 20), 5_940_000, 48, place="penagihan"),
    Asset("Meja dan kursi kerja", date(2021, 1, 14), 2_880_000, 96, quantity=6),
    Asset("Komputer dan printer", date(2021, 2, 18), 7_200_000, 48),
    Asset("Lemari arsip", date(2021, 5, 6), 1_440_000, 96, quantity=2),
    Asset("Brankas", date(2021, 5, 27), 1_440_000, 96),
)
"""They cost what the opening balances say, have lost of it what these say, and lose Rp210,000 more each month."""

COLLECTION_DAYS: Final = {
    "2021-12": (3, 10, 15, 20, 24, 31),
    "2022-01": (5, 10, 14, 20, 25, 31),
    "2022-02": (4, 10, 15, 18, 25),
    "2022-03": (4, 10, 15, 18, 25, 31),
    "2022-04": (5, 8, 14, 20, 25, 28),
    "2022-05": (9, 13, 20, 25, 31),
    "2022-06": (3, 10, 15, 20, 24, 30),
    "2022-07": (5, 8, 15, 20, 25, 29),
    "2022-08": (5, 10, 15, 19, 25, 31),
    "2022-09": (5, 9, 15, 20, 23, 30),
    "2022-10": (5, 10, 14, 20, 25, 31),
    "2022-11": (4, 10, 15, 18, 25, 30),
    "2022-12": (5, 9, 15, 20, 23, 30),
    "2023-01": (5, 10, 13, 20, 25, 31),
}
"""The days on which the office is open for receipts: working days, none of them a national holiday."""

DAYS_LATE: Final = (5, 8, 2, 11, 6, 0, 13, 4, 9, 3, 16)
"""How many days after the due date a KSM would come; it waits for the next collection day. Taken round and round."""

PAYMENTS: Final = {
    # The chronic one: two instalments, then now and then a little.
    ("K-08", "2022-06"): 0,
    ("K-08", "2022-07"): 900_000,
    ("K-08", "2022-08"): 0,
    ("K-08", "2022-09"): 500_000,
    ("K-08", "2022-10"): 0,
    ("K-08", "2022-11"): 750_000,
    ("K-08", "2022-12"): 350_000,
    ("K-08", "2023-01"): 600_000,
    # The slow one: two instalments behind.
    ("K-17", "2022-10"): 0,
    ("K-17", "2022-11"): 4_150_000,
    ("K-17", "2022-12"): 0,
    ("K-17", "2023-01"): 4_100_000,
    # A little short of the instalment.
    ("K-12", "2023-01"): 3_600_000,
    ("K-20", "2022-12"): 1_900_000,
    ("K-20", "2023-01"): 1_950_000,
}
"""What a KSM pays in a month in place of the instalment that falls due in it."""

SLIPS: Final = {("K-21", "2022-08"): 4_532_400, ("K-05", "2023-01"): 1_707_000}
"""Receipts first typed wrong, with the wrong amount: taken back and received anew on the same day."""


class CashCost(NamedTuple):
    """A monthly cost paid from the cash box on the collection day ``slot`` (0 the first, -1 the last).

    ``step`` is by how much it changes from month to month, times the figures of ``SWINGS``.
    """

    slot: int
    account: str
    memo: str
    party: str
    amount: int
    step: int = 0


CASH_COSTS: Final = (
    CashCost(0, "51040", "Transport penagihan RW 01-04", "Tigor Hutapandi", 425_000, 12_500),
    CashCost(0, "51030", "Kertas dan tinta printer", "Toko Aksara", 235_000, 9_000),
    CashCost(1, "51030", "Rekening listrik dan internet kantor", "Loket pembayaran", 312_000, 4_500),
    CashCost(1, "51050", "Konsumsi rapat pengurus UPK", "Warung Bu Nengsi", 525_000, 25_000),
    CashCost(2, "51040", "Transport penagihan RW 05-08", "Tigor Hutapandi", 425_000, 15_000),
    CashCost(2, "51030", "Fotokopi formulir dan kartu pinjaman", "Fotokopi Jaya Abadi", 118_000, 6_500),
    CashCost(3, "51040", "Transport ke bank", "Asep Suryamana", 180_000, 5_000),
    CashCost(3, "51050", "Pertemuan bulanan KSM", "Warung Bu Nengsi", 410_000, 15_000),
    CashCost(-1, "51010", "Honor manajer UPK", "Ratna Wulandani", 1_450_000),
    CashCost(-1, "51010", "Honor petugas pinjaman", "Tigor Hutapandi", 1_250_000),
    CashCost(-1, "51010", "Honor pembuku", "Upik Marsalina", 1_150_000),
    CashCost(-1, "51010", "Insentif kasir", "Asep Suryamana", 600_000),
    CashCost(-1, "51010", "Insentif pengawas UPK", "Gede Sumandika", 450_000),
    CashCost(-1, "51010", "Insentif koordinator BKM", "Yohana Wattileo", 400_000),
)
SWINGS: Final = (0, 2, -1, 1, -2, 3, 0)

BANK_COSTS: Final = {
    "2022-03": (("51050", "Audit tahun buku 2021", "Kantor Akuntan Sentosa Bahari", 2_500_000),),
    "2022-04": (("51010", "Tunjangan hari raya pengurus UPK", "Pengurus UPK", 3_000_000),),
    "2022-12": (
        ("51050", "Rembug Warga Tahunan", "Panitia RWT Tanjung Rejeki", 3_000_000),
        ("51060", "Hadiah KSM yang lancar membayar", "KSM yang lancar", 1_200_000),
    ),
    "2023-01": (("51050", "Rapat kerja dan cetak laporan tahun 2022", "Percetakan Aksara", 1_650_000),),
}
"""Costs of single months, paid from the bank: account, memo, party, amount."""

ALLOCATION: Final = 1_500_000
"""What the bank pays to the board each month for its work."""

RESERVE_ADDITIONS: Final = {
    Month(2022, number): amount
    for number, amount in ((6, 2_000_000), (7, 2_000_000), (8, 2_000_000), (9, 2_000_000), (10, 2_500_000),
                           (11, 2_500_000), (12, 2_500_000))
} | {LAST: 2_200_000}  # fmt: skip
USUAL_RESERVE_ADDITION: Final = 800_000
"""Put into the reserve each month; more since one KSM stopped paying."""

BANK_FEE: Final = 12_500
LEAST_CASH: Final = (350_000, 500_000, 400_000, 600_000, 450_000)
"""What the treasurer wants left in the cash box after the costs until the next withdrawal. Taken round and round."""

CASH_COUNTS: Final = (Month(2022, 6), Month(2022, 12), LAST)
"""The cash box is counted at the end of these months."""

OPENING_BALANCES: Final = {
    "11010": 462_500,
    "11021": 410_615_275,
    "12010": -9_500_000,
    "12020": 18_900_000,
    "12021": -7_770_000,
    "21030": -1_360_000,
    "21040": -4_000_000,
    "21050": -2_500_000,
    "31010": -390_000_000,
    "31020": -610_000_000,
    "41010": -203_412_000,
    "41020": -3_865_420,
    "51010": 58_300_000,
    "51030": 7_414_000,
    "51040": 11_260_000,
    "51050": 32_905_000,
    "51070": 2_310_000,
    "51080": 9_500_000,
    "52010": 912_600,
}
"""Debit positive. The loans come beside them, and 31030 Laba Ditahan takes what is left."""


class Region(NamedTuple):
    """Invented names in the manner of one region: given names of women and of men, and second names."""

    women: tuple[str, ...]
    men: tuple[str, ...]
    second: tuple[str, ...]


# fmt: off
REGIONS: Final = (
    Region(("Tiurma", "Lamtiur", "Rosinta", "Duma", "Masta"), ("Tigor", "Parlin", "Binsar"),
           ("Hutapandi", "Siregura", "Nainggarap", "Simarata", "Purbasari")),
    Region(("Sutarmi", "Kartiyem", "Sri Wahyuning", "Endah", "Wulan"), ("Sugeng", "Paijo", "Slamet"),
           ("", "Wiratmoko", "Kusnadira", "Prabawanti", "Hadiwaluyo")),
    Region(("Euis", "Nengsih", "Iis", "Cucu", "Teti"), ("Asep", "Ujang", "Dadang"),
           ("Suryamana", "Komarasih", "Rohayana", "Gandamanah", "Supriatmi")),
    Region(("Upik", "Rahmiati", "Yusnidar", "Asnimar", "Desmawati"), ("Buyung", "Syamsul", "Zulfakar"),
           ("Marsalina", "Chaniagara", "Kotolamo", "Tanjungrao", "Sikumbara")),
    Region(("Ni Luh Sari", "Ketut Ayu", "Ni Made Rai", "Komang Asri", "Wayan Tirta"),
           ("Made Sudira", "Gede Oka", "Nyoman Rata"), ("Sumandika", "Artadanu", "Wirayasta", "Sukadewa", "Pradnyari")),
    Region(("Andi Besse", "Marlina", "Hasnawiah", "Indo Tang", "Nurbaya"), ("Daeng Tola", "Baso", "Ambo"),
           ("Puang Rilau", "Rantepasang", "Mappasila", "Tenriwaru", "Pallawarukka")),
    Region(("Femmy", "Yuliana", "Deitje", "Meiske", "Olga"), ("Ferdinan", "Jantje", "Noldy"),
           ("Lumowandi", "Tamarua", "Karamoyan", "Pangemalun", "Runtukahar")),
    Region(("Cut Meurah", "Halimah", "Nuraini", "Safiah", "Ainsyah"), ("Teuku Razi", "Idrus", "Muzakar"),
           ("Lamreung", "Peusangara", "Meuligoe", "Jambonara", "Seulawana")),
    Region(("Mpok Atun", "Saodah", "Rodiah", "Maimunah", "Nyai Enah"), ("Mamat", "Sabeni", "Jali"),
           ("Bin Saleh", "Kemayora", "Rawabening", "Sanusira", "Marunda Jaya")),
    Region(("Paulina", "Agnes", "Maria Goreti", "Theresia", "Bergita"), ("Markus", "Gaspar", "Yoseph"),
           ("Lewotana", "Bere Malik", "Mandalika", "Tukanara", "Ndolu Manek")),
    Region(("Mince", "Debora", "Yakomina", "Martha", "Orpa"), ("Yance", "Natalis", "Septinus"),
           ("Karubaga", "Wattileo", "Rumakena", "Yoweniara", "Saflesari")),
    Region(("Rusmini", "Hatimah", "Siti Rahmah", "Galuh", "Noorhayati"), ("Syahdan", "Utuh", "Ardiman"),
           ("Barutama", "Martapulau", "Amuntara", "Kahayana", "Lawangi")),
)


BUSINESSES: Final = (
    "warung nasi", "jual sayur keliling", "jahit pakaian", "kue basah", "gorengan", "kelontong", "ikan asin",
    "tambal ban", "salon", "pulsa", "ternak ayam", "jamu gendong", "anyaman", "bengkel motor",
)  # fmt: skip
