"""The last source of an account: the firm's category schema, by the words of the invoice.

A word that stands in the invoice and in the name of an account under a category's roots, or in the name of the category,
says which account it is. Nothing is guessed without such a word.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from comptoir.figures.costs import Schema, schema_of
from comptoir.figures.models import CostCategory
from comptoir.firms.access import machine
from comptoir.firms.models import Dossier
from comptoir.kit.text import plain
from comptoir.kit.words import Sentence
from comptoir.ledger.models import Account
from comptoir.worklist.habits import words_of

FULLY = 100
"""Percent of the VAT that is recovered where nothing else is said."""

SHORTEST = 4
"""Letters of a word that says something."""


@dataclass(frozen=True, slots=True)
class BySchema:
    """An account that the schema names; `deductible` in percent."""

    account: str
    deductible: int
    evidence: Sentence


def by_schema(dossier: Dossier, texts: Iterable[str]) -> BySchema | None:
    """The account of costs that those words of an invoice name; None where they name none, or several equally well."""
    schema = schema_of(machine(dossier.firm_id, dossier.pk, "worklist"))
    said = _words(texts)
    if not said or not schema.categories:
        return None
    best: Counter[tuple[str, str]] = Counter()
    of = {}
    for account in Account.objects.filter(dossier=dossier, code__startswith="6").only("code", "name"):
        category = schema.category_of(account.code)
        shared = said & _words([account.name]) if category is not None else frozenset()
        if category is not None and shared:
            key = (account.code, max(shared, key=lambda word: (len(word), word)))
            best[key], of[key] = len(shared), category
    if best:
        first, *others = best.most_common(2)
        return None if others and others[0][1] == first[1] else _found(first[0], of[first[0]])
    return _by_category(dossier, schema, said)


def _by_category(dossier: Dossier, schema: Schema, said: frozenset[str]) -> BySchema | None:
    """The only account under the only category whose name has a word of the invoice."""
    named = [(each, said & _words((each.name_fr, each.name_nl, each.name_en))) for each in schema.categories]
    fitting = [(each, shared) for each, shared in named if shared]
    if len(fitting) != 1:
        return None
    category, shared = fitting[0]
    codes = Account.objects.filter(dossier=dossier, code__startswith="6").values_list("code", flat=True)
    under = [code for code in codes if schema.category_of(code) == category]
    return _found((under[0], max(shared, key=len)), category) if len(under) == 1 else None


def _found(key: tuple[str, str], category: CostCategory) -> BySchema:
    account, word = key
    facts = {"category": str(category), "account": account, "word": word}
    evidence = Sentence("The firm’s category %(category)s, for the word “%(word)s”: %(account)s.", facts)
    return BySchema(account, category.deductible, evidence)


def _words(texts: Iterable[str]) -> frozenset[str]:
    """The words that say something, without accents and endings of the plural."""
    return frozenset(word.rstrip("sx") for word in words_of(plain(text) for text in texts) if len(word) >= SHORTEST)
