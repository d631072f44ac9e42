"""Miscellaneous and Permanent in the browser: lists, filing, refusals next to the field, changing, taking out."""

from datetime import date, timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image

from comptoir.archive.actions.categories import retire_category
from comptoir.archive.models import Category, FiledDocument
from comptoir.demo.generate.letters import letter
from comptoir.documents.models import Document
from comptoir.documents.prepare import prepare
from comptoir.firms.access import Access
from comptoir.firms.models import Person
from comptoir.web.shared import uploads
from tests.archive.filed import TODAY, category, filed
from tests.firms.people import NOW, in_dossier, new_firm, office, seated
from tests.formats.pdf.make import pdf
from tests.web.portal.page import cells, chips, links, rows, text_of

HTMX = {"hx-request": "true"}


pytestmark = pytest.mark.usefixtures("store")


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def leases(dossier) -> Category:
    return category(dossier.firm, "Leases")


@pytest.fixture
def bob(dossier) -> Access:
    """Bob of the firm, in the portal."""
    return in_dossier(seated("Bob", "administrator", dossier.firm), dossier)


@pytest.fixture
def carl_access(dossier, carl) -> Access:
    return in_dossier(Person.objects.get(name="Carl"), dossier)


@pytest.fixture
def address(dossier) -> str:
    return f"/d/{dossier.pk}/archive/permanent/"


def typed(under: Category, content: bytes | None = None, name: str = "Bail signé.pdf", **said: str) -> dict:
    """The form of a new document, filled in."""
    file = SimpleUploadedFile(name, pdf() if content is None else content)
    return {"file": file, "title": "Lease", "category": under.pk, "dated_on": "2024-01-01"} | said


def test_a_row_says_what_it_is_when_it_expires_who_filed_it_and_whether_it_is_handled(
    carl, bob, dossier, leases, address
):
    filed(dossier, leases, bob, title="Shop", comment="Notice\nsix months", expires_on=TODAY + timedelta(12))
    filed(dossier, leases, bob, title="Card", expires_on=TODAY - timedelta(1), dated_on=date(2020, 1, 1))

    shop, card = rows(carl.get(address))

    assert cells(shop)[:4] == ["Shop", "01/01/2024", "Leases", "Notice six months"]
    assert cells(shop)[4:] == ["13/11/2026 expires in 12 days", "Bob 01/11/2026", "", ""]
    assert cells(card)[4] == "31/10/2026 expired"


def test_the_tabs_stand_in_their_order(carl, dossier, leases, address):
    found = links(carl.get(address))

    tabs = [
        word for word, link in found.items() if link.startswith(f"/d/{dossier.pk}/archive/") and link.count("/") == 5
    ]
    assert tabs[:4] == ["Purchases", "Sales", "Miscellaneous", "Permanent"]


def test_filters_stand_as_chips_and_find_what_expires(carl, bob, dossier, leases, address):
    filed(dossier, leases, bob, title="Shop", expires_on=TODAY + timedelta(12))
    filed(dossier, leases, bob, title="Statutes")

    page = carl.get(f"{address}?expiry=soon&category={leases.pk}&q=shop")

    assert [cells(row)[0] for row in rows(page)] == ["Shop"]
    assert set(chips(page)) == {"Expires soon", "Category “Leases”", "Contains “shop”"}


def test_a_list_costs_the_same_with_one_row_and_with_three(carl, bob, dossier, leases, address):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            carl.get(address)
        return len(captured)

    filed(dossier, leases, bob, title="One")
    queries()
    one = queries()
    filed(dossier, leases, bob, title="Two")
    filed(dossier, category(dossier.firm, "Other"), bob, title="Three")

    assert queries() == one


def test_the_list_is_taken_along_with_its_words(carl, bob, dossier, leases, address):
    filed(dossier, leases, bob, title="=Shop", comment="yes")

    answer = carl.get(address + "?as=csv")
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()

    assert "Leases" in lines[1]
    assert not lines[1].startswith("=")


def test_an_empty_tab_says_where_its_documents_come_from(carl, anne, rita, dossier, address):
    miscellaneous = address.replace("permanent", "miscellaneous")

    assert "Your accounting firm puts letters and papers here" in text_of(carl.get(miscellaneous).content.decode())
    assert "File a document" not in links(carl.get(miscellaneous))
    assert links(anne.get(miscellaneous))["File a document"] == "new/"
    assert "identity cards, statutes, leases" in text_of(rita.get(address).content.decode())
    assert "File a document" not in links(rita.get(address))


def test_a_document_is_filed_and_stands_open_beside_its_list(carl, dossier, leases, address):
    said = typed(leases, expires_on="31/01/2027", remind_days="30", comment="Ground floor")

    answer = carl.post(address + "new/", said, follow=True)

    lease = FiledDocument.objects.get()
    assert answer.redirect_chain[-1][0] == f"{address}{lease.pk}/"
    assert (lease.title, lease.comment) == ("Lease", "Ground floor")
    assert (lease.expires_on, lease.remind_on) == (date(2027, 1, 31), date(2027, 1, 1))
    assert (lease.filed_name, lease.by_client, lease.document.name) == ("Carl", True, "Bail signé.pdf")
    page = text_of(answer.content.decode())
    assert "“Lease” is filed." in page
    assert "Reminder by mail on 01/01/2027" in page


def test_without_a_title_the_name_of_the_file_stands_for_it(carl, dossier, leases, address):
    carl.post(address + "new/", typed(leases, title=""))

    assert FiledDocument.objects.get().title == "Bail signé"


def test_a_photograph_is_filed_and_its_original_only_saved(carl, dossier, leases, address):
    photo = BytesIO()
    Image.new("RGB", (40, 25)).save(photo, "PNG")

    answer = carl.post(address + "new/", typed(leases, photo.getvalue(), "card.png"), follow=True)

    assert FiledDocument.objects.get().document.media_type == "image/png"
    assert "Download the original" in links(answer)
    served = carl.get(f"/d/{dossier.pk}/documents/{Document.objects.get().pk}/file")
    assert served["Content-Disposition"] == 'attachment; filename="card.png"'


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"content": b""}, "The submitted file is empty."),
        ({"content": b"MZ program"}, "Only PDF, XML, JPEG, PNG and TIFF files are kept, and this is none of them."),
        ({"category": ""}, "This field is required."),
        ({"category": "987654"}, "Select a valid choice. 987654 is not one of the available choices."),
        ({"dated_on": "yesterday"}, "This is not a date; write it like 31/03/2026."),
        ({"expires_on": "2023-12-31"}, "The document would expire before its own date."),
        ({"remind_days": "-1"}, "Ensure this value is greater than or equal to 0."),
        ({"comment": "x" * 2001}, "Ensure this value has at most 2000 characters (it has 2001)."),
    ],
)
def test_what_cannot_be_filed_is_refused_next_to_its_field_and_nothing_typed_is_lost(
    carl, dossier, leases, address, change, sentence
):
    answer = carl.post(address + "new/", typed(leases, **{"comment": "Kept words"} | change))

    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in text_of(page)
    assert 'value="Lease"' in page
    assert "Choose the file again" in page
    assert (FiledDocument.objects.count(), Document.objects.count()) == (0, 0)


def test_a_form_without_a_file_is_refused_beside_the_file(carl, leases, address):
    said = typed(leases)
    del said["file"]

    answer = carl.post(address + "new/", said)

    assert answer.status_code == 422
    assert "Choose a file." in text_of(answer.content.decode())


def test_a_file_that_is_too_large_is_dropped_while_it_comes_and_the_words_stay(carl, leases, address, monkeypatch):
    monkeypatch.setattr(uploads, "MAX_BYTES", 1000)

    answer = carl.post(address + "new/", typed(leases, b"%PDF-" + b"x" * 200_000))

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "The file is larger than 35 MB." in text_of(page)
    assert 'value="Lease"' in page
    assert Document.objects.count() == 0


def test_a_large_file_comes_from_the_disk(carl, leases, address):
    noise = Image.effect_noise((1800, 1800), 90)
    photo = BytesIO()
    noise.save(photo, "PNG")
    assert len(photo.getvalue()) > 2_621_440

    carl.post(address + "new/", typed(leases, photo.getvalue(), "card.png"))

    assert FiledDocument.objects.get().document.size == len(photo.getvalue())


def test_a_name_with_folders_in_it_is_only_a_label(carl, leases, address):
    carl.post(address + "new/", typed(leases, name="..\\..\\etc\\passwd.pdf"))

    assert FiledDocument.objects.get().document.name == "passwd.pdf"


def test_another_firms_and_another_dossiers_category_is_none(carl, dossier, other, leases, address):
    for foreign in (category(new_firm("Autre"), "Theirs"), category(dossier.firm, "Own", dossier=other)):
        answer = carl.post(address + "new/", typed(foreign))

        assert answer.status_code == 422
        assert "is not one of the available choices" in text_of(answer.content.decode())
        assert carl.get(f"{address}?category={foreign.pk}").status_code == 404
    assert FiledDocument.objects.count() == 0


def test_the_client_does_not_file_in_miscellaneous_and_the_firm_does(carl, anne, dossier):
    taxes = category(dossier.firm, "Taxes", "miscellaneous")
    address = f"/d/{dossier.pk}/archive/miscellaneous/"

    assert carl.get(address + "new/").status_code == 403
    assert carl.post(address + "new/", typed(taxes)).status_code == 403
    assert anne.post(address + "new/", typed(taxes)).status_code == 302

    assert FiledDocument.objects.get().tab == "miscellaneous"
    assert "expires_on" not in anne.get(address + "new/").content.decode()


def test_who_consults_sees_everything_and_changes_nothing(rita, bob, dossier, leases, address):
    lease = filed(dossier, leases, bob)
    here = f"{address}{lease.pk}/"

    assert rita.get(here).status_code == 200
    refused = [
        rita.get(address + "new/"),
        rita.post(address + "new/", typed(leases)),
        rita.post(here + "change/"),
        rita.post(here + "place"),
        rita.post(here + "handled"),
    ]

    assert [answer.status_code for answer in refused] == [403] * 5
    lease.refresh_from_db()
    assert (lease.removed_at, lease.handled_at, FiledDocument.objects.count()) == (None, None, 1)


def test_the_facts_are_changed_and_a_retired_category_stays_choosable_for_its_own(
    carl, carl_access, dossier, leases, address
):
    lease = filed(dossier, leases, carl_access, expires_on=date(2027, 1, 31), remind_on=date(2027, 1, 1))
    retire_category(leases, by=office(dossier.firm), at=NOW)

    form = carl.get(f"{address}{lease.pk}/change/").content.decode()
    assert 'name="remind_days" value="30"' in form
    said = {"title": "New title", "category": leases.pk, "dated_on": "2024-01-01", "expires_on": "2028-01-31"}
    answer = carl.post(f"{address}{lease.pk}/change/", said | {"remind_days": "10"})

    lease.refresh_from_db()
    assert (answer.status_code, lease.title) == (302, "New title")
    assert (lease.expires_on, lease.remind_on) == (date(2028, 1, 31), date(2028, 1, 21))


def test_the_client_does_not_change_what_the_firm_filed(carl, bob, dossier, leases, address):
    lease = filed(dossier, leases, bob)

    answer = carl.get(f"{address}{lease.pk}/change/")

    assert answer.status_code == 403
    assert "The accounting firm filed this document, and changes it." in text_of(answer.content.decode())
    assert "Change" not in links(carl.get(f"{address}{lease.pk}/"))


def test_what_is_taken_out_leaves_the_list_and_can_be_put_back(carl, rita, carl_access, dossier, leases, address):
    lease = filed(dossier, leases, carl_access)

    answer = carl.post(f"{address}{lease.pk}/place", {"place": "out"}, follow=True)
    assert rows(answer) == []
    assert "is taken out" in text_of(answer.content.decode())
    assert len(rows(carl.get(address + "?taken=out"))) == 1
    assert rows(rita.get(address + "?taken=out")) == []
    assert rita.get(f"{address}{lease.pk}/").status_code == 404
    assert "Taken out on 01/11/2026" in text_of(carl.get(f"{address}{lease.pk}/").content.decode())

    carl.post(f"{address}{lease.pk}/place", {"place": "back"})
    assert len(rows(carl.get(address))) == 1


def test_the_tick_is_swapped_as_a_row_and_beside_the_pane(carl, bob, dossier, leases, address):
    lease = filed(dossier, leases, bob)

    row = carl.post(f"{address}{lease.pk}/handled", {"handled": "yes"}, headers=HTMX).content.decode()
    pane = carl.post(
        f"{address}{lease.pk}/handled", {"handled": "no"}, headers=HTMX | {"hx-target": f"handled-{lease.pk}"}
    ).content.decode()

    assert f'<tr id="row-{lease.pk}">' in row
    assert 'aria-pressed="true"' in row
    assert f'<div id="handled-{lease.pk}"' in pane
    assert f'<template><tr id="row-{lease.pk}" hx-swap-oob="true">' in pane
    lease.refresh_from_db()
    assert lease.handled_at is None


def test_a_document_is_found_in_its_own_tab_and_dossier_only(carl, nora, bob, dossier, other, leases, address):
    lease = filed(dossier, leases, bob)

    assert carl.get(f"{address}{lease.pk}/").status_code == 200
    assert carl.get(f"/d/{dossier.pk}/archive/miscellaneous/{lease.pk}/").status_code == 404
    assert nora.get(f"/d/{other.pk}/archive/permanent/{lease.pk}/").status_code == 404
    for deed in ("handled", "place", "change/"):
        assert nora.post(f"/d/{other.pk}/archive/permanent/{lease.pk}/{deed}").status_code == 404
    lease.refresh_from_db()
    assert (lease.removed_at, lease.handled_at) == (None, None)


def test_many_are_ticked_at_once_and_taken_along(carl, bob, dossier, leases, address):
    one, two = filed(dossier, leases, bob, title="One"), filed(dossier, leases, bob, title="Two")
    filed(dossier, leases, bob, title="Three")
    picked = {"ids": [one.pk, two.pk]}

    carl.post(address + "picked/handled", picked)
    listed = carl.post(address + "picked/list", picked | {"as": "csv"})
    bundle = carl.post(address + "picked/documents.zip", picked)

    assert set(FiledDocument.objects.exclude(handled_at=None).values_list("title", flat=True)) == {"One", "Two"}
    assert len(b"".join(listed.streaming_content).decode("utf-8-sig").strip().splitlines()) == 3
    with ZipFile(BytesIO(b"".join(bundle.streaming_content))) as files:
        papers = [name for name in files.namelist() if name.endswith(".pdf")]
    assert sorted(papers) == ["2024-01-01-One.pdf", "2024-01-01-Two.pdf"]


def test_anothers_document_or_category_among_the_picked_is_a_404_and_nothing_is_ticked(
    carl, bob, dossier, other, leases, address
):
    mine = filed(dossier, leases, bob)
    own = category(dossier.firm, "Own", dossier=other)
    neighbour = in_dossier(seated("Nele", "full_access", dossier.firm, other), other)
    theirs = filed(other, own, neighbour, title="Theirs")

    refused = [
        carl.post(address + "picked/handled", {"ids": [mine.pk, theirs.pk]}),
        carl.post(address + "picked/handled", {"all": "1", "category": own.pk, "sure": "yes"}),
    ]

    assert [answer.status_code for answer in refused] == [404, 404]
    assert FiledDocument.objects.exclude(handled_at=None).count() == 0


def test_the_pane_tells_what_people_did_with_it(carl, carl_access, dossier, leases, address):
    lease = filed(dossier, leases, carl_access, title="Shop")
    insurance = category(dossier.firm, "Insurance")
    said = {"title": "Shop policy", "category": insurance.pk, "dated_on": "2024-02-01"}
    carl.post(f"{address}{lease.pk}/change/", said | {"expires_on": "2027-01-31", "remind_days": "30"})

    page = text_of(carl.get(f"{address}{lease.pk}/").content.decode())

    assert "Carl changed what is said of it." in page
    assert "Category: Leases → Insurance Title: Shop → Shop policy" in page
    assert "Date of the document: 01/01/2024 → 01/02/2024" in page
    assert "Expires on: – → 31/01/2027 Reminder: – → 01/01/2027" in page
    assert "Carl filed the document." in page


def test_words_in_the_document_are_found(carl, bob, dossier, leases, address):
    paper = filed(dossier, leases, bob, content=letter("Banque Exemple", "Crédit", ("Hypothèque sur l’atelier",)))
    filed(dossier, leases, bob, title="Other")
    prepare(paper.document, at=NOW)

    found = carl.get(address + "?q=hypotheque")

    assert [cells(row)[0] for row in rows(found)] == ["Bail du magasin"]
