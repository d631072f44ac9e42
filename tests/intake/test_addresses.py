"""The e-mail addresses of mailboxes: made once, found again, renewed."""

import pytest

from comptoir.audit.models import Event
from comptoir.firms.access import NotAllowed
from comptoir.firms.choices import Language
from comptoir.intake.addresses import Place, addresses_of, renew_secret, resolve, settings_of
from comptoir.intake.choices import Mailbox
from comptoir.intake.models import MailboxSettings
from tests.firms.people import NOW, new_dossier, new_firm


@pytest.fixture(autouse=True)
def domain(settings):
    """E-mail is taken in for this domain."""
    settings.INTAKE_DOMAIN = "in.example.org"


def test_each_mailbox_has_an_address_in_each_language(dossier):
    secret = settings_of(dossier).secret

    told = {(each.mailbox.value, each.language.value): each.text for each in addresses_of(dossier)}

    assert len(told) == 12
    assert told["purchases", "fr"] == f"achat-0123456749.{secret}@in.example.org"
    assert told["purchases", "nl"] == f"aankoop-0123456749.{secret}@in.example.org"
    assert told["sales", "en"] == f"sale-0123456749.{secret}@in.example.org"
    assert told["miscellaneous", "nl"] == f"diverse-0123456749.{secret}@in.example.org"
    assert told["untyped", "nl"] == f"documenten-0123456749.{secret}@in.example.org"


def test_the_secret_is_made_once(dossier):
    first = settings_of(dossier).secret

    assert settings_of(dossier).secret == first
    assert len(first) == 12
    assert MailboxSettings.objects.count() == 1


def test_every_address_finds_its_mailbox(dossier):
    found = [resolve(each.text) for each in addresses_of(dossier) if each.text[:10] != "documents-"]

    assert found == [
        Place(dossier, each.mailbox, each.language) for each in addresses_of(dossier) if each.text[:10] != "documents-"
    ]


@pytest.mark.parametrize(("of_firm", "language"), [("fr", "fr"), ("en", "en"), ("nl", "fr")])
def test_a_word_that_two_languages_share_is_the_firms_or_the_first(dossier, of_firm, language):
    dossier.firm.language = of_firm
    dossier.firm.save()

    assert resolve(addresses_of(dossier)[0].text) == Place(dossier, Mailbox.UNTYPED, Language(language))


@pytest.mark.parametrize(
    "change", [str.upper, str.title, lambda text: f" {text} ", lambda text: text.replace("@", "+x@")]
)
def test_an_address_is_found_however_it_is_written(dossier, change):
    purchases = addresses_of(dossier)[3].text

    assert resolve(change(purchases)) == Place(dossier, Mailbox.PURCHASES, Language.FRENCH)


@pytest.mark.parametrize(
    "form",
    [
        "achat-0123456749.{secret}@elsewhere.example.org",
        "achat-0123456749.{secret}@",
        "achat-0123456749.{secret}",
        "achat-0123456748.{secret}@in.example.org",
        "achat-.{secret}@in.example.org",
        "achat-0123456749.@in.example.org",
        "achat-0123456749@in.example.org",
        "achat-0123456749.{secret}x@in.example.org",
        "x+achat-0123456749.{secret}@in.example.org",
        "bank-0123456749.{secret}@in.example.org",
        "postmaster@in.example.org",
        "@",
        "",
        "\0",
        "achat-0123456749.\0@in.example.org",
    ],
)
def test_any_other_address_is_unknown(dossier, form):
    assert resolve(form.format(secret=settings_of(dossier).secret)) is None


def test_a_secret_opens_only_its_own_dossier(dossier):
    other = new_dossier(new_firm("Other"), number="0200065765")

    assert resolve(f"achat-{dossier.number}.{settings_of(other).secret}@in.example.org") is None


def test_a_closed_dossier_has_no_addresses(dossier):
    purchases = addresses_of(dossier)[3].text
    dossier.closed_at = NOW
    dossier.save()

    assert addresses_of(dossier) == []
    assert resolve(purchases) is None


def test_without_a_domain_there_are_no_addresses(dossier, settings):
    secret = settings_of(dossier).secret
    settings.INTAKE_DOMAIN = ""

    assert addresses_of(dossier) == []
    assert resolve(f"achat-0123456749.{secret}@") is None


def test_a_renewed_secret_makes_the_old_addresses_unknown(dossier, firm_access):
    old = addresses_of(dossier)[3].text

    renew_secret(dossier, by=firm_access, at=NOW)

    assert resolve(old) is None
    assert resolve(addresses_of(dossier)[3].text) == Place(dossier, Mailbox.PURCHASES, Language.FRENCH)
    event = Event.objects.get(action="intake.addresses_renewed")
    assert (event.dossier_id, event.facts) == (dossier.pk, {})


def test_who_may_not_change_the_settings_renews_nothing(dossier, client_access):
    before = settings_of(dossier).secret

    with pytest.raises(NotAllowed):
        renew_secret(dossier, by=client_access, at=NOW)

    assert settings_of(dossier).secret == before
