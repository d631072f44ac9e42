"""Connecting a dossier to a WinBooks folder: what it shows is proposed, and can be said otherwise."""

from comptoir.formats.winbooks.write import write_dossier
from comptoir.sync.choices import Outcome
from comptoir.sync.models import Connection
from tests.connectors import sample
from tests.connectors.conformance import age
from tests.web.office.office import fields, section, words


def test_a_winbooks_dossier_is_connected_corrected_and_read(anne, room):
    books = room.folder.parent / "winbooks"
    books.mkdir()
    write_dossier(books, "ATELIER", sample.basics(), sample.books(), form="dbf", encoding="cp850")
    for path in books.rglob("*.*"):
        age(path)
    assert "Needs the folder of the WinBooks dossier" in words(anne.get(f"{room.address}connection/"))

    page = anne.post(f"{room.address}connection/", {"package": "winbooks", "step": "address", "folder": "winbooks"})
    sent = fields(page)
    outside = anne.post(f"{room.address}connection/", sent | {"documents": "/etc"})
    answer = anne.post(f"{room.address}connection/", sent | {"encoding": "", "outbox": "imports"})

    assert (sent["form"], sent["encoding"], sent["customer_roots"]) == ("dbf", "cp850", "400")
    assert set(outside.context["form"].errors) == {"documents"}
    assert answer.status_code == 302
    settings = Connection.objects.get(dossier=room.dossier).settings
    assert (settings["form"], settings["outbox"]) == ("dbf", str(books.parent / "imports"))
    assert "encoding" not in settings
    assert str(books.parent / "imports") in section(anne.get(room.address), "connection")
    assert room.run().outcome == Outcome.DONE
