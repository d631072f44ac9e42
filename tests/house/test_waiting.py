"""Browser tests wait: what was clicked leads on only after a while, and until then the page is the one before."""

import ast
from collections.abc import Iterator

import pytest

from tests.house.source import Function, modules

ACTS = {"click", "dblclick", "tap", "press", "log_in"}
"""What may lead to another page, or change this one by what the server answers."""

WAITS = {"expect", "arrived", "wait_for", "wait_for_url"}
"""What waits for the new page; the end of a block that is `with page.expect_…` does, too."""

AT_ONCE = {
    *("all", "all_inner_texts", "all_text_contents", "count", "content", "is_checked", "is_visible", "title", "url"),
    *("ask", "enter", "go_back", "goto", "pieces", "amounts", "reload"),
}
"""What reads the page or asks the server as they are at that moment, or gives up what is under way."""

SAMPLE = """
def test_rows(page):
    page.locator("a").click()
    page.locator("#q").fill("x")
    {line}
"""


def hasty(tree: ast.AST) -> list[str]:
    """The functions, each with the line, that read after an act without having waited."""
    found = []
    for function in ast.walk(tree):
        if isinstance(function, Function):
            acted = False
            for line, name in sorted(said(function)):
                if acted and name in AT_ONCE:
                    found.append(f"{function.name}, line {line[0]}: {name}")
                acted = name in ACTS or (acted and name not in WAITS)
    return found


def said(function: ast.AST) -> Iterator[tuple[tuple[int, int], str]]:
    """The names that matter in a function, each with where it ends."""
    for node in ast.walk(function):
        end = (getattr(node, "end_lineno", 0), getattr(node, "end_col_offset", 0))
        if isinstance(node, ast.Attribute | ast.Name):
            yield end, node.attr if isinstance(node, ast.Attribute) else node.id
        elif isinstance(node, ast.With) and "expect_" in ast.unparse(node.items[0]):
            yield end, "expect"


def test_browser_tests_wait_after_a_click_before_they_read_at_once():
    found = [f"{module.place}: {each}" for module in modules("tests/e2e") for each in hasty(module.tree)]

    assert found == []


@pytest.mark.parametrize(
    "line",
    [
        "assert page.locator('tr').count() == 3",
        "address = page.url",
        "assert archive.pieces(page) == []",
        "page.goto('/')",
    ],
)
def test_a_page_that_is_read_too_early_is_caught(line):
    assert len(hasty(ast.parse(SAMPLE.format(line=line)))) == 1


@pytest.mark.parametrize(
    "line",
    [
        "expect(page.locator('tr')).to_have_count(3); assert page.url",
        "page.wait_for_url('/x/'); assert page.url",
        "with page.expect_navigation(): page.locator('b').click()\n    assert page.url",
    ],
)
def test_a_page_that_was_waited_for_may_be_read(line):
    assert hasty(ast.parse(SAMPLE.format(line=line))) == []
