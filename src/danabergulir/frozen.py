"""Values whose fields never change: what a room hands to the next, equal by what it holds.

A ``Struct`` of msgspec is made in C: a command makes two hundred such classes at its start and a report a million
values. Where msgspec has no wheel (32-bit machines), dataclasses do the same, only slower.
"""

import dataclasses
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from msgspec import Struct, field
    from msgspec.structs import force_setattr as set_once
    from msgspec.structs import replace as _replace
else:
    try:
        from msgspec import Struct, field
        from msgspec.structs import force_setattr as set_once
        from msgspec.structs import replace as _replace
    except ImportError:
        from dataclasses import field
        from dataclasses import replace as _replace

        set_once = object.__setattr__

        class Struct:
            """A dataclass by the words of a ``Struct``."""

            def __init_subclass__(cls, *, dict: bool = False, **options: bool) -> None:  # noqa: A002 - msgspec's word
                super().__init_subclass__()
                dataclasses.dataclass(cls, **options)
                cls.__struct_fields__ = tuple(cls.__dataclass_fields__)


__all__ = ["Struct", "field", "replace", "set_once"]

_Value = TypeVar("_Value")


def replace(value: _Value, /, **changes: Any) -> _Value:
    """Return a copy of a value with other ``changes`` in it; every check of a new value is made again."""
    if isinstance(value, Struct):
        return _replace(value, **changes)
    return dataclasses.replace(value, **changes)  # type: ignore[type-var]  # the few that are dataclasses
