"""How a receipt falls apart: what is due first, part by part in the policy's order, then coming instalments whole.

Choices where the sources are silent:

* compulsory savings go with the principal that is repaid, so their turn is after all that is due, and again after each
  coming instalment, wherever the order names them;
* a coming instalment is filled in the policy's order too (jasa before principal unless the policy says otherwise);
* what exceeds everything the schedule still asks is no part of the loan: it is returned as `left`;
* what is paid is kept as one total per part and laid oldest first whenever somebody asks about a row.
"""

PARTS = ("jasa", "titipan", "pokok", "tabungan")
DEFAULT_ORDER = ("denda", "jasa", "titipan", "pokok", "tabungan")


def open_rows(rows, paid):
    """For every row what is still open of each part, when the paid totals are laid oldest first."""
    left = {part: paid.get(part, 0) for part in PARTS}
    result = []
    for row in rows:
        unpaid = {}
        for part in PARTS:
            laid = max(0, min(left[part], row.asked(part)))
            left[part] -= laid
            unpaid[part] = row.asked(part) - laid
        result.append((row, unpaid))
    return result


def allocate(amount, day, rows, paid, fee_owed=0, order=DEFAULT_ORDER, saving=None):
    """The parts of a receipt of that day, and what is left over when nothing more is asked.

    `saving` says what should have been saved in all once so much principal is repaid; nothing where none is asked.
    """
    parts, left = dict.fromkeys(DEFAULT_ORDER, 0), amount
    opened = open_rows(rows, paid)
    due = [unpaid for row, unpaid in opened if row.due <= day]
    owed_order = [part for part in order if part != "tabungan"]
    turns = [(part, fee_owed) if part == "denda" else (part, unpaid[part])
             for part in owed_order for unpaid in (due if part != "denda" else [None])]  # fmt: skip
    turns.append(("tabungan", None))
    for row, unpaid in opened:
        if row.due > day:
            turns += [(part, unpaid[part]) for part in owed_order if part != "denda"] + [("tabungan", None)]
    for part, fixed in turns:
        room = fixed
        if room is None:
            asked = saving(paid.get("pokok", 0) + parts["pokok"]) if saving else 0
            room = max(0, asked - paid.get("tabungan", 0) - parts["tabungan"])
        taken = min(left, room)
        parts[part] += taken
        left -= taken
    return parts, left


def still_asked(rows, paid, fee_owed=0):
    """Everything the schedule still asks, due or not: the most an automatic receipt can be."""
    return fee_owed + sum(sum(unpaid.values()) for _, unpaid in open_rows(rows, paid))
