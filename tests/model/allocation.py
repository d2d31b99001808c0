"""How a receipt falls apart: what is due first, part by part in the policy's order, then coming instalments whole.

Choices where the sources are silent:

* compulsory savings stand where the order names them, among what is due and again in each coming instalment; after the
  principal they go with the principal repaid, before it with that of the instalments to here;
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
    save_first = "tabungan" in order and order.index("tabungan") < order.index("pokok")
    to_here = sum(unpaid["pokok"] for unpaid in due)
    turns = []
    for part in order:
        if part == "tabungan":
            turns.append((part, None, to_here))
        elif part == "denda":
            turns.append((part, fee_owed, 0))
        else:
            turns += [(part, unpaid[part], 0) for unpaid in due]
    for row, unpaid in opened:
        if row.due > day:
            to_here += unpaid["pokok"]
            turns += [
                (part, None if part == "tabungan" else unpaid[part], to_here) for part in order if part != "denda"
            ]
    for part, fixed, repaid in turns:
        room = fixed
        if room is None:
            asked = saving(paid.get("pokok", 0) + (repaid if save_first else parts["pokok"])) if saving else 0
            room = max(0, asked - paid.get("tabungan", 0) - parts["tabungan"])
        taken = min(left, room)
        parts[part] += taken
        left -= taken
    return parts, left


def still_asked(rows, paid, fee_owed=0):
    """Everything the schedule still asks, due or not: the most an automatic receipt can be."""
    return fee_owed + sum(sum(unpaid.values()) for _, unpaid in open_rows(rows, paid))
