"""The floors: imports go down between them, and inside an app choices < models < queries < actions."""

import ast
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from tests.house.source import ROOT, Module, modules

LINT_IMPORTS = Path(sys.executable).parent / "lint-imports"
ORDER = {"choices": 0, "models": 1, "queries": 2, "actions": 3}
UPWARD = """
[tool.importlinter]
root_packages = ["house"]
[[tool.importlinter.contracts]]
name = "Down only"
type = "layers"
layers = ["house.upper", "house.lower"]
"""


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([LINT_IMPORTS, "--no-cache"], cwd=folder, capture_output=True, text=True, check=False)


def imported(module: Module) -> set[str]:
    """The dotted names of what a module imports, each name of a `from` import too."""
    names: set[str] = set()
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.update(f"{node.module}.{alias.name}" for alias in node.names)
    return names


def upward_in_app(found: Iterable[Module]) -> list[str]:
    """Imports of a later part of the same app by an earlier one."""
    wrong = []
    for module in found:
        app, _, rest = module.dotted.removeprefix("comptoir.").partition(".")
        own = ORDER.get(rest.partition(".")[0])
        for name in imported(module) if own is not None else ():
            target = ORDER.get(name.removeprefix(f"comptoir.{app}.").partition(".")[0])
            if name.startswith(f"comptoir.{app}.") and target is not None and target > own:
                wrong.append(f"{module.place} imports {name}")
    return wrong


def test_imports_go_down_the_floors():
    outcome = lint_imports(ROOT)

    assert outcome.returncode == 0, outcome.stdout


def test_an_import_that_goes_up_is_caught(tmp_path):
    (tmp_path / "house").mkdir()
    (tmp_path / "house/__init__.py").touch()
    (tmp_path / "house/upper.py").touch()
    (tmp_path / "house/lower.py").write_text("import house.upper\n")
    (tmp_path / "pyproject.toml").write_text(UPWARD)

    outcome = lint_imports(tmp_path)

    assert outcome.returncode == 1
    assert "house.lower -> house.upper" in outcome.stdout


def test_inside_an_app_imports_go_from_actions_to_choices():
    assert upward_in_app(modules()) == []


def test_a_query_that_imports_an_action_is_caught():
    text = "from comptoir.firms.actions import close\nfrom comptoir.firms.models import Firm\n"
    module = Module(ROOT / "comptoir/firms/queries.py", text, ast.parse(text))

    assert upward_in_app([module]) == ["comptoir/firms/queries.py imports comptoir.firms.actions.close"]
