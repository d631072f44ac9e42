"""Many proposals at once: each changed as it is alone, and of each that is not, why."""

import pytest

from comptoir.audit.models import Event
from comptoir.intake.choices import State
from comptoir.ledger.models import Journal, Period
from comptoir.notices.models import Mail
from comptoir.worklist import bulk
from comptoir.worklist.bulk import Change
from comptoir.worklist.choices import Status
from comptoir.worklist.editing import CannotChange, hold_back, said_of, save
from comptoir.worklist.models import Proposal
from tests.firms.people import seated
from tests.worklist.conftest import NOW

NEW_SUPPLIER = {"name": "Neuve", "vat": "BE0466279295"}


def seen(*proposals: Proposal) -> dict[int, int]:
    return {each.pk: each.version for each in proposals}


def whys(done: bulk.Done) -> dict[str, str]:
    return {each.name: str(each.why) for each in done.left}


def again(*proposals: Proposal) -> list[Proposal]:
    for each in proposals:
        each.refresh_from_db()
    return list(proposals)


def test_the_account_and_the_code_of_the_first_line_are_the_same_in_all_and_each_is_in_the_trail(anne, proposed):
    one, two = proposed("1"), proposed("2", supplier=NEW_SUPPLIER)

    done = bulk.change(seen(one, two), Change(account="612300", vat="21"), by=anne, at=NOW)

    assert (done.changed, whys(done)) == (1, {"1.pdf": "It is so already."})
    assert [each.lines[0]["account"] for each in again(one, two)] == ["612300", "612300"]
    assert (two.status, two.version, two.touched) == (Status.OK, 2, True)
    assert Event.objects.get(action="worklist.changed").target_id == str(two.submission_id)


def test_vat_of_another_rate_is_worked_out_anew_and_what_no_longer_ties_is_nok(anne, proposed):
    found = proposed()
    save(found, said_of(found), seen=1, check=True, by=anne, at=NOW)

    bulk.change({found.pk: 2}, Change(vat="6"), by=anne, at=NOW)

    again(found)
    assert (found.lines[0]["vat"], found.lines[0]["tax"], found.status) == ("6", None, Status.NOK)
    assert list(found.reasons) == ["tie"]


def test_vat_as_the_document_says_it_stays_where_the_rate_does(anne, proposed):
    found = proposed(vat=[{"category": "S", "rate": "21", "base": "300.00", "tax": "62.99"}])

    bulk.change(seen(found), Change(vat="21 50%"), by=anne, at=NOW)

    again(found)
    assert (found.lines[0]["vat"], found.lines[0]["tax"]) == ("21 50%", 6_299)


def test_the_period_and_the_journal_are_the_same_in_all_that_they_suit(anne, proposed, atelier):
    one, two = proposed("1"), proposed("2")
    may = Period.objects.filter(dossier=atelier.dossier, start_on__month=5).get()

    done = bulk.change(seen(one, two), Change(period=may), by=anne, at=NOW)

    assert (done.changed, {each.period for each in again(one, two)}) == (2, {may})
    sales = Journal.objects.get(dossier=atelier.dossier, code="VEN")
    done = bulk.change(seen(one, two), Change(journal=sales), by=anne, at=NOW)
    assert whys(done) == dict.fromkeys(["1.pdf", "2.pdf"], "The journal VEN does not take it.")


@pytest.mark.parametrize(
    ("to", "said"),
    [
        (Change(), "Say what is to be changed."),
        (Change(account="999999"), "The books have no account 999999."),
    ],
    ids=["nothing", "no account"],
)
def test_what_suits_none_of_them_is_refused_at_once(anne, proposed, to, said):
    found = proposed()

    with pytest.raises(CannotChange, match=said):
        bulk.change(seen(found), to, by=anne, at=NOW)

    assert again(found)[0].version == 1


def test_a_code_that_the_dossier_has_not_changes_nothing(anne, proposed):
    found = proposed()

    done = bulk.change(seen(found), Change(vat="nonsense"), by=anne, at=NOW)

    assert whys(done) == {"2026-117.pdf": "There is no VAT code nonsense."}


def test_those_that_are_ok_are_checked_and_the_others_are_named(anne, proposed):
    good, bad, held = proposed("good"), proposed("bad", supplier=NEW_SUPPLIER), proposed("held")
    hold_back(held, seen=1, by=anne, at=NOW)

    done = bulk.check({good.pk: 1, bad.pk: 1, held.pk: 2}, by=anne, at=NOW)

    assert done.changed == 1
    assert whys(done) == {"bad.pdf": "It is Nok: The account is missing.", "held.pdf": "It is on hold."}
    assert [each.status for each in again(good, bad, held)] == [Status.CHECKED, Status.NOK, Status.ON_HOLD]
    assert good.checked_by_id == anne.person_id


def test_one_that_somebody_has_changed_meanwhile_stays_as_it_is(anne, proposed):
    one, two = proposed("1"), proposed("2")
    hold_back(two, seen=1, by=anne, at=NOW)

    done = bulk.check({one.pk: 1, two.pk: 1}, by=anne, at=NOW)

    assert done.changed == 1
    assert whys(bulk.hold_all({one.pk: 1}, by=anne, at=NOW)) == {
        "1.pdf": "Somebody has changed this proposal since you opened it; look at it again."
    }


def test_held_back_together_and_taken_off_together(anne, proposed):
    one, two = proposed("1"), proposed("2")

    assert bulk.hold_all(seen(one, two), by=anne, at=NOW).changed == 2
    assert whys(bulk.hold_all(seen(*again(one, two)), by=anne, at=NOW)) == {
        "1.pdf": "It is so already.",
        "2.pdf": "It is so already.",
    }
    assert bulk.go_on_with_all(seen(one, two), by=anne, at=NOW).changed == 2
    assert [each.status for each in again(one, two)] == [Status.OK, Status.OK]
    assert whys(bulk.go_on_with_all(seen(one), by=anne, at=NOW)) == {"1.pdf": "It is not on hold."}


def test_sent_back_together_with_one_mail_to_each_of_the_client(anne, proposed, atelier):
    one, two = proposed("1"), proposed("2")
    seated("Dora", "full_access", atelier.dossier.firm, atelier.dossier)
    seated("Fred", "full_feedback", atelier.dossier.firm, atelier.dossier)

    assert bulk.send_all_back(seen(one, two), "Not ours.", by=anne, at=NOW).changed == 2

    assert [each.submission.state for each in again(one, two)] == [State.MAILBOX, State.MAILBOX]
    assert set(whys(bulk.hold_all(seen(one, two), by=anne, at=NOW)).values()) == {
        "The document is no longer in the worklist."
    }
    mail = Mail.objects.get()
    assert (mail.recipient, mail.secret.endswith("/mailboxes/purchases/")) == ("dora@example.org", True)
    assert "– 1.pdf\n– 2.pdf\n\nNot ours." in mail.body


def test_a_selection_is_told_by_what_a_transfer_makes_of_it(anne, proposed):
    good, bad, held = proposed("good"), proposed("bad", supplier=NEW_SUPPLIER), proposed("held")
    hold_back(held, seen=1, by=anne, at=NOW)

    found = bulk.split(Proposal.objects.order_by("pk"))

    assert (found.ready, found.blocking, found.behind) == ([good], [bad], [held])
