"""What a treasurer still has to do: a step, how it stands, and the command that does it."""

from enum import StrEnum

from danabergulir.frozen import Struct


class State(StrEnum):
    """How a step stands: done, not yet but in time, or to be done now."""

    DONE = "selesai"
    NOT_YET = "belum"
    NEEDED = "perlu"


class Step(Struct, frozen=True):
    """One step, a sentence about it, and the command that does it, or that shows what was done."""

    name: str
    state: State
    remark: str
    command: str
