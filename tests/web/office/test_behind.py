"""Where the latest synchronisation did not work, office and portal say of when the books are."""

from comptoir.ledger.models import Books
from comptoir.sync.choices import Outcome
from comptoir.web.shared.templatetags.comptoir import when
from tests.firms.people import seated
from tests.sync.exports import write
from tests.web.office.office import section, table
from tests.web.portal.page import text_of


def portal(room, client) -> str:
    person = seated("Marie", "full_access", room.dossier.firm, room.dossier)
    client.force_login(person)
    return text_of(client.get(f"/d/{room.dossier.pk}/").content.decode())


def test_the_firm_and_the_client_are_told_since_when(anne, client, room):
    room.connect()
    assert room.run().outcome == Outcome.DONE
    at = when(Books.objects.get(dossier=room.dossier).loaded_at)
    assert "Not synchronised since" not in text_of(anne.get(room.address).content.decode())

    write(room.folder, [["broken"]])
    assert room.run().outcome == Outcome.REFUSED

    assert f"Not synchronised since {at}: the latest run did not work." in section(anne.get(room.address), "connection")
    assert f"as of {at}" in " ".join(table(anne.get(room.office))[0])
    assert f"Not synchronised since {at}; what you see is of then." in portal(room, client)


def test_a_client_whose_books_are_in_step_is_told_nothing_of_it(client, room):
    room.connect()
    assert room.run().outcome == Outcome.DONE

    assert "Not synchronised" not in portal(room, client)
