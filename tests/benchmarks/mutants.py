"""Mutants of a module: copies of it that differ in one place, each of which some test should fail for.

A comparison, an ``and``, a number, a word without blanks, a statement left out, an exception let through, an operator
of SQL. Sentences are left alone, for the tests quote them; so are annotations, and what an ``assert`` or ``strict``
promises.
"""

import ast
import copy
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

_Found = tuple[ast.AST | None, str]
_SWAPPED: Final[dict[type, tuple[type, ...]]] = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
    ast.Add: (ast.Sub,),
    ast.Sub: (ast.Add,),
    ast.Mult: (ast.Add,),
    ast.BitOr: (ast.BitAnd,),
    ast.BitAnd: (ast.BitOr,),
}
_OTHER_NAMES: Final = {"min": "max", "max": "min", "any": "all", "all": "any", "sorted": "list", "reversed": "list"}
_LEFT_OUT: Final = {"strip", "lower", "upper", "casefold", "rstrip", "lstrip"}
_SQL: Final = re.compile(r"\b(SELECT|FROM|WHERE|JOIN|ORDER BY|PRAGMA|CAST|CASE|AND|IS|OR|count)\b")
_SQL_SWAPPED: Final = {
    re.compile(pattern): new
    for pattern, new in {
        " <= ": " < ",
        " < ": " <= ",
        " >= ": " > ",
        " > ": " >= ",
        " <> ": " = ",
        " = ": " <> ",
        "IS NOT NULL": "IS NULL",
        "IS NULL": "IS NOT NULL",
        "IS NOT (?!NULL)": "IS ",
        " IS (?!NOT|NULL)": " IS NOT ",
        r"(?<!\? )\bAND\b(?! \?)": "OR",
        r"\bOR\b": "AND",
        r"NOT IN\b": "IN",
        r"(?<!NOT )\bIN\b": "NOT IN",
        "NOT EXISTS": "EXISTS",
        r"(?<!NOT )\bEXISTS": "NOT EXISTS",
        r"NOT (?!IN|EXISTS|NULL)(?=\w)": "",
        "LEFT JOIN": "JOIN",
        r" DESC\b": "",
        "DISTINCT ": "",
        r"ORDER BY [^)\n]*": "",
        r"LIMIT \d+": "",
        r"\bmin\(": "max(",
        r"\bmax\(": "min(",
        r"\bsum\(": "max(",
        r"coalesce\(([^(),]+), [^(),]+\)": r"\1",
        r" \+ ": " - ",
        " - ": " + ",
        "EXCEPT": "UNION",
        "UNION ALL": "UNION",
        r"(?<!SELECT )\b1\b": "2",
        r"\b0\b": "1",
    }.items()
}


@dataclass(frozen=True)
class Mutant:
    """One change: where, the line of the statement it is in, what owns that statement, and the new node.

    ``owner`` is the way to a function, or the place of a statement of the module itself.
    """

    line: int
    statement: int
    owner: tuple[str, ...] | int
    parent: ast.AST
    field: str
    index: int | None
    new: ast.AST | None
    told: str

    def apply(self) -> None:
        """Change the tree it was made from, for good."""
        if self.index is None:
            setattr(self.parent, self.field, self.new)
        else:
            getattr(self.parent, self.field)[self.index] = self.new


def mutants_of(tree: ast.Module) -> list[Mutant]:
    """Return every mutant of a module, in the order of its lines."""
    found: list[Mutant] = []
    for place, item in enumerate(tree.body):
        if isinstance(item, ast.FunctionDef):
            found += _within(item, item, (item.name,), sql=False)
        elif isinstance(item, ast.ClassDef):
            for inner in item.body:
                if isinstance(inner, ast.FunctionDef):
                    found += _within(inner, inner, (item.name, inner.name), sql=False)
        elif isinstance(item, ast.Assign | ast.AnnAssign):
            found += _within(item, item, place, sql=False)
    return found


def _within(node: ast.AST, statement: ast.stmt, owner: tuple[str, ...] | int, *, sql: bool) -> Iterator[Mutant]:
    for field, index, child in _children(node):
        if isinstance(child, ast.FormattedValue):
            yield from _within(child, statement, owner, sql=False)
            continue
        inside = sql
        if isinstance(child, ast.JoinedStr):
            inside = _is_sql("".join(str(part.value) for part in child.values if isinstance(part, ast.Constant)))
        here = child if isinstance(child, ast.stmt) else statement
        line = getattr(child, "lineno", here.lineno)
        for new, told in _changes(child, node, sql=inside):
            yield Mutant(line, here.lineno, owner, node, field, index, new, told)
        yield from _within(child, here, owner, sql=inside)


def _children(node: ast.AST) -> Iterator[tuple[str, int | None, ast.AST]]:
    unread = {"annotation", "returns", "decorator_list", "ctx"}
    unread |= {"args"} if isinstance(node, ast.FunctionDef | ast.Lambda) else set()
    for field, value in ast.iter_fields(node):
        for index, child in enumerate(value) if isinstance(value, list) else [(None, value)]:
            is_docstring = isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant)
            is_promise = isinstance(child, ast.Assert) or (isinstance(child, ast.keyword) and child.arg == "strict")
            if field not in unread and isinstance(child, ast.AST) and not (is_docstring or is_promise):
                yield field, index, child


def _is_sql(text: str) -> bool:
    return len(text) > len("a = b") - 1 and bool(_SQL.search(text))


def _changes(node: ast.AST, parent: ast.AST, *, sql: bool) -> Iterator[_Found]:
    for kind, change in _CHANGES.items():
        if isinstance(node, kind):
            for new in change(node):
                yield new, f"{_short(node)}  ->  {_short(new)}"
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield from _other_text(node, is_part=isinstance(parent, ast.JoinedStr), sql=sql)
    if isinstance(node, ast.Expr | ast.AugAssign | ast.Raise):
        yield ast.copy_location(ast.Pass(), node), f"left out: {_short(node)}"


def _short(node: ast.AST) -> str:
    words = " ".join(ast.unparse(node).split())
    limit = 90
    return words if len(words) <= limit else f"{words[: limit - 3]}..."


def _like(node: ast.AST, **cells: Any) -> Any:
    new = copy.copy(node)
    for name, value in cells.items():
        setattr(new, name, value)
    return new


def _other_text(node: ast.Constant, *, is_part: bool, sql: bool) -> Iterator[_Found]:
    text = str(node.value)
    if sql or _is_sql(text):
        for pattern, other in _SQL_SWAPPED.items():
            for found in pattern.finditer(text):
                new = found.expand(other)
                near = " ".join(text[max(0, found.start() - 30) : found.end() + 25].split())
                changed = text[: found.start()] + new + text[found.end() :]
                yield _like(node, value=changed), f"SQL {near!r}: {found[0]!r} -> {new!r}"
    elif text and " " not in text and not is_part:
        yield _like(node, value=f"XX{text}"), f"{text!r}  ->  'XX{text}'"


def _compare(node: ast.Compare) -> Iterator[ast.AST]:
    for place, operator in enumerate(node.ops):
        for other in _SWAPPED.get(type(operator), ()):
            yield _like(node, ops=[*node.ops[:place], other(), *node.ops[place + 1 :]])


def _both(node: ast.BoolOp) -> Iterator[ast.AST]:
    yield _like(node, op=ast.Or() if isinstance(node.op, ast.And) else ast.And())
    for place in range(len(node.values)):
        left = node.values[:place] + node.values[place + 1 :]
        yield _like(node, values=left) if left[1:] else left[0]


def _sign(node: ast.UnaryOp) -> Iterator[ast.AST]:
    if isinstance(node.op, ast.Not | ast.USub):
        yield node.operand


def _operator(node: ast.BinOp | ast.AugAssign) -> Iterator[ast.AST]:
    for other in _SWAPPED.get(type(node.op), ()):
        yield _like(node, op=other())


def _number(node: ast.Constant) -> Iterator[ast.AST]:
    if isinstance(node.value, bool):
        yield _like(node, value=not node.value)
    elif isinstance(node.value, int):
        yield _like(node, value=node.value + 1)


def _call(node: ast.Call) -> Iterator[ast.AST]:
    if isinstance(node.func, ast.Name) and node.func.id in _OTHER_NAMES:
        yield _like(node, func=_like(node.func, id=_OTHER_NAMES[node.func.id]))
    elif isinstance(node.func, ast.Attribute) and node.func.attr in _LEFT_OUT:
        yield node.func.value


def _returned(node: ast.Return) -> Iterator[ast.AST]:
    if node.value is not None and ast.unparse(node.value) != "None":
        yield _like(node, value=ast.copy_location(ast.Constant(None), node))


def _caught(node: ast.ExceptHandler) -> Iterator[ast.AST]:
    yield _like(node, body=[ast.copy_location(ast.Raise(), node.body[0])])
    if isinstance(node.type, ast.Tuple):
        for place in range(len(node.type.elts)):
            yield _like(node, type=_like(node.type, elts=node.type.elts[:place] + node.type.elts[place + 1 :]))


def _condition(node: ast.If | ast.While | ast.IfExp) -> Iterator[ast.AST]:
    if not isinstance(node.test, ast.Compare | ast.BoolOp | ast.UnaryOp):
        yield _like(node, test=ast.copy_location(ast.UnaryOp(ast.Not(), node.test), node.test))


def _filtered(node: ast.comprehension) -> Iterator[ast.AST]:
    for place in range(len(node.ifs)):
        yield _like(node, ifs=node.ifs[:place] + node.ifs[place + 1 :])


def _onward(node: ast.Continue | ast.Break) -> Iterator[ast.AST]:
    yield ast.copy_location(ast.Break() if isinstance(node, ast.Continue) else ast.Continue(), node)


_CHANGES: Final[dict[Any, Callable[[Any], Iterator[ast.AST]]]] = {
    ast.Compare: _compare,
    ast.BoolOp: _both,
    ast.UnaryOp: _sign,
    ast.BinOp: _operator,
    ast.AugAssign: _operator,
    ast.Constant: _number,
    ast.Call: _call,
    ast.Return: _returned,
    ast.ExceptHandler: _caught,
    ast.If: _condition,
    ast.While: _condition,
    ast.IfExp: _condition,
    ast.comprehension: _filtered,
    ast.Continue: _onward,
    ast.Break: _onward,
}
