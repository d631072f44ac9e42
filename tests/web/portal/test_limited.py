"""Limited reporting: no page, file or address of such a dossier's portal tells what is paid or open; the rest stays."""

import io
import re
from zipfile import ZipFile

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import translation

from comptoir.archive.choices import Payment, Settling
from comptoir.archive.models import ArchivedInvoice, BankTransaction, ListLook, SavedView
from comptoir.firms.models import Dossier, Firm, Person
from comptoir.ledger.models import Line, OpenItem, PartnerBalance
from comptoir.sync.models import Change, Run
from tests.firms.people import NOW
from tests.web.portal.page import chips, links, pieces, rows, text_of, without_tokens
from tests.web.test_matrix import BODIES, DECLARED, FIELDS, PICKED
from tests.web.town import Town, build

BOOKS = """
    2026-01-10 PUR 1  440000 Engie     -1234.56  A  due=2026-02-10
    2026-01-20 BNK 1  440000 Engie      1234.56  A
    2026-01-20 BNK 1  550000 -         -1234.56
    2026-02-10 PUR 2  440000 Proximus   -200.00  B  due=2026-03-10
    2026-02-20 BNK 2  440000 Proximus     50.00  B
    2026-02-20 BNK 2  550000 -           -50.00
    2026-03-01 PUR 3  440000 Vivaqua     -80.00     due=2026-03-31
"""

CRAFTED = (
    "",
    *(f"?payment={state}" for state in Payment.values),
    *("?overdue=yes", "?drift=yes", "?paid=lately", "?q=paid", "?sort=payment", "?sort=-open", "?handled=no"),
)


@pytest.fixture
def limited(dossier: Dossier, books) -> Dossier:
    """The dossier with books, Financial and limited reporting."""
    books.book(BOOKS)
    return limit(dossier)


def limit(dossier: Dossier) -> Dossier:
    Dossier.objects.filter(pk=dossier.pk).update(limited_reporting=True, shows_financial=True)
    dossier.refresh_from_db()
    return dossier


def unsettle(dossier: Dossier) -> None:
    """Make the books say that nothing is paid, and change nothing else; what was kept of them is forgotten."""
    cache.clear()
    for row in ArchivedInvoice.objects.filter(dossier=dossier):
        row.payment, row.open_cents, row.paid_on = Payment.UNPAID, row.amount_cents, None
        row.save()
    BankTransaction.objects.filter(dossier=dossier).update(state=Settling.OPEN, lettering=None)
    Line.objects.filter(dossier=dossier).update(lettering=None, open_cents=0)
    OpenItem.objects.filter(dossier=dossier).delete()
    PartnerBalance.objects.filter(dossier=dossier).update(open_cents=0, oldest_due_on=None)


def everything(browser: Client, place: str) -> dict[str, str]:
    """The answer to every crafted address of a list, and all that it can be taken as."""
    files = [
        place + query for query in ("?as=csv", "?as=xlsx", "?as=print", "?payment=paid&as=csv", "?overdue=yes&as=xlsx")
    ]
    addresses = [*(place + crafted for crafted in CRAFTED), *files]
    return {address: without_tokens(told_by(browser.get(address))) for address in addresses}


def told_by(answer) -> str:
    """All that an answer says; of a workbook and an archive what is in it."""
    whole = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if not whole.startswith(b"PK"):
        return re.sub(r"\d\d/\d\d/\d{4} \d\d:\d\d", "", whole.decode("utf-8", "replace"))
    with ZipFile(io.BytesIO(whole)) as packed:
        names = [name for name in packed.namelist() if not name.startswith("docProps")]
        parts = [packed.read(name) for name in names]
    return "\n".join(told_by(_Packed(part)) for part in parts)


class _Packed:
    """A file out of an archive, to be read as an answer."""

    streaming = False

    def __init__(self, content: bytes) -> None:
        self.content = content


@pytest.mark.parametrize("place", ["archive/purchases/", "financial/"])
def test_no_address_and_no_file_of_a_list_depends_on_what_is_paid(carl, limited, place):
    paid = everything(carl, f"/d/{limited.pk}/{place}")
    unsettle(limited)
    unpaid = everything(carl, f"/d/{limited.pk}/{place}")

    assert [address for address, told in paid.items() if told != unpaid[address]] == []


@pytest.mark.parametrize("place", ["archive/purchases/", "financial/"])
def test_without_limited_reporting_the_same_addresses_do_tell(carl, dossier, books, place):
    books.book(BOOKS)
    Dossier.objects.update(shows_financial=True)
    paid = everything(carl, f"/d/{dossier.pk}/{place}")
    unsettle(dossier)

    assert paid != everything(carl, f"/d/{dossier.pk}/{place}")


@pytest.mark.parametrize(
    "place",
    [
        *("", "changes/?span=30", "help/", "archive/permanent/", "archive/sales/mail/?ids=1"),
        *("reports/trial/", "reports/trial/?as=xlsx", "reports/result/?accounts=yes", "reports/due/suppliers/"),
        *("reports/due/customers/?items=yes&as=xlsx", "history/", "history/suppliers/1/statement"),
    ],
)
def test_no_other_page_depends_on_what_is_paid(carl, limited, place):
    address = f"/d/{limited.pk}/{place}"
    paid = without_tokens(told_by(carl.get(address, follow=True)))
    unsettle(limited)

    assert without_tokens(told_by(carl.get(address, follow=True))) == paid


def test_an_opened_row_tells_nothing_of_its_payment_nor_does_its_past(carl, limited):
    row = ArchivedInvoice.objects.get(number="1")
    run = Run.objects.create(dossier=limited, kind="manual", full=False, asked_at=NOW, finished_at=NOW)
    fields = {"payment": ["unpaid", "paid"], "open_cents": [123456, 0], "text": ["vorher", "nachher"]}
    for kind in ("lettered", "changed"):
        known = {"entry_key": row.entry_key, "journal": "PUR", "number": "1", "fiscal_year": "2026"}
        Change.objects.create(dossier=limited, run=run, kind=kind, fields=fields, **known)

    page = text_of(carl.get(f"/d/{limited.pk}/archive/purchases/{row.pk}/").content.decode())

    assert "The entry was changed in the books." in page
    assert "Text: vorher → nachher" in page
    for word in ("Payment", "Open amount", "The books settled more of it", "Lettering", "Paid", "Overdue"):
        assert word not in page
    assert "Due date 10/02/2026" in page


def test_the_archive_keeps_due_dates_and_the_tick_and_loses_the_views_of_payment(carl, limited):
    page = carl.get(f"/d/{limited.pk}/archive/purchases/")

    found = links(page)
    assert {"All", "Not handled"} <= set(found)
    assert not {name for name in found if name.startswith(("Open", "Overdue", "Handled,", "Paid"))}
    assert pieces(page) == ["PUR 3", "PUR 2", "PUR 1"]
    assert "31/03/2026" in rows(page)[0]
    assert "data-open" not in page.content.decode()
    assert "/history/" not in page.content.decode()


def test_financial_keeps_transactions_and_balances_and_loses_what_is_liquidity(carl, dossier, books):
    books.book(BOOKS + "2026-03-01 BN2 1  650000 -  3.00\n2026-03-01 BN2 1  551000 -  -3.00\n")
    Dossier.objects.update(shows_financial=True)
    address = f"/d/{dossier.pk}/financial/"
    whole = text_of(carl.get(address).content.decode())
    limit(dossier)
    told = text_of(carl.get(address).content.decode())

    for word in ("Balance over time", "All accounts −1,287.56", "Status", "Lettered"):
        assert word in whole
        assert word not in told
    assert "BNK 2026/1 20/01/2026 Engie" in told
    assert "−1,284.56" in told


def test_the_second_date_is_explained_without_what_it_means_for_payment(carl, dossier, books):
    books.book(BOOKS)
    address, means = f"/d/{dossier.pk}/archive/purchases/", "an invoice may then still stand as not paid"
    assert means in text_of(carl.get(address).content.decode())

    limit(dossier)
    assert means not in text_of(carl.get(address).content.decode())


def test_a_filter_by_payment_is_left_out_with_a_sentence(carl, limited):
    page = carl.get(f"/d/{limited.pk}/archive/purchases/?payment=paid&min=100")

    assert pieces(page) == ["PUR 2", "PUR 1"]
    assert list(chips(page)) == ["At least 100.00"]
    told = "A filter of this address was left out: this dossier does not show what it asks for."
    assert told in text_of(page.content.decode())


def test_saved_views_that_rest_on_payment_are_not_offered_but_can_be_removed(carl, limited):
    person = Person.objects.get(name="Carl")
    own = SavedView.objects.create(
        firm=limited.firm,
        dossier=limited,
        person=person,
        of_list="purchases",
        name="A",
        query="payment=paid",
        created_at=NOW,
    )
    SavedView.objects.create(firm=limited.firm, of_list="purchases", name="B", query="overdue=yes", created_at=NOW)
    list_address, views = f"/d/{limited.pk}/archive/purchases/", f"/d/{limited.pk}/lists/purchases/views/"

    assert not {"A", "B"} & set(links(carl.get(list_address)))
    page = carl.get(f"{views}?next={list_address}")
    assert text_of(page.content.decode()).count("Rests on something that this dossier does not show.") == 2
    assert not {"A", "B"} & set(links(page))

    carl.post(f"{views}{own.pk}/", {"act": "remove", "next": list_address})
    assert [view.name for view in SavedView.objects.all()] == ["B"]


def test_a_view_kept_in_a_limited_dossier_has_no_filter_by_payment(carl, limited):
    views = f"/d/{limited.pk}/lists/purchases/views/"

    carl.post(views, {"name": "A", "query": "?payment=paid&min=100", "next": "/"})

    assert SavedView.objects.get().query == "min=100.00"


def test_columns_put_away_here_leave_those_of_payment_as_they_are_in_other_dossiers(carl, limited):
    look, address = f"/d/{limited.pk}/lists/purchases/look", f"/d/{limited.pk}/archive/purchases/"

    carl.post(look, {"show": ["date", "due", "number", "amount", "handled", "document"], "next": address})
    assert ListLook.objects.get().hidden == ["period"]

    ListLook.objects.update(hidden=["payment"])
    carl.post(look, {"show": ["date", "due", "number", "amount", "handled", "document"], "next": address})
    assert ListLook.objects.get().hidden == ["payment", "period"]


def test_what_is_done_to_many_rows_names_their_amount_and_nothing_that_is_open(carl, limited):
    place = f"/d/{limited.pk}/archive/purchases/"

    page = carl.post(f"{place}picked/handled", {"all": "3", "payment": "paid", "next": place})
    assert "Amount 1,514.56" in text_of(page.content.decode())
    assert ">Open<" not in page.content.decode()

    done = carl.post(f"{place}picked/handled", {"all": "3", "sure": "yes", "next": place}, follow=True)
    assert "Selected in all: 1,514.56." in text_of(done.content.decode())
    assert ArchivedInvoice.objects.exclude(handled_at=None).count() == 3


def test_the_history_is_refused_and_not_in_the_menu(carl, anne, limited):
    for browser in (carl, anne):
        assert browser.get(f"/d/{limited.pk}/history/suppliers/").status_code == 403
        assert browser.get(f"/d/{limited.pk}/history/accounts/").status_code == 403
        assert "History" not in links(browser.get(f"/d/{limited.pk}/archive/purchases/"))


def test_the_option_of_the_firm_holds_where_the_dossier_says_nothing_of_its_own(carl, dossier, books):
    books.book(BOOKS)
    address = f"/d/{dossier.pk}/archive/purchases/?as=csv"
    assert "1234.56,Paid,0.00" in told_by(carl.get(address))

    Firm.objects.update(limited_reporting=True)
    assert "Paid" not in told_by(carl.get(address))

    Dossier.objects.update(limited_reporting=False)
    assert "1234.56,Paid,0.00" in told_by(carl.get(address))


@pytest.fixture
def town(db, tmp_path) -> Town:
    return build(tmp_path)


def words_of_payment(language: str) -> list[str]:
    with translation.override(language):
        states = [*Payment.labels, *Settling.labels]
        more = [
            translation.gettext(word) for word in ("Overdue", "Lettering", "Paid in the last 30 days", "Open amount")
        ]
    return [str(word) for word in (*states, *more)]


EXPLAINING = {"portal:help", "portal:guide"}
"""Pages that tell nothing of the books, and say why payments are not shown."""


def expired(name: str, language: str, word: str) -> bool:
    """Whether this is said of documents: in Dutch they expire with the word that invoices are overdue with."""
    return name.startswith("portal:filed") and (language, word) == ("nl", "Vervallen")


def test_no_page_of_a_limited_portal_has_a_word_of_payment(town):
    limit(town.own.dossier)
    told = {}
    for language, who in (("fr", "a client"), ("nl", "an administrator"), ("en", "a client who consults")):
        Person.objects.update(language=language)
        words = words_of_payment(language)
        for name, (method, _declared) in DECLARED.items():
            if name.startswith("portal:") and name not in EXPLAINING:
                sent = {FIELDS[BODIES[name]]: town.own.ids[BODIES[name]]} if name in BODIES else {}
                answer = getattr(town.browsers[who], method)(town.address(name), sent, follow=True)
                page = text_of(told_by(answer)) if answer.status_code == 200 else ""
                told[name, language] = [word for word in words if word in page and not expired(name, language, word)]
    assert {place: words for place, words in told.items() if words} == {}


def test_the_index_of_a_zip_says_nothing_of_payment(town):
    limit(town.own.dossier)
    address = town.address("portal:picked_documents")

    told = told_by(town.browsers["a client"].post(address, {"ids": town.own.ids["row"]}))

    assert "Amount" in told
    assert not [word for word in words_of_payment("en") if word in told]
    assert "documents" in PICKED
