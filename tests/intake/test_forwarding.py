"""What a mailbox sends on by itself: said by who may, kept in the trail, holding for what comes from then on."""

import pytest

from comptoir.audit.models import Event
from comptoir.firms.access import NotAllowed
from comptoir.intake.actions.forwarding import CannotForward, set_forwards
from comptoir.intake.choices import Mailbox, State
from comptoir.intake.models import MailboxSettings
from comptoir.intake.receiving import forwarded
from tests.formats.pdf.make import pdf
from tests.intake.handing import NOW


def test_what_arrives_in_a_mailbox_that_forwards_is_sent_at_once_and_what_waits_goes_on_waiting(
    handing_in, dossier, firm_access
):
    before = handing_in(pdf(1), "before.pdf", "sales").submission

    set_forwards(dossier, [Mailbox.SALES], by=firm_access, at=NOW)

    after = handing_in(pdf(2), "after.pdf", "sales").submission
    purchase = handing_in(pdf(3), "purchase.pdf", "purchases").submission
    for row in (before, after, purchase):
        row.refresh_from_db()
    assert (before.state, after.state, purchase.state) == (State.MAILBOX, State.SENT, State.MAILBOX)


def test_each_change_stands_in_the_trail_once(dossier, firm_access):
    set_forwards(dossier, [Mailbox.SALES], by=firm_access, at=NOW)
    set_forwards(dossier, [Mailbox.SALES], by=firm_access, at=NOW)
    set_forwards(dossier, [Mailbox.SALES, Mailbox.MISCELLANEOUS], by=firm_access, at=NOW)
    set_forwards(dossier, [], by=firm_access, at=NOW)

    told = Event.objects.filter(action="intake.forwards_set").order_by("pk").values_list("facts", flat=True)
    assert [(each["before"], each["after"]) for each in told] == [
        ("", "sales"),
        ("sales", "miscellaneous, sales"),
        ("miscellaneous, sales", ""),
    ]
    assert forwarded(dossier.pk) == []


def test_what_nobody_sorted_is_not_sent_on(dossier, firm_access):
    with pytest.raises(CannotForward):
        set_forwards(dossier, [Mailbox.SALES, Mailbox.UNTYPED], by=firm_access, at=NOW)

    assert forwarded(dossier.pk) == []


def test_a_client_who_is_not_the_administrator_may_not_say_so(dossier, client_access):
    with pytest.raises(NotAllowed):
        set_forwards(dossier, [Mailbox.SALES], by=client_access, at=NOW)

    assert not MailboxSettings.objects.exists()
