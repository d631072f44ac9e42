"""What the demo's firm tells its clients in the help: how it is reached, and questions of its own."""

from datetime import datetime

from comptoir.firms.access import Access
from comptoir.firms.actions.settings import change_firm
from comptoir.firms.models import Firm
from comptoir.guide.actions import add_question

CONTACT = """Anne Lambert et Thomas Renard
+32 2 555 01 23
aide@fiduciaire.example
Rue de l’Exemple 1, 1000 Bruxelles"""

QUESTIONS = (
    (
        "fr",
        "Jusqu’à quand puis-je remettre mes factures du trimestre ?",
        "Jusqu’au **5 du mois** qui suit le trimestre. Ce qui arrive plus tard est comptabilisé au trimestre suivant.",
    ),
    (
        "fr",
        "Quand vos bureaux sont-ils ouverts ?",
        "- du lundi au jeudi, de 9 h à 12 h et de 13 h à 17 h\n- le vendredi, de 9 h à 12 h\n\nHors de ces heures, "
        "écrivez-nous : nous répondons le jour ouvrable suivant.",
    ),
    (
        "nl",
        "Tot wanneer kan ik mijn facturen van het kwartaal bezorgen?",
        "Tot de **5de van de maand** na het kwartaal. Wat later komt, wordt in het volgende kwartaal geboekt.",
    ),
    (
        "en",
        "Until when can I hand in my invoices of the quarter?",
        "Until the **5th of the month** after the quarter. What comes later is booked in the next quarter.",
    ),
)
"""Language, question and answer."""


def tell_clients(firm: Firm, by: Access, at: datetime) -> None:
    """Write the firm's contact, and add its questions."""
    change_firm(name=firm.name, language=firm.language, contact=CONTACT, by=by, at=at)
    for language, question, answer in QUESTIONS:
        add_question(language, question, answer, by=by, at=at)
