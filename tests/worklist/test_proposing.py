"""What a proposal is made of, and what it says of where that comes from."""

from datetime import timedelta

from django.utils import timezone

from comptoir.connectors.registry import package
from comptoir.intake.actions.moving import move
from comptoir.intake.actions.sending import send, take_back
from comptoir.intake.choices import Mailbox
from comptoir.intake.models import Submission
from comptoir.kit.words import Sentence
from comptoir.ledger.models import Books, Partner, Period
from comptoir.sync.actions import connect
from comptoir.worklist.choices import Status
from comptoir.worklist.editing import make_rule
from comptoir.worklist.models import WorklistSettings
from comptoir.worklist.proposing import propose
from tests.firms.people import new_dossier
from tests.sync.conftest import Connected
from tests.sync.exports import export
from tests.worklist.conftest import BOOKS, NOW, work


def evidence(proposal) -> dict[str, str]:
    """By field what it says of where its value comes from."""
    return {name: str(Sentence.from_json(why)) for name, why in proposal.evidence.items()}


def test_a_known_supplier_is_proposed_as_it_was_booked(proposed):
    found = proposed()

    assert (found.status, found.reasons) == (Status.OK, {})
    assert (found.journal_code, found.period_code, found.partner_name) == ("ACH", "202604", "Proximus")
    assert found.lines == [{"account": "612300", "vat": "21", "base": 30_000, "tax": 6_300, "text": ""}]
    assert evidence(found) == {
        "period": "By the invoice date.",
        "partner": "Found by the name Proximus SA.",
        "line-0": "2 of the last 2 invoices of this partner: 612300, VAT code 21.",
    }


def test_a_sale_is_proposed_on_its_revenue(proposed):
    found = proposed("V-8", mailbox="sales")

    assert (found.status, found.journal_code, found.partner_name) == (Status.OK, "VEN", "Martin")
    assert [line["account"] for line in found.lines] == ["700000"]


def test_the_vat_number_goes_before_the_name(atelier, proposed):
    Partner.objects.create(dossier=atelier.dossier, key="F9", name="Autre", account="440000", vat="BE0202239951")

    assert proposed(supplier={"name": "Proximus", "vat": "BE0202239951"}).partner_name == "Autre"


def test_a_card_of_another_vat_number_is_not_taken_by_its_name(atelier, proposed):
    Partner.objects.filter(dossier=atelier.dossier, key="F1").update(vat="BE0403019261")

    found = proposed(supplier={"name": "Proximus", "vat": "BE0202239951"})

    assert (found.partner, found.partner_name) == (None, "Proximus")
    assert found.card["vat"] == "BE0202239951"


def test_an_unknown_supplier_gets_a_new_card_and_lacks_its_account(proposed):
    found = proposed(supplier={"name": "Papeterie Neuve", "vat": "BE0466279295"}, ibans=["BE71096123456769"])

    assert (found.partner_name, found.card["ibans"]) == ("Papeterie Neuve", ["BE71096123456769"])
    assert (found.status, list(found.reasons)) == (Status.NOK, ["line-0"])


def test_a_closed_period_gives_way_to_the_nearest_open_one(atelier, proposed):
    april = Period.objects.get(dossier=atelier.dossier, code="202604")
    Books.objects.filter(dossier=atelier.dossier).update(accounts_until=april.end_on)

    found = proposed()

    assert found.period_code == "202605"
    assert evidence(found)["period"].startswith("The period of the invoice date is closed")


def test_lines_that_do_not_come_to_the_total_are_nok(proposed):
    found = proposed(totals={"net": "300.00", "tax": "63.00", "gross": "364.00"})

    assert (found.status, list(found.reasons)) == (Status.NOK, ["tie"])


def test_a_rule_goes_before_the_history(anne, proposed):
    first = proposed()
    first.lines = [
        {"account": "612300", "vat": "21", "base": 7_500, "tax": None, "text": ""},
        {"account": "411000", "vat": "21", "base": 2_500, "tax": None, "text": ""},
    ]
    first.save()
    make_rule(first, by=anne, at=NOW)

    found = proposed("2026-118")

    assert [(line["account"], line["base"]) for line in found.lines] == [("612300", 22_500), ("411000", 7_500)]
    assert evidence(found)["line-0"] == "By the rule for this partner."


def test_what_a_person_touched_stays(atelier, proposed):
    found = proposed()
    found.touched, found.number = True, "mine"
    found.save()

    again = propose(found.submission, by=atelier.by, at=NOW)

    assert (again.number, again.version) == ("mine", found.version)


def test_what_was_taken_back_and_moved_is_proposed_anew_on_its_side(atelier, anne, proposed):
    found = proposed("V-8")
    found.touched = True
    found.save()
    rows = Submission.objects.filter(pk=found.submission_id)
    take_back(rows, by=anne, at=NOW)
    move(rows, Mailbox.SALES, by=anne, at=NOW)
    send(rows, by=anne, at=timezone.now() + timedelta(minutes=1))
    work()

    found.refresh_from_db()
    assert (found.of_sale, found.touched, found.journal_code) == (True, False, "VEN")


def test_other_dossiers_of_the_firm_are_counted_unless_that_is_switched_off(atelier, proposed, tmp_path):
    other = Connected(new_dossier(atelier.dossier.firm, "Boulangerie", "0403019261"), tmp_path / "other")
    _connect(other)
    vat = "BE0202239951"
    Partner.objects.filter(dossier=other.dossier, key="F1").update(vat=vat)
    supplier = {"name": "Belgacom", "vat": vat}

    found = proposed(supplier=supplier)
    WorklistSettings.objects.create(dossier=atelier.dossier, firm_memory=False)
    without = proposed("2026-118", supplier=supplier)

    assert (found.status, found.lines[0]["account"]) == (Status.OK, "612300")
    assert "in the firm’s other dossiers" in evidence(found)["line-0"]
    assert (without.status, without.lines[0]["account"]) == (Status.NOK, "")


def _connect(other: Connected) -> None:
    other.folder.mkdir()
    export(other.folder, BOOKS)
    connect(other.dossier, "fec", package("fec").propose({"folder": str(other.folder)}), by=other.by, at=NOW)
    other.run()
