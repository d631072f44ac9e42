"""Sizes: a function fits a screen, a file holds one subject."""

import ast
from statistics import median

from tests.house.source import ROOT, Function, functions, modules, templates

FUNCTION, MEDIAN, FILE, TEMPLATE = 50, 10, 400, 150


def length(function: Function) -> int:
    """Lines from the `def` to the end of the body."""
    return (function.end_lineno or function.lineno) - function.lineno + 1


def long_functions(tree: ast.AST, place: str) -> list[str]:
    found = [(function.name, length(function)) for function in functions(tree)]
    return [f"{place} {name} has {lines} lines" for name, lines in found if lines > FUNCTION]


def test_no_function_is_longer_than_fifty_lines():
    sources = [*modules(), *modules("scripts"), *modules("tests")]

    assert [wrong for module in sources for wrong in long_functions(module.tree, module.place)] == []


def test_a_function_of_51_lines_is_caught():
    body = "\n".join("    pass" for _ in range(50))

    assert long_functions(ast.parse(f"def long():\n{body}\n"), "here.py") == ["here.py long has 51 lines"]


def test_half_of_the_functions_have_fewer_than_ten_lines():
    assert median(length(function) for module in modules() for function in functions(module.tree)) < MEDIAN


def test_no_file_is_longer_than_four_hundred_lines():
    sources = [*modules(), *modules("scripts"), *modules("tests")]

    assert [f"{module.place}" for module in sources if module.text.count("\n") > FILE] == []


def test_no_template_is_longer_than_a_hundred_and_fifty_lines():
    long = [path.relative_to(ROOT).as_posix() for path in templates() if path.read_text().count("\n") > TEMPLATE]

    assert long == []
