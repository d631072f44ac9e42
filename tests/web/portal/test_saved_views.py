"""Saved views on the pages: kept from a filter, opened, changed, renamed, shared and taken back, all without script."""

import pytest

from comptoir.archive.models import SavedView
from comptoir.firms.models import Person
from tests.web.portal.page import chips, links, pieces, text_of, without_tokens


@pytest.fixture
def address(dossier, books) -> str:
    books.book("""
        2026-01-10 PUR 1  440000 Engie     -1234.56
        2026-02-10 PUR 2  440000 Proximus   -200.00
        2026-03-01 PUR 3  440000 Vivaqua     -80.00
    """)
    return f"/d/{dossier.pk}/archive/purchases/"


@pytest.fixture
def views(dossier) -> str:
    return f"/d/{dossier.pk}/lists/purchases/views/"


def keep(browser, views: str, address: str, name: str = "Large", query: str = "?min=100&sort=amount"):
    return browser.post(views, {"name": name, "query": query, "next": address})


def menu(page) -> str:
    return text_of(page.content.decode().partition('saved-menu">')[2].partition("</details>")[0])


def test_a_filter_kept_under_a_name_is_opened_from_the_menu(carl, address, views):
    answer = keep(carl, views, address)

    pk = SavedView.objects.get().pk
    page = carl.get(answer["Location"])
    assert answer["Location"] == f"{address}?min=100.00&sort=amount&view={pk}"
    assert links(carl.get(address))["Large"] == f"?min=100.00&sort=amount&view={pk}"
    assert pieces(page) == ["PUR 2", "PUR 1"]
    assert "changed" not in menu(page)


def test_an_amount_is_kept_so_that_it_means_the_same_in_every_language(carl, address, views):
    Person.objects.update(language="nl")
    keep(carl, views, address, query="?min=1.000")
    assert SavedView.objects.get().query == "min=1000.00"

    Person.objects.update(language="en")
    assert pieces(carl.get(address + links(carl.get(address))["Large"])) == ["PUR 1"]


def test_a_filter_changed_after_opening_says_so_and_can_be_kept_as_the_change(carl, address, views):
    opened = keep(carl, views, address)["Location"]
    page = carl.get(opened)

    fewer = carl.get(address + chips(page)["At least 100.00"])
    assert "Large changed" in menu(fewer)
    assert "Keep the changes in “Large”" in menu(fewer)

    pk = SavedView.objects.get().pk
    answer = carl.post(f"{views}{pk}/", {"query": "?max=100&view=9", "next": address})
    assert answer["Location"] == f"{address}?max=100.00&view={pk}"
    assert SavedView.objects.get().query == "max=100.00"


def test_clearing_the_filter_leaves_the_view(carl, address, views):
    page = carl.get(keep(carl, views, address)["Location"])

    assert links(page)["Clear all"] == "?"
    assert f'name="view" value="{SavedView.objects.get().pk}"' in page.content.decode()


def test_without_a_filter_there_is_nothing_to_keep(carl, address, views):
    assert "Keep this filter as" not in menu(carl.get(address))

    answer = keep(carl, views, address, query="?nonsense=1")
    assert answer.status_code == 422
    assert "Filter or sort the list first" in text_of(answer.content.decode())


def test_a_refused_name_can_be_typed_again_without_losing_the_filter(carl, address, views):
    keep(carl, views, address)

    answer = keep(carl, views, address, query="?q=engie")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "There is a view “Large” already." in text_of(page)
    assert 'name="query" value="q=engie"' in page
    assert "Contains “engie”" in text_of(page)


def test_a_view_is_renamed_and_removed_on_the_page_about_them(carl, address, views):
    keep(carl, views, address)
    place = f"{views}{SavedView.objects.get().pk}/"

    carl.post(place, {"act": "rename", "name": "Big", "next": address})
    page = carl.get(f"{views}?next={address}")
    assert "Big At least 100.00 · Smallest amount" in text_of(page.content.decode())

    answer = carl.post(place, {"act": "remove", "next": address})
    assert (answer.status_code, SavedView.objects.count()) == (302, 0)


def test_the_firm_shares_a_view_and_takes_it_back(anne, carl, address, views):
    keep(anne, views, address)
    place = f"{views}{SavedView.objects.get().pk}/"

    anne.post(place, {"act": "share", "next": address})
    assert "Large Shared by the accounting firm" in menu(carl.get(address))
    assert "Share no more" in anne.get(views).content.decode()
    assert 'name="act"' not in carl.get(views).content.decode()

    anne.post(place, {"act": "take_back", "next": address})
    assert "Large" not in menu(carl.get(address))


def test_a_shared_view_loses_the_partner_of_this_dossier(anne, address, views, books):
    keep(anne, views, address, query=f"?of={books.row('PUR 1').partner_id}&min=100")

    anne.post(f"{views}{SavedView.objects.get().pk}/", {"act": "share", "next": address})

    assert SavedView.objects.get().query == "min=100.00"


def test_a_client_may_not_share(carl, address, views):
    keep(carl, views, address)

    answer = carl.post(f"{views}{SavedView.objects.get().pk}/", {"act": "share", "next": address})

    assert answer.status_code == 403
    assert SavedView.objects.get().person_id is not None


def test_the_menu_speaks_of_sharing_to_those_alone_who_can(carl, anne, address, views):
    for browser in (carl, anne):
        keep(browser, views, address)

    assert "Rename or remove" in menu(carl.get(address))
    assert "share" not in menu(carl.get(address))
    assert "Rename, remove or share" in menu(anne.get(address))


GONE = "The saved view of this address is no longer there. The list is shown without it."


def test_a_view_that_was_removed_leaves_the_list_behind_an_old_bookmark(carl, address, views):
    opened = keep(carl, views, address)["Location"]
    carl.post(f"{views}{SavedView.objects.get().pk}/", {"act": "remove", "next": address})

    page = carl.get(opened)

    assert page.status_code == 200
    assert GONE in text_of(page.content.decode())
    assert pieces(page) == ["PUR 2", "PUR 1"]


def test_the_view_of_somebody_else_is_like_one_that_does_not_exist(carl, rita, nora, address, views, other):
    keep(carl, views, address)
    pk = SavedView.objects.get().pk

    assert rita.post(f"{views}{pk}/", {"act": "remove"}).status_code == 404
    assert nora.post(f"/d/{other.pk}/lists/purchases/views/{pk}/", {"act": "remove"}).status_code == 404
    assert carl.post(views.replace("purchases", "sales") + f"{pk}/", {"act": "remove"}).status_code == 404
    assert SavedView.objects.count() == 1
    of_carl = rita.get(f"{address}?view={pk}").content.decode()
    SavedView.objects.all().delete()
    of_nobody = rita.get(f"{address}?view={pk}").content.decode()
    assert GONE in text_of(of_carl)
    assert without_tokens(of_carl) == without_tokens(of_nobody)


def test_views_of_a_list_that_may_not_be_seen_are_refused(paul, views):
    assert paul.get(views).status_code == 403
    assert paul.post(views, {"name": "x", "query": "q=a"}).status_code == 403


def test_the_way_back_leads_nowhere_foreign(carl, dossier, views):
    page = carl.get(f"{views}?next=//evil.example/x")

    assert not [address for address in links(page).values() if "evil.example" in address]
