"""The configuration of a dossier: journals, bank accounts, third-party accounts, what the portal shows."""

from datetime import date

import pytest

from comptoir.archive.models import ArchivedInvoice, BankTransaction
from comptoir.firms.models import Dossier
from comptoir.ledger.models import Books, Journal
from comptoir.sync.actions import connect
from comptoir.sync.choices import Outcome
from comptoir.sync.models import Connection, Run
from comptoir.sync.perform import perform
from tests.firms.people import NOW, new_dossier, office, trail
from tests.web.office.office import Room, section, words

IBAN = "BE68 5390 0754 7034"


@pytest.fixture
def page(room: Room) -> str:
    """The address of a dossier's configuration, its books read once."""
    room.connect()
    room.run()
    return f"{room.address}configuration/"


def journal(code: str) -> Journal:
    return Journal.objects.get(code=code)


def types(**changed: str) -> dict[str, str]:
    """What the form of the journals sends: every type and what is shown."""
    sent = {f"type_{row.pk}": changed.get(row.code, row.type) for row in Journal.objects.all()}
    return sent | {f"shown_{row.pk}": "on" for row in Journal.objects.filter(shown=True)}


def test_the_dossiers_page_leads_there(anne, room, page):
    assert f'href="{page}"' in anne.get(room.address).content.decode()


def test_journals_are_shown_as_the_books_give_them(anne, page):
    told = section(anne.get(page), "journals")

    assert "ACH Achats" in told
    assert "1 09/03/2026" in told
    assert anne.get(page).content.decode().count('aria-labelledby="type journal-') == 4


def test_what_the_books_say_follows_when_a_run_ends_under_ones_eyes(anne, page):
    told = anne.get(page).content.decode()

    follows = f'hx-get="{page}" hx-trigger="run-ended from:body" hx-swap="outerHTML" data-spares-typing>'
    assert [told.count(follows), told.count(f'id="journals" aria-labelledby="journals-title" {follows}')] == [2, 1]
    parts = [words(anne.get(page, headers={"hx-request": "true", "hx-target": part})) for part in ("journals", "banks")]
    assert parts[0].startswith("Journals As the books give them.")
    assert parts[1].startswith("Bank accounts The account of a journal")
    assert "Customers and suppliers" not in parts[1]


def test_a_corrected_type_is_saved_and_asks_for_a_run_after_which_the_lists_follow(anne, room, page):
    asked = Run.objects.count()

    answer = anne.post(f"{page}journals/", types(OD="purchase"))

    run = Run.objects.latest("pk")
    assert answer["Location"] == f"{page}#journals"
    assert Connection.objects.get().settings["journals"]["OD"] == "purchase"
    assert (Run.objects.count(), run.outcome, run.kind) == (asked + 1, Outcome.RUNNING, "manual")
    assert trail()[-2:] == ["sync.settings_changed", "sync.asked"]
    shown = anne.get(page)
    assert "A synchronisation is asked for: the lists follow once it is done." in words(shown)
    assert "with the next synchronisation" in section(shown, "journals")
    assert "Waiting for its turn" in section(shown, "sync")

    perform(run.pk, lambda _done, _total: None)
    assert ArchivedInvoice.objects.filter(journal="OD", in_books=True).exists()
    assert "with the next synchronisation" not in section(anne.get(page), "journals")


def test_a_journal_made_one_of_the_bank_has_its_rows_after_the_run(anne, page):
    anne.post(f"{page}journals/", types(OD="bank", BNK="cash"))
    perform(Run.objects.latest("pk").pk, lambda _done, _total: None)

    assert set(BankTransaction.objects.values_list("journal__code", flat=True)) == {"OD"}


def test_nothing_changed_asks_for_no_run_and_leaves_no_trace(anne, page):
    before, told = Run.objects.count(), trail()

    answer = anne.post(f"{page}journals/", types())

    assert (answer.status_code, Run.objects.count(), trail()) == (302, before, told)


def test_a_type_that_is_none_is_refused_and_nothing_is_saved(anne, page):
    before = Connection.objects.get().settings

    answer = anne.post(f"{page}journals/", types(OD="nonsense"))

    assert answer.status_code == 422
    assert Connection.objects.get().settings == before


def test_settings_that_cannot_be_used_any_more_are_told_in_the_packages_words(anne, room, page):
    (room.folder / "FEC20261231.txt").rename(room.folder / "notes.txt")

    answer = anne.post(f"{page}journals/", types(OD="purchase"))

    assert answer.status_code == 422
    assert "holds no FEC export" in section(answer, "journals")
    assert Connection.objects.get().settings["journals"]["OD"] == "miscellaneous"


def test_a_journal_that_could_not_be_told_is_told_here(anne, room):
    room.connect(journals={"ACH": "purchase", "VEN": "sale", "BNK": "bank"}, untold=["OD"])
    room.run()
    page = f"{room.address}configuration/"
    assert "could not be told from the books" in section(anne.get(page), "journals")

    anne.post(f"{page}journals/", types(OD=""))
    assert Connection.objects.get().settings["untold"] == ["OD"]

    anne.post(f"{page}journals/", types(OD="miscellaneous"))
    settings = Connection.objects.get().settings
    assert (settings["untold"], settings["journals"]["OD"]) == ([], "miscellaneous")


def test_a_hidden_bank_journal_no_longer_counts_for_the_second_date(anne, page):
    sent = types()
    del sent[f"shown_{journal('BNK').pk}"]

    anne.post(f"{page}journals/", sent)

    assert (journal("BNK").shown, Books.objects.get().bank_until) == (False, None)
    assert trail()[-1] == "ledger.journal_hidden"
    anne.post(f"{page}journals/", types() | {f"shown_{journal('BNK').pk}": "on"})
    assert (journal("BNK").shown, Books.objects.get().bank_until) == (True, date(2026, 3, 9))


def test_an_iban_is_checked_and_kept_in_one_spelling(anne, page):
    field = f"iban_{journal('BNK').pk}"

    refused = anne.post(f"{page}banks/", {field: "BE68 5390 0754 7035"})
    assert refused.status_code == 422
    assert "BE68 5390 0754 7035 is not an IBAN" in section(refused, "banks")
    assert 'value="BE68 5390 0754 7035"' in refused.content.decode()
    assert journal("BNK").iban == ""

    anne.post(f"{page}banks/", {field: IBAN})
    assert (journal("BNK").iban, trail()[-1]) == ("BE68539007547034", "ledger.journal_iban")
    anne.post(f"{page}banks/", {field: ""})
    assert journal("BNK").iban == ""


def test_a_bank_journal_tells_its_account_in_the_books(anne, page):
    assert "BNK Banque 499000 Attente" in section(anne.get(page), "banks")


def test_other_third_party_accounts_are_saved_and_ask_for_a_run(anne, page):
    answer = anne.post(f"{page}accounts/", {"customer_roots": "400, 401", "supplier_roots": "440"})

    settings = Connection.objects.get().settings
    assert answer["Location"] == f"{page}#accounts"
    assert (settings["customer_roots"], settings["supplier_roots"]) == (["400", "401"], ["440"])
    assert Run.objects.latest("pk").outcome == Outcome.RUNNING


@pytest.mark.parametrize("suppliers", ["400", "", "4-4"])
def test_accounts_that_cannot_be_are_refused(anne, page, suppliers):
    before = Connection.objects.get().settings

    answer = anne.post(f"{page}accounts/", {"customer_roots": "400", "supplier_roots": suppliers})

    assert answer.status_code == 422
    assert Connection.objects.get().settings == before


def test_financial_is_switched_on_and_off(anne, room, page):
    assert "Off Switch on" in section(anne.get(page), "financial")

    anne.post(f"{page}financial/", {"shown": "yes"})
    assert Dossier.objects.get(pk=room.dossier.pk).shows_financial
    assert trail()[-1] == "dossier.financial_shown"

    anne.post(f"{page}financial/", {"shown": "no"})
    assert not Dossier.objects.get(pk=room.dossier.pk).shows_financial


def test_the_clients_people_and_who_looks_after_it_are_here_too(anne, page):
    assert "Nobody of the client has a login" in section(anne.get(page), "people")
    assert "Looked after by" in section(anne.get(page), "keepers")


def test_a_dossier_that_is_not_connected_says_so(anne, room):
    page = anne.get(f"{room.address}configuration/")

    assert "The books have not been read yet" in section(page, "journals")
    assert "Not connected yet" in section(page, "accounts")
    refused = anne.post(f"{room.address}configuration/accounts/", {"customer_roots": "400", "supplier_roots": "440"})
    assert refused.status_code == 422


def test_support_may_not_configure_and_a_closed_dossier_cannot_be(sue, anne, room, page):
    for part in ("", "journals/", "banks/", "accounts/", "financial/"):
        assert (sue.post if part else sue.get)(f"{page}{part}").status_code == 403
    Dossier.objects.filter(pk=room.dossier.pk).update(closed_at=NOW)

    assert anne.post(f"{page}financial/", {"shown": "yes"}).status_code == 403


def test_another_dossiers_journals_are_out_of_reach(anne, firm, room, page):
    other = new_dossier(firm, "Boulangerie", "0200065765")
    connect(other, "fec", Connection.objects.get().settings, by=office(firm, other), at=NOW)
    Room(other, room.folder).run()
    theirs = Journal.objects.get(dossier=other, code="BNK")

    anne.post(f"{page}banks/", {f"iban_{theirs.pk}": IBAN})
    mine = {key: value for key, value in types().items() if not key.endswith(f"_{theirs.pk}")}
    anne.post(f"{page}journals/", mine | {f"type_{theirs.pk}": "cash"})

    theirs.refresh_from_db()
    assert (theirs.iban, theirs.shown) == ("", True)
    assert Connection.objects.get(dossier=other).settings["journals"]["BNK"] == "bank"


def test_the_page_costs_the_same_queries_with_many_journals(anne, room, page, django_assert_max_num_queries):
    anne.get(page)
    for number in range(20):
        Journal.objects.create(dossier=room.dossier, code=f"B{number}", name="Bank", type="bank")

    with django_assert_max_num_queries(30):
        anne.get(page)
