"""The voice: modules and public things say what they are for; nothing is left undone; errors are not swallowed."""

import ast
import re

from tests.house.source import Function, Module, modules, parents, text_files

CATCH_ALL: dict[str, str] = {
    "comptoir.jobs.work.perform": "the edge of the worker: logged, kept on the job, tried again",
    "comptoir.sync.jobs.push": "the last attempt at a booking is written down as refused, logged and raised again",
    "comptoir.sync.jobs.run": "the last attempt of a run is written down as failed, logged and raised again",
}
"""Places that may catch every exception, by module and function, each with the reason."""

UNDONE = re.compile(r"\b(?:TO" + r"DO|FIX" + r"ME|XX" + r"X)\b")
FRAMEWORK = {"handle", "add_arguments", "ready"}


def speechless(module: Module) -> list[str]:
    """The module, and its public functions and classes, when they have no docstring."""
    public = [
        node
        for node in module.tree.body
        if isinstance(node, Function | ast.ClassDef) and not node.name.startswith("_") and node.name not in FRAMEWORK
    ]
    silent = [node.name for node in public if not ast.get_docstring(node)]
    if not ast.get_docstring(module.tree):
        silent.insert(0, "(module)")
    return [f"{module.place}: {name}" for name in silent]


def catch_alls(module: Module) -> list[str]:
    """Functions that catch every exception."""
    above, found = parents(module.tree), []
    for node in ast.walk(module.tree):
        if isinstance(node, ast.ExceptHandler) and catches_all(node.type):
            place: ast.AST = node
            while place in above and not isinstance(place, Function):
                place = above[place]
            found.append(f"{module.dotted}.{getattr(place, 'name', '(module)')}")
    return found


def catches_all(caught: ast.expr | None) -> bool:
    names = caught.elts if isinstance(caught, ast.Tuple) else [caught]
    return any(name is None or getattr(name, "id", "") in {"Exception", "BaseException"} for name in names)


def written(text: str, place: str = "comptoir/sample.py") -> Module:
    from_root = modules()[0].path.parent.parent / place
    return Module(from_root, text, ast.parse(text))


def test_every_module_says_what_it_is_for_and_every_public_thing_what_the_caller_must_know():
    assert [line for module in modules() for line in speechless(module)] == []


def test_every_test_module_and_script_says_what_it_is_about():
    sources = [*modules("tests"), *modules("scripts")]

    assert [module.place for module in sources if module.text.strip() and not ast.get_docstring(module.tree)] == []


def test_a_public_function_without_docstring_is_caught():
    assert speechless(written("def pay(): ...\ndef _help(): ...")) == [
        "comptoir/sample.py: (module)",
        "comptoir/sample.py: pay",
    ]


def test_every_exception_is_caught_only_where_a_reason_is_listed():
    found = {place for module in modules() for place in catch_alls(module)}

    assert found == set(CATCH_ALL)


def test_a_swallowed_exception_is_caught_by_this_house():
    text = "def send():\n    try:\n        1\n    except (OSError, Exception):\n        pass\n"

    assert catch_alls(written(text)) == ["comptoir.sample.send"]


def test_nothing_is_marked_as_left_to_do():
    assert [place for place, text in text_files() if UNDONE.search(text)] == []
