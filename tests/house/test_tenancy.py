"""Tenancy is one door: every table belongs to a dossier or says why not, and every page reads through `visible_to`."""

import ast

from django.apps import apps
from django.db import models

from tests.house.source import Module, called, modules, parents

UNSCOPED = {
    "audit.Event": "the trail keeps ids only and knows no domain; it outlives what it tells of",
    "jobs.Job": "the queue knows no domain; jobs carry ids, and no page shows their arguments",
    "jobs.Recurrence": "when the installation's own recurring jobs are due",
    "firms.Firm": "the root of tenancy; found through a seat",
    "firms.Person": "a login; one person sits in several firms",
    "firms.Dossier": "is the scope itself, and has visible_to",
    "firms.Seat": "a place in a firm or in a dossier; what access is made from",
    "firms.Assignment": "which dossiers a seat of the firm sees; what access is made from",
    "firms.Invitation": "found by the hash of its token, before there is a seat",
    "firms.Attempts": "counts what is limited, before anybody is known",
    "firms.Session": "belongs to a person",
    "firms.ApiToken": "a person's own; names the dossiers for which it is good",
    "archive.ListLook": "how one person likes a list, whatever the dossier",
    "intake.MailAccount": "the firm's own, for all of its dossiers; read by the firm of the access",
    "intake.Stray": "what lies in the firm's mailbox at its provider, for no dossier; read by the firm of the access",
    "sync.MappingProfile": "the firm's own, of several of its dossiers; read by the firm of the access",
    "guide.Question": "the firm's own words to all its clients; read by the firm of the access",
    "notices.Mail": "keeps ids only; a mail may belong to no dossier",
    "ledger.StagedEntry": "what one run has read and not applied; reached by the run's batch only, shown nowhere",
    "ledger.StagedLine": "what one run has read and not applied; reached by the run's batch only, shown nowhere",
    "ledger.Touched": "what one run touches; reached by the run's batch only, shown nowhere",
}
"""Tables without `dossier` and `visible_to`, each with its reason."""

UNSEEN_READS: dict[str, str] = {
    "comptoir.web.shared.preferences.logo": "the firm's own; for whoever has a seat there, which is read first",
}
"""Functions of `web` that read a table without `visible_to`, by module and function, each with its reason."""

MANAGERS = {"objects", "_default_manager", "_base_manager"}
SHORTCUTS = {"get_object_or_404", "get_list_or_404"}


def scoped(model: type[models.Model]) -> bool:
    """Whether rows carry their dossier and are read through `visible_to`."""
    field = next((field for field in model._meta.fields if field.name == "dossier"), None)
    related = field.related_model if field is not None else None
    return (
        related is not None and related._meta.label == "firms.Dossier" and hasattr(model._default_manager, "visible_to")
    )


def unseen_reads(module: Module) -> list[str]:
    """Functions that start a query on a table, or hand the table to a shortcut, without `visible_to`."""
    above = parents(module.tree)
    found = []
    for node in ast.walk(module.tree):
        by_manager = (
            isinstance(node, ast.Attribute) and node.attr in MANAGERS and "visible_to" not in chain(node, above)
        )
        by_shortcut = isinstance(node, ast.Call) and called(node) in SHORTCUTS and is_class(node.args[0])
        if by_manager or by_shortcut:
            found.append(f"{module.dotted}.{function_around(node, above)}")
    return found


def chain(node: ast.AST, above: dict[ast.AST, ast.AST]) -> set[str]:
    """The names called one after another on this node: `x.objects.filter(..).first()` gives filter, first."""
    names = set()
    while isinstance(parent := above.get(node), ast.Attribute | ast.Call) and node in (
        getattr(parent, "value", None),
        getattr(parent, "func", None),
    ):
        if isinstance(parent, ast.Attribute):
            names.add(parent.attr)
        node = parent
    return names


def is_class(node: ast.expr) -> bool:
    name = node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")
    return bool(name) and name[0].isupper()


def function_around(node: ast.AST, above: dict[ast.AST, ast.AST]) -> str:
    while node in above and not isinstance(node, ast.FunctionDef):
        node = above[node]
    return getattr(node, "name", "(module)")


def test_every_table_belongs_to_a_dossier_or_is_listed_with_a_reason():
    ours = [model for model in apps.get_models() if model.__module__.startswith("comptoir.")]

    assert {model._meta.label for model in ours if not scoped(model)} == set(UNSCOPED)


def test_a_column_named_dossier_is_not_enough_to_be_scoped():
    assert not scoped(apps.get_model("firms.Seat"))
    assert scoped(apps.get_model("ledger.Entry"))


def test_every_query_of_a_page_goes_through_visible_to_or_is_listed_with_a_reason():
    found = {place for module in modules("comptoir/web") for place in unseen_reads(module)}

    assert found == set(UNSEEN_READS)


def test_a_query_without_visible_to_is_caught():
    text = """
def good(request): return get_object_or_404(Entry.objects.visible_to(request.access).filter(a=1), pk=1)
def bad(request): return Entry.objects.filter(dossier=request.dossier)
def worse(request): return get_object_or_404(Entry, pk=1)
def hidden(request): return Entry.objects.filter(line__in=Line.objects.visible_to(request.access))
"""
    module = Module(modules()[0].path, text, ast.parse(text))

    assert sorted(place.rpartition(".")[2] for place in unseen_reads(module)) == ["bad", "hidden", "worse"]
