"""The demo firm: loaded once through the real pipeline, taken up when interrupted, kept out of real installations."""

import json
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings as default_settings
from django.utils import timezone

from comptoir.archive.models import ArchivedInvoice, FiledDocument
from comptoir.archive.queries.to_do import waiting
from comptoir.demo import people
from comptoir.demo.folders import LINES, SEED
from comptoir.demo.generate.books import MANIFEST, generate
from comptoir.demo.load import DONE_UNTIL, MARK, NotForADemo, is_loaded, load
from comptoir.firms.access import machine
from comptoir.firms.actions import create_firm
from comptoir.firms.models import Dossier, Firm, Person
from comptoir.firms.queries import places_of
from comptoir.jobs.registry import job_functions
from comptoir.kit.money import text_of
from comptoir.ledger.models import Books
from comptoir.sync.choices import Outcome
from comptoir.sync.models import Connection, Run
from comptoir.web.office.connection.folders import FolderOutside, folder_below_roots

pytestmark = pytest.mark.django_db(transaction=True)


def bring(data: Path) -> None:
    load(data, job_functions(), lambda *_: None, at=timezone.now())


def rows(name: str):
    return ArchivedInvoice.objects.filter(dossier__name=name)


def test_both_companies_are_there_with_their_books_documents_and_dates(tmp_path):
    bring(tmp_path)

    assert is_loaded(tmp_path)
    assert Counter(rows("Atelier Exemple SRL").values_list("tab", flat=True)) == {"purchases": 58, "sales": 57}
    assert rows("Atelier Exemple SRL").exclude(document=None).count() == 20
    assert rows("Maison Verbruggen SA").exclude(document=None).count() == 24
    assert set(Run.objects.values_list("outcome", flat=True)) == {Outcome.DONE}
    assert set(Books.objects.values_list("accounts_until", flat=True)) == {DONE_UNTIL}
    generate(tmp_path / "again", lines=LINES, seed=SEED)
    assert_every_case_is_as_the_manifest_says(tmp_path / "again" / MANIFEST)


def test_papers_are_filed_in_the_first_company_by_those_who_would_do_it_once(tmp_path):
    bring(tmp_path)
    (tmp_path / "demo" / MARK).unlink()
    bring(tmp_path)

    filed = FiledDocument.objects.filter(dossier__name="Atelier Exemple SRL").order_by("pk")
    assert list(filed.values_list("tab", "title", "category__name_nl", "filed_name", "by_client")) == [
        ("permanent", "Statuts coordonnés", "Identiteit en statuten", "Thomas Renard", False),
        ("permanent", "Carte d’identité de Marie Dubois", "Identiteit en statuten", "Marie Dubois", True),
        ("permanent", "Bail commercial de l’atelier", "Huur en contracten", "Thomas Renard", False),
        ("permanent", "Police incendie", "Verzekeringen", "Marie Dubois", True),
        ("miscellaneous", "Conditions du crédit d’investissement", "Kredieten", "Thomas Renard", False),
    ]
    assert all(row.document.facts["pages"] == 1 for row in filed)
    assert FiledDocument.objects.count() == 5
    assert_one_tick_drifts_and_the_second_company_stops_at_what_is_processed()


def assert_one_tick_drifts_and_the_second_company_stops_at_what_is_processed() -> None:
    first, second = Dossier.objects.filter(firm__name="Fiduciaire Exemple").order_by("pk")
    by = machine(first.firm_id, first.pk, "test")
    drifting = [waiting(by, tab, on=date(2026, 11, 1))["drift"].count for tab in ("purchases", "sales")]
    assert drifting == [0, 1]
    assert (first.shows_only_processed, second.shows_only_processed) == (False, True)


def assert_every_case_is_as_the_manifest_says(manifest: Path) -> None:
    found = {
        (row.fiscal_year, row.journal, row.number): {
            "payment": row.payment,
            "open": text_of(row.open_cents),
            "paid_on": row.paid_on.isoformat() if row.paid_on else None,
        }
        for row in rows("Maison Verbruggen SA")
    }
    for case, pieces in json.loads(manifest.read_text()).items():
        for piece in pieces:
            number = (piece["year"], piece["journal"], piece["number"])
            assert (case, number, found[number]) == (case, number, piece["expected"])


def test_everybody_can_log_in_and_finds_the_places_of_his_role(tmp_path):
    bring(tmp_path)

    found = {who.email: Person.objects.get(email=who.email) for who in people.PEOPLE}
    assert all(found[who.email].check_password(who.password) for who in people.PEOPLE)
    names = {email: [place.name for place in places_of(person)] for email, person in found.items()}
    assert names == {
        people.ADMINISTRATOR.email: [people.FIRM],
        people.COLLABORATOR.email: [people.FIRM],
        people.CLIENT.email: ["Atelier Exemple SRL"],
        people.CLIENT_OF_TWO.email: ["Atelier Exemple SRL", "Maison Verbruggen SA"],
        people.OUTSIDER.email: [people.OTHER_FIRM],
    }
    assert found[people.CLIENT_OF_TWO.email].language == "nl"


def test_an_interrupted_load_is_taken_up_where_it_stopped_and_a_complete_one_never_again(tmp_path):
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        load(tmp_path, job_functions(), interrupt, at=timezone.now())
    assert not is_loaded(tmp_path)

    bring(tmp_path)

    assert is_loaded(tmp_path)
    assert (Firm.objects.count(), Dossier.objects.count(), Person.objects.count()) == (2, 3, 5)
    assert rows("Atelier Exemple SRL").count() == 115
    runs = Run.objects.count()

    bring(tmp_path)

    assert (Run.objects.count(), Person.objects.count()) == (runs, 5)


def test_the_firm_next_door_cannot_choose_the_folders_of_the_demo_firms_books(tmp_path, settings):
    settings.BOOKS_ROOTS = [tmp_path / "books" / "{firm}"]
    bring(tmp_path)

    folders = list(Connection.objects.values_list("settings__folder", flat=True))
    own, other = (Firm.objects.get(name=name).pk for name in (people.FIRM, people.OTHER_FIRM))
    assert len(folders) == 2
    for folder in folders:
        assert folder_below_roots(folder, own) == folder
        with pytest.raises(FolderOutside):
            folder_below_roots(folder, other)


def test_no_folder_is_open_to_every_firm_unless_somebody_says_so():
    assert [root.name for root in default_settings.BOOKS_ROOTS] == ["{firm}"]


def test_a_real_installation_gets_no_demo(tmp_path):
    create_firm("Bureau Réel", email="chef@bureau.example", at=timezone.now())

    with pytest.raises(NotForADemo, match="Bureau Réel"):
        bring(tmp_path)

    assert Person.objects.count() == 0
    assert list(tmp_path.iterdir()) == []
