"""What must hold on every page whoever asks: headers, no writing by reading, no form without its token, no 500."""

from copy import deepcopy
from typing import Any

import pytest
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from comptoir.archive.queries.invoices import ORDERS
from tests.web.test_matrix import DECLARED
from tests.web.town import Town, build

WRITING = ("INSERT", "UPDATE", "DELETE")
SESSION = '"firms_session"'
OF_THE_READER = (SESSION, '"sync_visit"')
"""What is noted of the reader himself: until when he is logged in, and how far he has seen what changed."""

HOSTILE = (
    "\x00",
    "a\x00b",
    "'\"><script>alert(1)</script>",
    "%s%(x)s{{ x }}{% x %}",
    "\u202egnp.exe",
    "\ue000id\ue000",
    "٣",
    "-1",
    "99999999999999999999999999",
    "9223372036854775808",
    "1e400",
    "NaN",
    "0000-00-00",
    "99999-12-31",
    "x" * 20_000,
    "x~1",
    "\x00~1",
    "99999999999999999999999999999~1",
    "9999-12-31~999999999999999999",
    "../../../etc/passwd",
    "//evil.example",
    "\r\nSet-Cookie: a=b",
)
FILTERS = (
    "q",
    "from",
    "until",
    "year",
    "partner",
    "of",
    "min",
    "max",
    "payment",
    "handled",
    "overdue",
    "sort",
    "as",
    "view",
)
HANDED = ("q", "source", "sender", "from", "until", "min", "max", "waits", "sort", "as", "view", "after", "before")
FILED = ("q", "category", "from", "until", "expiry", "handled", "taken", "sort", "as", "view", "after", "before")
ASKED = {
    "portal:archive_tab": (*FILTERS, "after", "before"),
    "portal:archive_opened": (*FILTERS, "after", "before"),
    "portal:list_views": ("next",),
    "portal:archive_names": ("partner",),
    "portal:document_file": ("save",),
    "portal:mail": ("ids", "again"),
    "public:invoice": ("lang",),
    "public:invoice_file": ("save", "inside"),
    "office:templates": ("language",),
    "office:questions": ("language",),
    "office:dossier_templates": ("language",),
    "portal:report_due": ("on", "items", "as"),
    "portal:report_trial": ("year", "until", "as"),
    "portal:report_result": ("year", "accounts", "as"),
    "portal:changes": ("span", "after", "before"),
    "portal:changes_of_run": ("after", "before"),
    "portal:history_partners": ("q", "age", "open", "overdue", "sort", "as", "after", "before"),
    "portal:history_partner": ("from", "until", "as_of", "open", "sort", "as", "after", "before"),
    "portal:history_partner_entry": ("from", "after"),
    "portal:history_statement": ("kind", "from", "until"),
    "portal:history_accounts": ("q", "year", "as", "after", "before"),
    "portal:history_account": ("from", "until", "year", "as", "after", "before"),
    "portal:history_account_entry": ("year", "after"),
    "portal:home": ("year", "period"),
    "portal:filed_tab": FILED,
    "portal:filed_opened": FILED,
    "portal:mailbox": HANDED,
    "portal:mailbox_opened": HANDED,
    "portal:progress": ("q", "sort", "after", "before"),
    "portal:handed_history_tab": ("state", "untyped", "sort", "after", "before"),
    "office:dossiers": ("q", "after"),
    "office:closed": ("q", "after"),
    "office:connection": ("package", "change", "look", "folder", "profile"),
    "office:mapping": ("folder", "file", "profile", "change"),
    "office:runs": ("after", "before"),
    "office:letters": ("q", "refused", "after", "before"),
    "office:run": ("kind", "after", "before"),
    "portal:hand_in": ("mailbox",),
    "portal:proposal": ("mine",),
    "portal:merge": ("ids", "name", "mailbox"),
    "portal:help": ("q", "open"),
    "portal:duplicate": ("show", "other"),
    "public:login": ("next",),
}
"""What pages read of their address."""

TEXT = {"language": "fr", "step": "save", "subject": "Votre {kind}", "body": "{link}"}

EXPIRY = {"expires_on": "2030-01-01", "remind_days": "30"}
SAID = {"name": "x", "was_name": "y", "comment": "x", "was_comment": "y", "tags": "a, b", "was_tags": "c", "next": "/"}
PAGES = {"act": "split", "document": "1", "first": "1", "out": "2", "turn-1": "1", "place-1": "2", "every": "1"}
PAGES |= {"prefix": "x", "mailbox": "sales", "original": "keep"}
PICKED = {"all": "1", "sure": "yes", "ids": "", "min": "1", "of": "", "sort": "date", "next": "/"}

BOOKING = {"act": "check", "version": "1", "journal": "ACH", "period": "202603", "partner": "F1", "number": "1"}
BOOKING |= {"dated_on": "2026-03-01", "due_on": "2026-03-31", "gross": "121", "communication": "x", "credit": "1"}
BOOKING |= {"account-0": "499000", "vat-0": "21", "base-0": "100", "tax-0": "21", "text-0": "x", "card_name": "x"}

SENT = {
    "portal:archive_handled": {"handled": "yes", "next": "/"},
    "portal:list_views": {"name": "Neu", "query": "?q=x", "next": "/"},
    "portal:list_view": {"act": "rename", "name": "Neu", "query": "?q=x", "next": "/"},
    "portal:picked_handled": PICKED,
    "portal:picked_unhandled": PICKED,
    "portal:picked_undo": {"next": "/"},
    "portal:picked_documents": PICKED,
    "portal:picked_list": PICKED | {"as": "csv"},
    "portal:picked_mail": {"all": "1", "ids": "1"},
    "portal:handed_said": SAID,
    "portal:handed_moved": {"mailbox": "sales", "next": "/", "again": "/"},
    "portal:handed_sent": {"journal": "ACH", "next": "/", "again": "/"},
    "portal:handed_taken_back": {"next": "/", "again": "/"},
    "portal:handed_deleted": {"next": "/", "again": "/"},
    "portal:handed_back": {"next": "/", "again": "/"},
    "portal:handed_apart": {"next": "/"},
    "portal:pages": PAGES,
    "portal:pages_undone": {"next": "/"},
    "portal:proposal": BOOKING,
    "portal:duplicate": {"act": "apart", "why": "x", "version": "1"},
    "portal:ask": {"question": "x", "whom": "1", "version": "1"},
    "portal:answer": {"answer": "x", "next": "/"},
    "portal:withdraw": {"next": "/"},
    "portal:proposal_here": BOOKING | {"typed": "1", "leaving": "1"},
    "portal:process": {"act": "file", "tab": "permanent", "title": "x", "category": "1", "dated_on": "2026-01-01"},
    "portal:process_back": {"next": "/"},
    "portal:transfer": {"ids": "1-1", "act": "look"},
    "portal:proposals_done": {"ids": "1-1", "act": "hold"},
    "portal:proposals_changed": {"ids": "1-1", "act": "change", "journal": "ACH", "period": "202603"}
    | {"account": "499000", "vat": "21"},
    "portal:proposals_sent_back": {"ids": "1-1", "act": "back", "why": "x"},
    "portal:merge": {"act": "merge", "ids": "1", "place-1": "1", "name": "x", "mailbox": "sales"},
    "portal:mailbox_forwards": {"forwards": "sales"},
    "portal:mailbox_renewed": {"next": "/"},
    "portal:handed_sent_together": PICKED | {"journal": "ACH"},
    "portal:handed_moved_together": PICKED | {"mailbox": "sales"},
    "portal:handed_deleted_together": PICKED,
    "portal:handed_taken_back_together": PICKED,
    "portal:handed_back_together": PICKED,
    "portal:handed_undo": {"next": "/"},
    "portal:handed_documents": PICKED,
    "portal:handed_list": PICKED | {"as": "csv"},
    "portal:list_look": {"show": "date", "dense": "yes", "next": "/"},
    "portal:link_revoke": {"next": "/"},
    "office:booking": {"validated_by": "client", "by_itself": "check", "equal_bookings": "3", "below": "10"},
    "office:booking_numbers": {"template_1": "year", "first_1": "1"},
    "office:remove_rule": {"next": "/"},
    "office:firm": {"name": "Neu", "language": "fr", "contact": "x"},
    "office:firm_logo": {"remove": "yes"},
    "office:firm_options": {"only_processed": "on"},
    "office:mail_account": {"host": "imap.example.org", "port": "993", "user": "a", "password": "b", "folder": "INBOX"},
    "office:configure_figures": {"only_processed": "yes", "limited_reporting": ""},
    "office:templates": TEXT,
    "office:dossier_templates": TEXT | {"step": "preview"},
    "portal:filed_handled": {"handled": "yes", "next": "/"},
    "portal:filed_new": {"title": "x", "category": "1", "dated_on": "2026-01-01", "comment": "x"} | EXPIRY,
    "portal:filed_change": {"title": "x", "category": "1", "dated_on": "2026-01-01", "comment": "x"} | EXPIRY,
    "portal:filed_place": {"place": "back"},
    "portal:uploads": {"mailbox": "sales", "next": "/"},
    "portal:uploads_together": {"act": "one", "mailbox": "sales", "token": "0" * 32},
    "portal:upload": {"act": "give_up", "next": "/"},
    "office:categories": {"tab": "permanent", "permanent-fr": "Baux", "permanent-nl": "Huur", "permanent-en": "Leases"},
    "office:category": {"fr": "Baux", "nl": "Huur", "en": "Leases", "names": "yes"},
    "office:dossier_categories": {"tab": "miscellaneous", "miscellaneous-fr": "Baux", "deed": "up"},
    "office:dossier_category": {"deed": "up"},
    "office:costs": {"fr": "Loyers", "nl": "Huur", "en": "Rent", "roots": "610", "add": "yes"},
    "office:cost": {"fr": "Loyers", "nl": "Huur", "en": "Rent", "roots": "610", "heading": "yes"},
    "office:dossier_costs": {"fr": "Loyers", "en": "Rent", "roots": "610", "add": "yes", "deed": "own"},
    "office:dossier_cost": {"fr": "Loyers", "en": "Rent", "roots": "610", "heading": "yes"},
    "office:questions": {"language": "fr", "question": "Où ?", "answer": "Ici."},
    "office:question": {"question": "Où ?", "answer": "Ici.", "deed": "save"},
    "office:new": {"name": "Neu", "number": "0477472701", "country": "BE"},
    "office:close": {},
    "office:connection": {
        "package": "fec",
        "folder": "",
        "country": "BE",
        "customer_roots": "400",
        "supplier_roots": "440",
        "customer_terms": "30",
        "supplier_terms": "30",
        "first_day": "",
        "journal_414348": "purchase",
    },
    "office:connection_test": {"package": "fec", "folder": "", "step": "address"},
    "office:mapping": {"folder": "", "file": "", "mark": "", "name": "Octopus", "do": "save"},
    "office:mapping_profile": {"name": "Octopus", "deed": "rename"},
    "office:journal": {"shown": "yes"},
    "office:synchronise": {"reading": "incremental", "done_until": ""},
    "office:invite": {"email": "x@example.org", "profile": "full_access", "language": "fr"},
    "office:invite_colleague": {"email": "x@example.org", "profile": "support", "language": "fr"},
    "office:seat": {"profile": "full_access"},
    "office:colleague": {"profile": "support"},
    "office:keep": {"seat": "1"},
    "office:give_dossier": {"dossier": "1"},
    "public:login": {"email": "x@example.org", "password": "x", "next": "/"},
    "public:logout": {"next": "/"},
    "public:reset": {"email": "x@example.org"},
    "public:reset_set": {"new_password1": "korrekt-pferd-batterie", "new_password2": "korrekt-pferd-batterie"},
    "public:invitation": {
        "name": "Neu",
        "new_password1": "korrekt-pferd-batterie",
        "new_password2": "korrekt-pferd-batterie",
    },
    "public:account": {"name": "Anne", "language": "fr"},
    "public:password": {"old_password": "x", "new_password1": "y", "new_password2": "y"},
    "public:session_end": {"device": "x"},
    "public:words": {"words": "yes", "next": "/"},
    "public:tokens": {"name": "Odoo", "dossiers": "1", "days": "90", "password": "x"},
    "public:token_revoke": {"token": "1"},
    "api:documents": {"dossier": "0123456749", "mailbox": "sales", "comment": "x", "tags": "a, b"},
    "public:language": {"language": "fr", "next": "/"},
    "shared:theme": {"theme": "dark", "next": "/"},
}
"""What forms send, filled in well, so that one hostile word among it reaches what lies behind the form."""

BY_TOKEN = {"api:documents": {401, 405}}
"""What is asked with a token in the head, and needs no form's token: a cookie lets nobody in there."""

LOGGED_OUT = {"public:login", "public:reset", "public:reset_set", "public:invitation"}


@pytest.fixture
def town(db, tmp_path) -> Town:
    return build(tmp_path)


@pytest.fixture
def anne(town: Town) -> Client:
    return town.browsers["an administrator"]


def read(browser: Client, address: str, **fields: Any) -> HttpResponse:
    answer = browser.get(address, fields)
    b"".join(answer.streaming_content) if answer.streaming else answer.content
    return answer


def test_every_answer_carries_the_headers_that_protect(town, anne):
    missing = []
    for name in DECLARED:
        for browser in (town.browsers["nobody"], town.browsers["a client of another dossier"], anne):
            answer = read(browser, town.address(name))
            whole = {
                "X-Content-Type-Options": answer.headers.get("X-Content-Type-Options") == "nosniff",
                "Cache-Control": answer.headers.get("Cache-Control") == "private, no-store",
                "X-Frame-Options": answer.headers.get("X-Frame-Options") in {"DENY", "SAMEORIGIN"},
                "Content-Security-Policy": "default-src '" in answer.headers.get("Content-Security-Policy", ""),
                "Referrer-Policy": answer.headers.get("Referrer-Policy") in {"same-origin", "no-referrer"},
            }
            missing += [f"{name} ({answer.status_code}): {header}" for header, there in whole.items() if not there]
    assert not missing, missing


def test_reading_a_page_writes_nothing(town, anne):
    wrote = []
    for name in DECLARED:
        for method in ("get", "head"):
            with CaptureQueriesContext(
                connection,
            ) as queries:
                getattr(anne, method)(town.address(name))
            wrote += [
                f"{method} {name}: {query['sql'][:120]}"
                for query in queries
                if query["sql"].startswith(WRITING) and not any(table in query["sql"] for table in OF_THE_READER)
            ]
    assert not wrote, wrote


def test_a_form_without_its_token_writes_nothing(town):
    careful = Client(enforce_csrf_checks=True, raise_request_exception=False)
    careful.cookies = town.browsers["an administrator"].cookies
    wrong = []
    for name in DECLARED:
        for method in ("post", "put", "patch", "delete"):
            with CaptureQueriesContext(connection) as queries:
                answer = getattr(careful, method)(
                    town.address(name), **({"data": {"handled": "yes"}} if method == "post" else {})
                )
            wrote = any(query["sql"].startswith(WRITING) and SESSION not in query["sql"] for query in queries)
            if answer.status_code not in (BY_TOKEN.get(name) or {403}) or wrote:
                wrong.append(f"{method} {name}: {answer.status_code}")
    assert not wrong, wrong


@pytest.mark.timeout(900)
def test_no_word_in_an_address_makes_a_page_fail(town):
    failed = [
        f"{name}?{field}={word[:20]!r}"
        for name, fields in ASKED.items()
        for field in fields
        for word in HOSTILE
        if answered(town, visitor(name), "get", town.address(name), {field: word}) >= 500
    ]
    assert not failed, "\n".join(failed)


def test_no_mark_of_a_page_makes_it_fail(town):
    failed = [
        f"{sort} {word[:20]!r}"
        for sort in ORDERS
        for word in HOSTILE
        if answered(
            town, "a client", "get", town.address("portal:archive_tab"), {"sort": sort, "after": f"{word[:200]}~1"}
        )
        >= 500
    ]
    assert not failed, "\n".join(failed)


@pytest.mark.timeout(900)
def test_no_word_in_a_form_makes_a_page_fail(town):
    failed = [
        f"{name}: {field}={word[:20]!r}"
        for name, fields in SENT.items()
        for field in [*fields, "hostile"]
        for word in HOSTILE
        if answered(town, visitor(name), "post", town.address(name), fields | {field: word}) >= 500
    ]
    assert not failed, "\n".join(failed)


def visitor(name: str) -> str:
    return "nobody" if name in LOGGED_OUT else "an administrator"


def answered(town: Town, who: str, method: str, address: str, fields: dict[str, str]) -> int:
    """With what status the page answers; afterwards nothing has changed."""
    browser = town.browsers[who]
    cookies, before = deepcopy(browser.cookies), transaction.savepoint()
    words = {name: word.encode(errors="replace").decode() for name, word in fields.items()}
    status = getattr(browser, method)(address, words).status_code
    transaction.savepoint_rollback(before)
    browser.cookies = cookies
    return status
