"""Money is integer cents: no float comes near it, and the database holds no decimal column."""

import ast

from tests.house.source import called, modules

WITHOUT_FLOAT = ("kit", "records", "formats", "connectors", "ledger", "archive", "sync", "worklist")
COLUMNS = {"FloatField", "DecimalField"}


def floats(tree: ast.AST) -> list[int]:
    """The lines with a float literal or the name float."""
    found: list[int] = []
    for node in ast.walk(tree):
        literal = isinstance(node, ast.Constant) and isinstance(node.value, float)
        if literal or (isinstance(node, ast.Name) and node.id == "float"):
            found.append(node.lineno)
    return found


def inexact_columns(tree: ast.AST) -> list[int]:
    """The lines with a column that SQLite would store as a float."""
    return [node.lineno for node in ast.walk(tree) if isinstance(node, ast.Call) and called(node) in COLUMNS]


def test_no_float_comes_near_money():
    sources = [module for floor in WITHOUT_FLOAT for module in modules(f"comptoir/{floor}", migrations=True)]

    assert [f"{module.place}:{line}" for module in sources for line in floats(module.tree)] == []


def test_no_column_of_any_table_is_a_float_or_a_decimal():
    sources = modules(migrations=True)

    assert [f"{module.place}:{line}" for module in sources for line in inexact_columns(module.tree)] == []


def test_a_float_is_caught_as_literal_as_call_and_as_type():
    assert sorted(floats(ast.parse("a = 0.5\nb = float(a)\nc: float = 1\nd = 100\n"))) == [1, 2, 3]


def test_a_decimal_column_is_caught():
    assert inexact_columns(ast.parse("a = models.BigIntegerField()\nb = models.DecimalField()\n")) == [2]
