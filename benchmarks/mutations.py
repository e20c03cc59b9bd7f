"""Which small changes of the code could be made: found on the syntax tree, applied as edits of the text. Pure.

The same seed picks comparable mutants in another checkout, also after functions have moved: each is ranked by a hash of
the seed, the name of its function, its kind and its normalised statement, never by the path of its file.
"""

import ast
import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

LEFT_OUT = frozenset(
    "tests testing migrations views admin models demo management templatetags rendering charts mailing schedule tasks"
    " urls apps workbooks adapter".split()
)
"""Folders and modules of no interest here: doors, rows and drawings. So is what has `sentences` in its name."""
SHARED = ("kspp", "lib")
"""All that is taken of the composition."""
MODULE = "<module>"

COMPARISONS = {
    ast.Eq: ("==", "!="),
    ast.NotEq: ("!=", "=="),
    ast.Lt: ("<", "<="),
    ast.LtE: ("<=", "<"),
    ast.Gt: (">", ">="),
    ast.GtE: (">=", ">"),
    ast.Is: ("is", "is not"),
    ast.IsNot: (r"is\s+not", "is"),
    ast.In: ("in", "not in"),
    ast.NotIn: (r"not\s+in", "in"),
}
ARITHMETIC = {ast.Add: (r"\+", "-"), ast.Sub: ("-", "+"), ast.Mult: (r"\*", "/"), ast.Div: ("/", "*")}
NAMES = {"min": "max", "max": "min"}
METHODS = {"filter": "exclude", "exclude": "filter"}


@dataclass(frozen=True, slots=True)
class Edit:
    """Bytes `start` to `end` of the file become `new`."""

    start: int
    end: int
    new: str


@dataclass(frozen=True, slots=True)
class Mutant:
    file: str
    app: str
    function: str
    """Its qualified name in the module, or MODULE for what is executed when the module is imported."""
    kind: str
    statement: str
    line: int
    lines: tuple[int, int]
    """First and last of the statement; of a compound one of its head."""
    edit: Edit
    old: str
    twin: int = 0
    """Which one among the same changes of the same statement in the same function."""

    @property
    def at_import(self) -> bool:
        return self.function.endswith(MODULE)

    def rank(self, seed: int) -> str:
        named = "\0".join((str(seed), self.function, self.kind, self.statement, str(self.twin)))
        return hashlib.sha256(named.encode()).hexdigest()

    def applied(self, source: bytes) -> bytes:
        return source[: self.edit.start] + self.edit.new.encode() + source[self.edit.end :]


def files(tree: Path, apps: Iterable[str]) -> Iterator[Path]:
    """The services, selectors, forms and pure rooms of the apps."""
    for app in apps:
        top = tree.joinpath(*SHARED) if app == SHARED[0] else tree / app
        for path in sorted(top.rglob("*.py")):
            rooms = path.relative_to(tree).with_suffix("").parts
            if not any(room in LEFT_OUT or "sentences" in room for room in rooms):
                yield path


def mutants(tree: Path, apps: Iterable[str]) -> list[Mutant]:
    """All that could be made, in no useful order."""
    found: list[Mutant] = []
    for path in files(tree, apps):
        source = path.read_bytes()
        name = str(path.relative_to(tree))
        found += _numbered(_Finder(source, name).found())
    return found


def chosen(every: Iterable[Mutant], tree: Path, seed: int, number: int) -> list[Mutant]:
    """The first of the ranking that compile and say something else than before."""
    taken: list[Mutant] = []
    for mutant in sorted(every, key=lambda m: (m.rank(seed), m.file)):
        if len(taken) == number:
            break
        source = (tree / mutant.file).read_bytes()
        try:
            same = ast.dump(ast.parse(mutant.applied(source))) == ast.dump(ast.parse(source))
        except SyntaxError:
            continue
        if not same:
            taken.append(mutant)
    return taken


def _numbered(found: Iterable[Mutant]) -> Iterator[Mutant]:
    seen: Counter[tuple[str, str, str]] = Counter()
    for mutant in found:
        key = (mutant.function, mutant.kind, mutant.statement)
        yield replace(mutant, twin=seen[key])
        seen[key] += 1


class _Finder:
    """Walks one file, knowing function and statement of each expression."""

    def __init__(self, source: bytes, file: str) -> None:
        self.source, self.file = source, file
        self.starts = [0]
        for line in source.splitlines(keepends=True):
            self.starts.append(self.starts[-1] + len(line))

    def found(self) -> Iterator[Mutant]:
        yield from self._block(ast.parse(self.source).body, MODULE)

    def _block(self, body: list[ast.stmt], function: str) -> Iterator[Mutant]:
        for statement in body:
            if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef):
                yield from self._statement(statement, function, [*statement.args.defaults, *statement.args.kw_defaults])
                yield from self._block(statement.body, _inside(function, statement.name))
            elif isinstance(statement, ast.ClassDef):
                yield from self._block(statement.body, _inside(function, statement.name) + "." + MODULE)
            elif not _for_types(statement):
                yield from self._statement(statement, function, _own(statement))
                for inner in _blocks(statement):
                    yield from self._block(inner, function)

    def _statement(self, statement: ast.stmt, function: str, parts: Iterable[ast.AST | None]) -> Iterator[Mutant]:
        text, lines = _normalised(statement), (statement.lineno, _last_line(statement))
        edits = [*self._of_statement(statement)]
        for part in parts:
            edits += self._of_expression(part) if part is not None else []
        for kind, edit in edits:
            old = self.source[edit.start : edit.end].decode()
            app = self.file.split("/")[0]
            line = self.source[: edit.start].count(b"\n") + 1
            yield Mutant(self.file, app, function, kind, text, line, lines, edit, old)

    def _of_statement(self, node: ast.stmt) -> Iterator[tuple[str, Edit]]:
        match node:
            case ast.Return(value=ast.expr() as value) if not _is_constant(value, None):
                yield "return None", Edit(*self._span(value), "None")
            case ast.If(body=[ast.Raise() | ast.Return()], orelse=[]):
                yield "guard removed", Edit(*self._span(node.test), "False")
            case ast.AugAssign() if type(node.op) in ARITHMETIC:
                yield from self._between("arithmetic", node.target, node.value, *ARITHMETIC[type(node.op)])

    def _of_expression(self, top: ast.AST) -> Iterator[tuple[str, Edit]]:
        """Not into formatted strings, whose positions Python 3.11 does not tell."""
        if isinstance(top, ast.JoinedStr):
            return
        yield from self._of_node(top)
        for child in ast.iter_child_nodes(top):
            if not _says_nothing(top, child):
                yield from self._of_expression(child)

    def _of_node(self, node: ast.AST) -> Iterator[tuple[str, Edit]]:
        match node:
            case ast.Compare():
                yield from self._comparison(node)
            case ast.BoolOp():
                yield from self._both(node)
            case ast.UnaryOp(op=ast.Not()):
                start = self._span(node)[0]
                yield "not removed", Edit(start, start + len("not"), "")
            case ast.BinOp() if type(node.op) in ARITHMETIC and not (_is_text(node.left) or _is_text(node.right)):
                yield from self._between("arithmetic", node.left, node.right, *ARITHMETIC[type(node.op)])
            case ast.Constant():
                yield from self._constant(node)
            case ast.Call():
                yield from self._call(node)

    def _comparison(self, node: ast.Compare) -> Iterator[tuple[str, Edit]]:
        sides = [node.left, *node.comparators]
        for number, operator in enumerate(node.ops):
            yield from self._between("comparison", sides[number], sides[number + 1], *COMPARISONS[type(operator)])

    def _both(self, node: ast.BoolOp) -> Iterator[tuple[str, Edit]]:
        words = ("and", "or") if isinstance(node.op, ast.And) else ("or", "and")
        for left, right in zip(node.values, node.values[1:], strict=False):
            yield from self._between("and/or", left, right, *words)

    def _constant(self, node: ast.Constant) -> Iterator[tuple[str, Edit]]:
        if isinstance(node.value, bool):
            yield "truth", Edit(*self._span(node), str(not node.value))
        elif isinstance(node.value, int | float):
            for kind, step in (("number + 1", 1), ("number - 1", -1)):
                yield kind, Edit(*self._span(node), f"{node.value + step}")

    def _call(self, node: ast.Call) -> Iterator[tuple[str, Edit]]:
        start, end = self._span(node)
        match node.func:
            case ast.Name(id="sorted"):
                yield "order turned", Edit(start, end, f"[*reversed({self.source[start:end].decode()})]")
            case ast.Name(id="Decimal") if node.args and _is_number_text(node.args[0]):
                yield "number + 1", Edit(end, end, " + 1")
            case ast.Name(id=name) if name in NAMES:
                yield "min/max", Edit(*self._span(node.func), NAMES[name])
            case ast.Attribute(attr=name) if name in METHODS:
                last = self._span(node.func)[1]
                yield "filter/exclude", Edit(last - len(name), last, METHODS[name])

    def _between(self, kind: str, left: ast.AST, right: ast.AST, old: str, new: str) -> Iterator[tuple[str, Edit]]:
        start, end = self._span(left)[1], self._span(right)[0]
        match = re.search(old, self.source[start:end].decode())
        if match:
            yield kind, Edit(start + match.start(), start + match.end(), new)

    def _span(self, node: ast.AST) -> tuple[int, int]:
        assert isinstance(node, ast.expr)
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        return self.starts[node.lineno - 1] + node.col_offset, self.starts[node.end_lineno - 1] + node.end_col_offset


def _inside(function: str, name: str) -> str:
    outer = function.removesuffix(MODULE).rstrip(".")
    if not outer:
        return name
    return f"{outer}.{name}" if function.endswith(MODULE) else f"{outer}.<locals>.{name}"


def _own(statement: ast.stmt) -> list[ast.AST | None]:
    """The expressions of a statement itself, without the statements in it and without annotations."""
    if isinstance(statement, ast.AnnAssign):
        return [statement.value]
    blocks = (ast.stmt, ast.ExceptHandler, ast.match_case)
    return [child for child in ast.iter_child_nodes(statement) if not isinstance(child, blocks)]


def _blocks(statement: ast.stmt) -> Iterator[list[ast.stmt]]:
    for name in ("body", "orelse", "finalbody"):
        if block := getattr(statement, name, None):
            yield block
    for holder in [*getattr(statement, "handlers", []), *getattr(statement, "cases", [])]:
        yield holder.body


def _normalised(statement: ast.stmt) -> str:
    """One statement as Python would write it; of a compound one the head."""
    text = ast.unparse(statement)
    return text.split("\n")[0] if hasattr(statement, "body") else text


def _last_line(statement: ast.stmt) -> int:
    body = getattr(statement, "body", None)
    last = body[0].lineno - 1 if body else statement.end_lineno or statement.lineno
    return max(last, statement.lineno)


def _for_types(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.If) and ast.unparse(statement.test) == "TYPE_CHECKING"


def _says_nothing(top: ast.AST, child: ast.AST) -> bool:
    """`zip(strict=…)` is a belt for the braces: turning it changes nothing that can be seen."""
    return isinstance(top, ast.Call) and isinstance(child, ast.keyword) and child.arg == "strict"


def _is_constant(node: ast.AST, value: object) -> bool:
    return isinstance(node, ast.Constant) and node.value is value


def _is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str | bytes))


def _is_number_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str | int)
