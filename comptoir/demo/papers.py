"""What is filed in the demo's first company: a lease, an insurance policy, an identity card, statutes, a bank's letter."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from comptoir.archive.actions.filing import Card, file_document
from comptoir.archive.choices import FiledTab
from comptoir.archive.models import Category, FiledDocument
from comptoir.demo import people
from comptoir.demo.generate.letters import letter
from comptoir.demo.people import DemoPerson
from comptoir.firms.access import Access
from comptoir.firms.models import Dossier, Person
from comptoir.firms.queries import access_to_dossier
from comptoir.kit.words import Refusal


@dataclass(frozen=True, slots=True)
class Paper:
    """A document and what is said of it. `left` and `told` are days: until it expires, and before that the reminder."""

    tab: FiledTab
    category: str
    title: str
    name: str
    dated_on: date
    by: DemoPerson
    sender: str
    lines: tuple[str, ...]
    comment: str = ""
    left: int | None = None
    told: int = 30


PAPERS = (
    Paper(
        FiledTab.PERMANENT,
        "Identité et statuts",
        "Statuts coordonnés",
        "statuts.pdf",
        date(2019, 4, 12),
        people.COLLABORATOR,
        "Notaires associés Exemple, Bruxelles",
        ("Atelier Exemple SRL", "Objet : menuiserie et agencement", "Siège : rue de l'Exemple 12, 1000 Bruxelles"),
    ),
    Paper(
        FiledTab.PERMANENT,
        "Identité et statuts",
        "Carte d’identité de Marie Dubois",
        "carte-identite.pdf",
        date(2022, 5, 3),
        people.CLIENT,
        "Spécimen",
        ("Nom : Dubois", "Prénom : Marie", "Document d'exemple, sans valeur"),
        left=1620,
    ),
    Paper(
        FiledTab.PERMANENT,
        "Baux et contrats",
        "Bail commercial de l’atelier",
        "bail.pdf",
        date(2018, 1, 1),
        people.COLLABORATOR,
        "Immobilière Exemple SA",
        ("Bail commercial de neuf ans", "Preneur : Atelier Exemple SRL", "Loyer indexé chaque année au 1er janvier"),
        comment="Préavis de six mois par lettre recommandée.",
        left=150,
        told=180,
    ),
    Paper(
        FiledTab.PERMANENT,
        "Assurances",
        "Police incendie",
        "police-incendie.pdf",
        date(2025, 12, 15),
        people.CLIENT,
        "Assurances Exemple",
        ("Police 12.345.678", "Bâtiment et contenu", "Échéance annuelle, reconduction tacite"),
        comment="Prime annuelle ; comparer avant l’échéance.",
        left=19,
    ),
    Paper(
        FiledTab.MISCELLANEOUS,
        "Crédits",
        "Conditions du crédit d’investissement",
        "lettre-banque.pdf",
        date(2026, 9, 8),
        people.COLLABORATOR,
        "Banque Exemple",
        (
            "Madame, Monsieur,",
            "Votre crédit d'investissement est accordé.",
            "Le tableau d'amortissement suit par courrier.",
        ),
        comment="Le tableau d’amortissement suit.",
    ),
)


class NobodyToFile(Refusal):
    """The person of the demo who files this has no seat in the dossier."""


def file_papers(dossier: Dossier, at: datetime) -> None:
    """File what is not there yet, each by the person who would do it."""
    there = set(FiledDocument.objects.filter(dossier=dossier).values_list("title", flat=True))
    for paper in PAPERS:
        if paper.title not in there:
            _file(paper, dossier, at)


def _file(paper: Paper, dossier: Dossier, at: datetime) -> None:
    by = standing(paper.by, dossier)
    category = Category.objects.visible_to(by).get(tab=paper.tab, name_fr=paper.category, dossier=None)
    expires_on = None if paper.left is None else timezone.localdate(at) + timedelta(days=paper.left)
    card = Card(
        category_id=category.pk,
        title=paper.title,
        dated_on=paper.dated_on,
        comment=paper.comment,
        expires_on=expires_on,
        remind_on=expires_on - timedelta(days=paper.told) if expires_on else None,
    )
    content = letter(paper.sender, paper.title, paper.lines)
    file_document(content, card, tab=paper.tab, name=paper.name, dossier=dossier, by=by, at=at)


def standing(who: DemoPerson, dossier: Dossier) -> Access:
    """What that person of the demo may do in the dossier. Raises NobodyToFile."""
    access = access_to_dossier(Person.objects.get(email=who.email), dossier.pk)
    if access is None:
        raise NobodyToFile("%(name)s has no seat in the dossier of the demo.", name=who.name)
    return access
