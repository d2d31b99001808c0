"""Values of the registers on the command line, read the same way as in the imports."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from danabergulir.domain.accounts import AccountClass, Role
    from danabergulir.money import Rupiah

    Class: TypeAlias = AccountClass
    Roles: TypeAlias = frozenset[Role]
    YesNo: TypeAlias = bool
    Turnover: TypeAlias = Rupiah
else:
    # With a parser typer needs no class, so none is imported; a bool would become a flag.
    Class = Roles = YesNo = Turnover = object


def reader(name: str) -> Callable[[str], Any]:
    """Return the reader ``name`` of ``operations.typed_values``, which is imported by the first value it reads."""

    def read(word: str) -> Any:
        from danabergulir.operations import typed_values

        return getattr(typed_values, name)(word)

    return read


read_name = reader("read_name")
read_text = reader("read_text")
