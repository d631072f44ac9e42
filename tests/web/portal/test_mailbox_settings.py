"""The settings of the mailboxes: addresses to give away and to renew, what is sent on by itself, and who may."""

import re

import pytest

from comptoir.intake.addresses import settings_of
from comptoir.intake.receiving import forwarded
from tests.web.portal.page import links, text_of, texts


@pytest.fixture
def domain(settings) -> str:
    """E-mail is taken in."""
    settings.INTAKE_DOMAIN = "in.example.org"
    return settings.INTAKE_DOMAIN


@pytest.fixture
def place(dossier) -> str:
    return f"/d/{dossier.pk}/mailboxes/settings/"


def ticked(page) -> list[str]:
    """The mailboxes that are ticked."""
    return re.findall(r'name="forwards" value="(\w+)"[^>]* checked', page.content.decode())


def addresses(page) -> list[str]:
    """The addresses to be copied, in order."""
    return re.findall(r'<span class="address" id="address-\w+">([^<]+)<', page.content.decode())


def test_where_no_email_is_taken_in_the_page_says_so(anne, place, dossier):
    page = anne.get(place)

    assert "No e-mail is taken in here yet." in text_of(page.content.decode())
    assert addresses(page) == []
    assert "By e-mail" not in text_of(anne.get(f"/d/{dossier.pk}/hand-in/").content.decode())


def test_each_mailbox_has_its_address_in_the_readers_language_and_in_the_others(anne, place, dossier, domain):
    secret = settings_of(dossier).secret

    page = anne.get(place)

    tail = f"0123456749.{secret}@in.example.org"
    assert addresses(page) == [f"purchase-{tail}", f"sale-{tail}", f"misc-{tail}", f"documents-{tail}"]
    words = text_of(page.content.decode())
    assert f"The same in other languages achat-{tail} aankoop-{tail}" in words
    assert f"The same in other languages documenten-{tail}" in words


def test_who_hands_in_reads_the_addresses_where_he_hands_in(paul, place, dossier, domain):
    secret = settings_of(dossier).secret

    page = paul.get(f"/d/{dossier.pk}/hand-in/")

    assert addresses(page)[0] == f"purchase-0123456749.{secret}@in.example.org"
    assert paul.get(place).status_code == 403


def test_renewed_addresses_are_told_and_the_old_ones_are_gone(anne, place, dossier, domain):
    old = addresses(anne.get(place))

    page = anne.post(f"{place}renewed", follow=True)

    assert texts(page, "notice-success") == ["The mailboxes have new addresses; the old ones are refused from now on."]
    assert len(addresses(page)) == 4
    assert not set(addresses(page)) & set(old)


def test_what_is_ticked_is_sent_on_from_then_on(anne, place, dossier):
    page = anne.post(f"{place}forwards", {"forwards": ["sales", "untyped", "nonsense"]}, follow=True)

    assert texts(page, "notice-success") == ["Kept."]
    assert ticked(page) == ["sales"]
    assert forwarded(dossier.pk) == ["sales"]

    anne.post(f"{place}forwards", {})
    assert forwarded(dossier.pk) == []


def test_the_settings_are_reached_from_the_mailboxes_by_who_may_change_them(anne, carl, place, dossier):
    mailboxes = f"/d/{dossier.pk}/mailboxes/"

    assert links(anne.get(mailboxes))["Settings"] == place
    assert "Settings" not in links(carl.get(mailboxes))
    assert carl.get(place).status_code == 403
    assert carl.post(f"{place}forwards", {"forwards": "sales"}).status_code == 403
    assert carl.post(f"{place}renewed").status_code == 403
    assert forwarded(dossier.pk) == []


def test_watched_folders_are_named_where_the_firm_has_them(anne, place, dossier, settings):
    without = text_of(anne.get(place).content.decode())
    settings.INTAKE_FOLDER = "/srv/intake/{firm}"
    told = text_of(anne.get(place).content.decode())

    assert "Watched folders" not in without
    assert "Purchases 0123456749/purchase Sales 0123456749/sale Miscellaneous 0123456749/misc" in told
    assert "/srv/intake" not in told
