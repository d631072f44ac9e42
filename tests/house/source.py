"""Reads the project's own source for the tests of the house."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGE = ROOT / "comptoir"
LEFT_OUT = {"node_modules", "data", "build", "__pycache__", "test-results", "screenshots"}
Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Module:
    """One Python file: its place in the project, its text, its syntax tree."""

    path: Path
    text: str
    tree: ast.Module

    @property
    def place(self) -> str:
        """The path from the project's root, as tests name it."""
        return self.path.relative_to(ROOT).as_posix()

    @property
    def dotted(self) -> str:
        """The name under which it is imported."""
        return ".".join(self.path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


@cache
def modules(under: str = "comptoir", *, migrations: bool = False) -> tuple[Module, ...]:
    """The Python files of a folder, in order of their names."""
    files = sorted((ROOT / under).rglob("*.py"))
    if not migrations:
        files = [path for path in files if path.parent.name != "migrations"]
    texts = [(path, path.read_text()) for path in files if "__pycache__" not in path.parts]
    return tuple(Module(path, text, ast.parse(text)) for path, text in texts)


@cache
def templates() -> tuple[Path, ...]:
    """Every template of the project, pages and mails."""
    return tuple(sorted(path for path in PACKAGE.rglob("templates/**/*") if path.suffix in {".html", ".txt"}))


def text_files() -> Iterator[tuple[str, str]]:
    """Place and text of every file of the project that a person wrote or a tool wrote for the repository."""
    for path in sorted(ROOT.rglob("*")):
        parts = path.relative_to(ROOT).parts
        hidden = parts[0].startswith(".") and parts[0] not in {".ci", ".gitignore"}
        if not hidden and LEFT_OUT.isdisjoint(parts) and path.is_file() and path.name != "uv.lock":
            try:
                yield path.relative_to(ROOT).as_posix(), path.read_text()
            except UnicodeDecodeError:
                continue


def functions(tree: ast.AST) -> Iterator[Function]:
    """Every function and method, nested ones too."""
    return (node for node in ast.walk(tree) if isinstance(node, Function))


def parents(tree: ast.AST) -> dict[ast.AST, ast.AST]:
    """Each node's parent."""
    return {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}


def called(node: ast.Call) -> str:
    """The last name of what is called: "filter" of `x.filter(...)`, "Sentence" of `words.Sentence(...)`."""
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
