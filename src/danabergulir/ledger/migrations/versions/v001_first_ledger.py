"""The first schema: registers by version, loans with their schedule, and the append-only journal."""

from alembic import op

revision = "1"
down_revision = None

_DAY = "TEXT NOT NULL CHECK ({0} GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]')"
_DATED = f"dated_on {_DAY.format('dated_on')}, recorded_at TEXT NOT NULL"
_LARGEST = 10**13

_TABLES = {
    "book": f"""
        id INTEGER PRIMARY KEY CHECK (id = 1),
        opened_on {_DAY.format("opened_on")},
        created_at TEXT NOT NULL,
        program TEXT NOT NULL
    """,
    "profile": f"""
        id INTEGER PRIMARY KEY, {_DATED},
        upk TEXT NOT NULL, board TEXT NOT NULL, kelurahan TEXT NOT NULL, kecamatan TEXT NOT NULL,
        city TEXT NOT NULL, province TEXT NOT NULL, address TEXT NOT NULL, officers TEXT NOT NULL
    """,
    "policy": f"id INTEGER PRIMARY KEY, {_DATED}, toml TEXT NOT NULL",
    "account": f"""
        id INTEGER PRIMARY KEY, {_DATED},
        code TEXT NOT NULL CHECK (code <> ''), name TEXT NOT NULL,
        account_class TEXT NOT NULL CHECK (account_class IN ('aset', 'kewajiban', 'modal', 'pendapatan', 'biaya')),
        contra INTEGER NOT NULL CHECK (contra IN (0, 1)), roles TEXT NOT NULL
    """,
    "ksm": f"""
        id INTEGER PRIMARY KEY, {_DATED},
        code TEXT NOT NULL CHECK (code <> ''), name TEXT NOT NULL CHECK (name <> ''),
        rw TEXT NOT NULL, rt TEXT NOT NULL, chair TEXT NOT NULL, phone TEXT NOT NULL, address TEXT NOT NULL,
        formed_on TEXT, member_count INTEGER CHECK (member_count >= 0), women_count INTEGER CHECK (women_count >= 0)
    """,
    "member": f"""
        id INTEGER PRIMARY KEY, {_DATED},
        ksm TEXT NOT NULL, number INTEGER NOT NULL CHECK (number >= 1), name TEXT NOT NULL CHECK (name <> ''),
        gender TEXT NOT NULL, poor INTEGER CHECK (poor IN (0, 1)), nik TEXT NOT NULL, business TEXT NOT NULL,
        turnover INTEGER CHECK (turnover >= 0), left_on TEXT
    """,
    "loan": f"""
        number TEXT PRIMARY KEY NOT NULL CHECK (number <> ''), recorded_at TEXT NOT NULL,
        ksm TEXT NOT NULL,
        principal INTEGER NOT NULL CHECK (principal > 0 AND principal < {_LARGEST}),
        term INTEGER NOT NULL CHECK (term >= 1),
        jasa_rate TEXT NOT NULL, titipan_rate TEXT NOT NULL, method TEXT NOT NULL, frequency TEXT NOT NULL,
        rounding_step INTEGER NOT NULL CHECK (rounding_step >= 1),
        rounding_direction TEXT NOT NULL, rounded_part TEXT NOT NULL,
        grace INTEGER NOT NULL CHECK (grace >= 0 AND grace < term),
        disbursed_on {_DAY.format("disbursed_on")}, first_due_on TEXT,
        principal_paid_before INTEGER NOT NULL CHECK (principal_paid_before BETWEEN 0 AND principal),
        jasa_paid_before INTEGER NOT NULL CHECK (jasa_paid_before >= 0),
        titipan_paid_before INTEGER NOT NULL CHECK (titipan_paid_before >= 0),
        decision TEXT NOT NULL, override TEXT NOT NULL, remark TEXT NOT NULL
    """,
    "proposal": f"""
        number TEXT PRIMARY KEY NOT NULL CHECK (number <> ''), {_DATED},
        ksm TEXT NOT NULL,
        principal INTEGER NOT NULL CHECK (principal > 0 AND principal < {_LARGEST}),
        term INTEGER NOT NULL CHECK (term >= 1),
        jasa_percent TEXT, titipan_percent TEXT, method TEXT, frequency TEXT,
        grace INTEGER NOT NULL CHECK (grace >= 0 AND grace < term),
        purpose TEXT NOT NULL, override TEXT NOT NULL
    """,
    "decision": f"""
        number TEXT PRIMARY KEY NOT NULL REFERENCES proposal (number), {_DATED},
        approved INTEGER NOT NULL CHECK (approved IN (0, 1)),
        minutes TEXT NOT NULL CHECK (minutes <> ''),
        override INTEGER NOT NULL CHECK (override IN (0, 1)),
        note TEXT NOT NULL
    """,
    "loan_share": f"""
        number TEXT NOT NULL, member INTEGER NOT NULL, recorded_at TEXT NOT NULL,
        amount INTEGER NOT NULL CHECK (amount > 0 AND amount < {_LARGEST}),
        PRIMARY KEY (number, member)
    """,
    "receipt_share": f"""
        id INTEGER PRIMARY KEY, recorded_at TEXT NOT NULL,
        voucher TEXT NOT NULL REFERENCES voucher (number),
        member INTEGER NOT NULL, carried INTEGER,
        amount INTEGER NOT NULL CHECK (amount > 0 AND amount < {_LARGEST})
    """,
    "penalty_waiver": f"""
        id INTEGER PRIMARY KEY, {_DATED},
        loan TEXT NOT NULL REFERENCES loan (number),
        amount INTEGER NOT NULL CHECK (amount > 0 AND amount < {_LARGEST}),
        reason TEXT NOT NULL CHECK (reason <> '')
    """,
    "sanction": f"""
        number TEXT PRIMARY KEY NOT NULL CHECK (number <> ''), {_DATED},
        letter TEXT NOT NULL UNIQUE,
        loan TEXT NOT NULL REFERENCES loan (number),
        ksm TEXT NOT NULL,
        level INTEGER NOT NULL CHECK (level >= 1), name TEXT NOT NULL, recipients TEXT NOT NULL,
        answer_by TEXT NOT NULL CHECK (answer_by > dated_on),
        principal INTEGER NOT NULL CHECK (principal >= 0),
        jasa INTEGER NOT NULL CHECK (jasa >= 0),
        titipan INTEGER NOT NULL CHECK (titipan >= 0),
        missed_count INTEGER NOT NULL CHECK (missed_count >= 0),
        days_late INTEGER NOT NULL CHECK (days_late >= 0),
        late_since TEXT
    """,
    "sanction_event": f"""
        id INTEGER PRIMARY KEY, {_DATED},
        loan TEXT NOT NULL REFERENCES loan (number),
        sanction TEXT REFERENCES sanction (number) CHECK (sanction IS NOT NULL OR kind <> 'cabut'),
        kind TEXT NOT NULL
            CHECK (kind IN ('kunjungan', 'janji-bayar', 'bayar-sebagian', 'sebab', 'catatan', 'cabut')),
        text TEXT NOT NULL,
        promised_on TEXT, promised_amount INTEGER CHECK (promised_amount > 0),
        cause TEXT CHECK (
            cause IN ('enggan', 'usaha-bangkrut', 'pindah', 'meninggal', 'penyalahgunaan', 'keadaan-memaksa')
        ),
        CHECK (kind <> 'janji-bayar' OR (promised_on IS NOT NULL AND promised_amount IS NOT NULL)),
        CHECK (kind <> 'sebab' OR cause IS NOT NULL)
    """,
    "reminder": f"""
        id INTEGER PRIMARY KEY, {_DATED},
        loan TEXT NOT NULL REFERENCES loan (number),
        kind TEXT NOT NULL CHECK (kind IN ('menunggak', 'jatuh-tempo-hari-ini', 'janji-bayar', 'akan-jatuh-tempo')),
        about {_DAY.format("about")}
    """,
    "asset": f"""
        id INTEGER PRIMARY KEY, {_DATED},
        number TEXT NOT NULL, name TEXT NOT NULL CHECK (name <> ''),
        bought_on {_DAY.format("bought_on")},
        cost INTEGER NOT NULL CHECK (cost > 0 AND cost < {_LARGEST}),
        life_months INTEGER NOT NULL CHECK (life_months >= 0),
        quantity INTEGER NOT NULL CHECK (quantity >= 1), place TEXT NOT NULL,
        depreciated_before INTEGER NOT NULL CHECK (depreciated_before BETWEEN 0 AND cost),
        gone_on TEXT
    """,
    "import_file": """
        id INTEGER PRIMARY KEY, recorded_at TEXT NOT NULL,
        kind TEXT NOT NULL, digest TEXT NOT NULL, UNIQUE (kind, digest)
    """,
    "closing": f"""
        id INTEGER PRIMARY KEY,
        kind TEXT NOT NULL CHECK (kind IN ('bulan', 'tahun')),
        period TEXT NOT NULL, {_DATED},
        sequence INTEGER NOT NULL, head TEXT NOT NULL, figures TEXT NOT NULL
    """,
    "reopening": f"""
        id INTEGER PRIMARY KEY,
        closing INTEGER NOT NULL UNIQUE REFERENCES closing (id), {_DATED},
        reason TEXT NOT NULL CHECK (reason <> '')
    """,
    "schedule": f"""
        loan TEXT NOT NULL REFERENCES loan (number),
        version INTEGER NOT NULL CHECK (version >= 1), {_DATED},
        kind TEXT NOT NULL, decision TEXT NOT NULL,
        missed_before INTEGER NOT NULL CHECK (missed_before >= 0),
        PRIMARY KEY (loan, version)
    """,
    "instalment": f"""
        loan TEXT NOT NULL, version INTEGER NOT NULL,
        number INTEGER NOT NULL CHECK (number >= 0),
        due_on {_DAY.format("due_on")},
        principal INTEGER NOT NULL CHECK (principal >= 0),
        jasa INTEGER NOT NULL CHECK (jasa >= 0),
        titipan INTEGER NOT NULL CHECK (titipan >= 0),
        PRIMARY KEY (loan, version, number),
        FOREIGN KEY (loan, version) REFERENCES schedule (loan, version)
    """,
    "voucher": f"""
        sequence INTEGER PRIMARY KEY,
        kind TEXT NOT NULL CHECK (kind IN ('BKM', 'BKK', 'BPB', 'BSA')),
        year INTEGER NOT NULL, serial INTEGER NOT NULL CHECK (serial >= 1),
        number TEXT NOT NULL UNIQUE, event TEXT NOT NULL, {_DATED},
        party TEXT NOT NULL, memo TEXT NOT NULL,
        loan TEXT REFERENCES loan (number),
        external_ref TEXT UNIQUE,
        reverses TEXT UNIQUE REFERENCES voucher (number),
        digest TEXT NOT NULL UNIQUE,
        UNIQUE (kind, year, serial)
    """,
    "transfer": f"""
        id INTEGER PRIMARY KEY,
        voucher INTEGER NOT NULL REFERENCES voucher (sequence),
        dated_on {_DAY.format("dated_on")},
        debit TEXT NOT NULL, credit TEXT NOT NULL CHECK (credit <> debit),
        amount INTEGER NOT NULL CHECK (amount > 0 AND amount < {_LARGEST}),
        component TEXT, loan TEXT REFERENCES loan (number), ksm TEXT
    """,
    "cash_count": f"""
        id INTEGER PRIMARY KEY, {_DATED},
        counted INTEGER NOT NULL CHECK (counted >= 0), booked INTEGER NOT NULL, memo TEXT NOT NULL
    """,
}

_INDEXES = (
    "CREATE INDEX voucher_by_date ON voucher (dated_on, sequence)",
    "CREATE INDEX voucher_by_loan ON voucher (loan)",
    # the few vouchers whose amounts are neither a month's movement nor a year's result
    "CREATE INDEX voucher_carrying ON voucher (event) WHERE event IN ('saldo awal', 'tutup tahun')",
    "CREATE INDEX transfer_by_voucher ON transfer (voucher)",
    # the two sums behind every report, answered from the index alone
    "CREATE INDEX transfer_by_account ON transfer (debit, credit, dated_on, amount)",
    "CREATE INDEX transfer_by_loan ON transfer (loan, component, debit, dated_on, amount)",
    "CREATE INDEX transfer_by_credit ON transfer (credit, dated_on)",
    "CREATE INDEX ksm_by_code ON ksm (code)",
    "CREATE INDEX member_by_ksm ON member (ksm, number)",
    "CREATE INDEX loan_by_ksm ON loan (ksm)",
    "CREATE INDEX reminder_by_date ON reminder (dated_on)",
    # one letter of a loan stands at a time: there is only one withdrawal of it
    "CREATE UNIQUE INDEX sanction_withdrawn_once ON sanction_event (sanction) WHERE kind = 'cabut'",
)


def upgrade() -> None:
    """Create every table as STRICT, forbid changing or deleting a row, and stamp the file."""
    for table, columns in _TABLES.items():
        op.execute(f"CREATE TABLE {table} ({columns}) STRICT")
        for change in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{change.lower()} BEFORE {change} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} hanya boleh ditambah'); END"
            )
    for index in _INDEXES:
        op.execute(index)
    op.execute(
        "CREATE TRIGGER transfer_dated_as_voucher BEFORE INSERT ON transfer "
        "WHEN NEW.dated_on <> (SELECT dated_on FROM voucher WHERE sequence = NEW.voucher) "
        "BEGIN SELECT RAISE(ABORT, 'tanggal transfer harus sama dengan buktinya'); END"
    )
