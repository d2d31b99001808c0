"""Draws the rooms of the program and who asks whom: the picture in CONTRIBUTING.md.

``poe anew`` draws it; ``tests/test_drawing.py`` says when it is out of date.
"""

from itertools import pairwise
from pathlib import Path

import grimp

PAGE = Path(__file__).parents[1] / "CONTRIBUTING.md"
_BEGIN, _END = "<!-- drawn by tests/drawing.py -->\n", "<!-- end of the drawing -->\n"
_PACKAGE = "danabergulir"
_LAYERS = (("cli",), ("demonstration",), ("operations", "render"), ("ledger", "reports"), ("domain",))
_OPEN = ("operations", "ledger", "reports", "domain")
"""Rooms that are drawn with what is inside them."""


def drawing() -> str:
    """Return the picture as a Mermaid block: rooms in layers, and arrows between what knows each other inside one."""
    graph = grimp.build_graph(_PACKAGE)
    lines = ["```mermaid", "flowchart TD"]
    for room in (room for layer in _LAYERS for room in layer):
        inside = sorted({place for module in graph.modules if _room(module) == room and (place := _place(module))})
        if room in _OPEN:
            lines += [f"    subgraph {room}", *(f"        {_box(name)}[{_label(name)}]" for name in inside), "    end"]
    lines += [f"    {upper} --> {lower}" for above, below in pairwise(_LAYERS) for upper in above for lower in below]
    known = {
        (_place(module), _place(other))
        for module in graph.modules
        for other in graph.find_modules_directly_imported_by(module)
        if _room(module) == _room(other) in _OPEN
    }
    lines += [f"    {_box(one)} --> {_box(other)}" for one, other in sorted(known) if one and other and one != other]
    return "\n".join([*lines, "```", ""])


def _room(module: str) -> str:
    return module.split(".")[1] if module.count(".") else ""


def _place(module: str) -> str:
    """Return the room in a room, or the module there, that a module belongs to: ``domain.loans``."""
    return ".".join(module.split(".")[1:3]) if module.count(".") > 1 else ""


def _box(place: str) -> str:
    return place.replace(".", "_")


def _label(place: str) -> str:
    return place.rpartition(".")[2]


def drawn(page: str) -> str:
    """Return a page with the picture as it is now between its marks."""
    before, _, rest = page.partition(_BEGIN)
    return before + _BEGIN + drawing() + _END + rest.partition(_END)[2]
