"""Who may do what: every page of the address tree for everybody who may come, against what is declared here.

A page that is not declared is red. Somebody else's id is answered like one that nothing has, and nothing of another
dossier is ever in an answer.
"""

from copy import deepcopy

import pytest
from django.db import transaction
from django.http import HttpResponse

from tests.web.public.visits import same_for_all
from tests.web.town import BESIDE, FOREIGN, NOWHERE, OWN, WHAT, House, Town, build, pages

OK, LOGIN, FORBIDDEN, ABSENT, TOKENLESS = "done", "login", "forbidden", "absent", "401"

ACTORS = (
    "nobody",
    "the client's administrator",
    "a client",
    "a client who consults",
    "a client who hands in",
    "an administrator",
    "a keeper",
    "a keeper of support",
    "a collaborator who keeps another",
    "a client of another dossier",
    "somebody of another firm",
    "a client of another firm",
    "somebody whose seat was taken",
)


def row(*outcomes: str) -> dict[str, str]:
    """What becomes of each actor's request; from the client of another dossier on, everybody gets the same."""
    return dict(zip(ACTORS, [*outcomes, *[ABSENT] * (len(ACTORS) - len(outcomes))], strict=True))


Y, L, F, A = OK, LOGIN, FORBIDDEN, ABSENT
#                 nobody | the client's four | administrator, keeper, of support, keeper of another
PORTAL = row(L, Y, Y, Y, Y, Y, Y, Y, A)
MAILBOX = row(L, Y, Y, Y, Y, Y, Y, F, A)
ARCHIVE = row(L, Y, Y, Y, F, Y, Y, F, A)
HANDLING = row(L, Y, Y, F, F, Y, Y, F, A)
HANDING = row(L, Y, Y, F, Y, Y, Y, F, A)
SETTINGS = row(L, Y, F, F, F, Y, Y, F, A)
OF_THE_BOOKS = row(L, Y, Y, Y, A, Y, Y, Y, A)
"""A document of the books does not exist for who hands in only; who checks compares with it."""
ITS_OWNER = row(L, A, A, A, F, Y, A, F, A)
CHECKING = row(L, F, F, F, F, Y, Y, Y, A)
TRANSFERRING = row(L, F, F, F, F, Y, Y, F, A)
ANSWERING = row(L, Y, Y, A, Y, Y, Y, A, A)
"""Only the firm checks and transfers, support checks; a question to the client does not exist for others."""
ITS_SENDER = row(L, A, A, F, A, Y, A, F, A)
"""What an administrator of the firm is handing in."""
OFFICE = row(L, A, A, A, A, Y, Y, Y, Y)
OFFICE_WITHOUT_SUPPORT = row(L, A, A, A, A, Y, Y, F, Y)
OFFICE_ADMINISTRATOR = row(L, A, A, A, A, Y, F, F, F)
DOSSIER = row(L, A, A, A, A, Y, Y, Y, A)
DOSSIER_WITHOUT_SUPPORT = row(L, A, A, A, A, Y, Y, F, A)
DOSSIER_ADMINISTRATOR = row(L, A, A, A, A, Y, F, F, A)
PERSON = {who: LOGIN if who == "nobody" else OK for who in ACTORS}
ANYBODY = dict.fromkeys(ACTORS, OK)
TO_LOGIN = dict.fromkeys(ACTORS, LOGIN)
NO_LOGO = PERSON | {who: ABSENT for who in ACTORS if who != "nobody"}

DECLARED: dict[str, tuple[str, dict[str, str]]] = {
    "portal:home": ("get", PORTAL),
    "portal:archive": ("get", ARCHIVE),
    "portal:archive_names": ("get", ARCHIVE),
    "portal:archive_tab": ("get", ARCHIVE),
    "portal:archive_opened": ("get", ARCHIVE),
    "portal:archive_handled": ("post", HANDLING),
    "portal:picked_handled": ("post", HANDLING),
    "portal:picked_unhandled": ("post", HANDLING),
    "portal:picked_undo": ("post", HANDLING),
    "portal:picked_documents": ("post", ARCHIVE),
    "portal:picked_list": ("post", ARCHIVE),
    "portal:picked_mail": ("post", HANDLING),
    "portal:document_file": ("get", OF_THE_BOOKS),
    "portal:changes": ("get", ARCHIVE),
    "portal:changes_of_run": ("get", ARCHIVE),
    "portal:financial": ("get", ARCHIVE),
    "portal:financial_opened": ("get", ARCHIVE),
    "portal:history": ("get", ARCHIVE),
    "portal:history_account": ("get", ARCHIVE),
    "portal:history_account_entry": ("get", ARCHIVE),
    "portal:history_accounts": ("get", ARCHIVE),
    "portal:history_partner": ("get", ARCHIVE),
    "portal:history_partner_entry": ("get", ARCHIVE),
    "portal:history_partners": ("get", ARCHIVE),
    "portal:history_statement": ("get", ARCHIVE),
    "portal:reports": ("get", ARCHIVE),
    "portal:report_due": ("get", ARCHIVE),
    "portal:report_trial": ("get", ARCHIVE),
    "portal:report_result": ("get", ARCHIVE),
    "portal:filed_tab": ("get", ARCHIVE),
    "portal:filed_opened": ("get", ARCHIVE),
    "portal:filed_new": ("post", HANDLING),
    "portal:filed_change": ("post", HANDLING),
    "portal:filed_place": ("post", HANDLING),
    "portal:filed_handled": ("post", HANDLING),
    "portal:hand_in": ("get", HANDING),
    "portal:uploads": ("post", HANDING),
    "portal:upload": ("get", ITS_SENDER),
    "portal:uploads_together": ("post", HANDING),
    "portal:help": ("get", PORTAL),
    "portal:guide": ("get", PORTAL),
    "portal:list_look": ("post", ARCHIVE),
    "portal:page_picture": ("get", OF_THE_BOOKS),
    "portal:page_words": ("get", OF_THE_BOOKS),
    "portal:mailboxes": ("get", MAILBOX),
    "portal:mailbox": ("get", MAILBOX),
    "portal:mailbox_opened": ("get", MAILBOX),
    "portal:progress": ("get", MAILBOX),
    "portal:worklist_first": ("get", CHECKING),
    "portal:worklist": ("get", CHECKING),
    "portal:transfer": ("get", TRANSFERRING),
    "portal:proposals_done": ("post", CHECKING),
    "portal:proposals_changed": ("post", CHECKING),
    "portal:proposals_sent_back": ("post", CHECKING),
    "portal:transferred": ("get", CHECKING),
    "portal:proposal": ("get", CHECKING),
    "portal:duplicate": ("get", CHECKING),
    "portal:ask": ("post", CHECKING),
    "portal:questions": ("get", PORTAL),
    "portal:answer": ("post", ANSWERING),
    "portal:withdraw": ("post", CHECKING),
    "portal:proposal_here": ("post", CHECKING),
    "portal:not_booked": ("get", TRANSFERRING),
    "portal:process": ("get", TRANSFERRING),
    "portal:process_back": ("post", TRANSFERRING),
    "portal:progress_opened": ("get", MAILBOX),
    "portal:handed_history": ("get", MAILBOX),
    "portal:handed_history_tab": ("get", MAILBOX),
    "portal:handed_history_opened": ("get", MAILBOX),
    "portal:handed_said": ("post", HANDING),
    "portal:handed_moved": ("post", HANDING),
    "portal:handed_sent": ("post", HANDING),
    "portal:handed_taken_back": ("post", HANDING),
    "portal:handed_deleted": ("post", HANDING),
    "portal:handed_back": ("post", HANDING),
    "portal:handed_apart": ("post", HANDING),
    "portal:pages": ("get", HANDING),
    "portal:pages_undone": ("post", HANDING),
    "portal:merge": ("get", HANDING),
    "portal:mailbox_settings": ("get", SETTINGS),
    "portal:mailbox_forwards": ("post", SETTINGS),
    "portal:mailbox_renewed": ("post", SETTINGS),
    "portal:handed_sent_together": ("post", HANDING),
    "portal:handed_moved_together": ("post", HANDING),
    "portal:handed_deleted_together": ("post", HANDING),
    "portal:handed_taken_back_together": ("post", HANDING),
    "portal:handed_back_together": ("post", HANDING),
    "portal:handed_undo": ("post", HANDING),
    "portal:handed_documents": ("post", MAILBOX),
    "portal:handed_list": ("post", MAILBOX),
    "portal:mail": ("get", HANDLING),
    "portal:mail_sent": ("get", HANDLING),
    "portal:link_revoke": ("post", HANDLING),
    "portal:list_views": ("get", ARCHIVE),
    "portal:list_view": ("post", ITS_OWNER),
    "office:dossiers": ("get", OFFICE),
    "office:closed": ("get", OFFICE),
    "office:new": ("post", OFFICE_WITHOUT_SUPPORT),
    "office:dossier": ("get", DOSSIER),
    "office:close": ("post", DOSSIER_ADMINISTRATOR),
    "office:configuration": ("get", DOSSIER_WITHOUT_SUPPORT),
    "office:configure_financial": ("post", DOSSIER_WITHOUT_SUPPORT),
    "office:configure_figures": ("post", DOSSIER_WITHOUT_SUPPORT),
    "office:configure_journals": ("post", DOSSIER_WITHOUT_SUPPORT),
    "office:configure_banks": ("post", DOSSIER_WITHOUT_SUPPORT),
    "office:configure_accounts": ("post", DOSSIER_WITHOUT_SUPPORT),
    "office:booking": ("get", DOSSIER_WITHOUT_SUPPORT),
    "office:booking_numbers": ("post", DOSSIER_WITHOUT_SUPPORT),
    "office:remove_rule": ("post", DOSSIER_WITHOUT_SUPPORT),
    "office:connection": ("post", DOSSIER_WITHOUT_SUPPORT),
    "office:connection_test": ("post", DOSSIER_WITHOUT_SUPPORT),
    "office:mapping": ("get", DOSSIER_WITHOUT_SUPPORT),
    "office:mapping_profile": ("post", DOSSIER_WITHOUT_SUPPORT),
    "office:journal": ("post", DOSSIER_WITHOUT_SUPPORT),
    "office:synchronise": ("post", DOSSIER_WITHOUT_SUPPORT),
    "office:runs": ("get", DOSSIER),
    "office:run": ("get", DOSSIER),
    "office:progress": ("get", DOSSIER),
    "office:confirm": ("post", DOSSIER_WITHOUT_SUPPORT),
    "office:letters": ("get", DOSSIER_WITHOUT_SUPPORT),
    "office:letter_original": ("get", DOSSIER_WITHOUT_SUPPORT),
    "office:invite": ("post", DOSSIER_WITHOUT_SUPPORT),
    "office:seat": ("post", DOSSIER_WITHOUT_SUPPORT),
    "office:remove_seat": ("post", DOSSIER_WITHOUT_SUPPORT),
    "office:withdraw": ("post", DOSSIER_WITHOUT_SUPPORT),
    "office:keep": ("post", DOSSIER_WITHOUT_SUPPORT),
    "office:let_go": ("post", DOSSIER_WITHOUT_SUPPORT),
    "office:dossier_templates": ("post", DOSSIER_WITHOUT_SUPPORT),
    "office:firm": ("post", OFFICE_ADMINISTRATOR),
    "office:firm_logo": ("post", OFFICE_ADMINISTRATOR),
    "office:firm_options": ("post", OFFICE_ADMINISTRATOR),
    "office:mail_account": ("post", OFFICE_ADMINISTRATOR),
    "office:mail_fetched": ("post", OFFICE_ADMINISTRATOR),
    "office:mail_removed": ("post", OFFICE_ADMINISTRATOR),
    "office:templates": ("post", OFFICE_ADMINISTRATOR),
    "office:categories": ("post", OFFICE_ADMINISTRATOR),
    "office:category": ("post", OFFICE_ADMINISTRATOR),
    "office:questions": ("post", OFFICE_ADMINISTRATOR),
    "office:question": ("post", OFFICE_ADMINISTRATOR),
    "office:costs": ("post", OFFICE_ADMINISTRATOR),
    "office:cost": ("post", OFFICE_ADMINISTRATOR),
    "office:dossier_costs": ("post", DOSSIER_WITHOUT_SUPPORT),
    "office:dossier_cost": ("post", DOSSIER_WITHOUT_SUPPORT),
    "office:dossier_categories": ("post", DOSSIER_WITHOUT_SUPPORT),
    "office:dossier_category": ("post", DOSSIER_WITHOUT_SUPPORT),
    "office:people": ("get", OFFICE_WITHOUT_SUPPORT),
    "office:invite_colleague": ("post", OFFICE_ADMINISTRATOR),
    "office:colleague": ("post", OFFICE_ADMINISTRATOR),
    "office:remove_colleague": ("post", OFFICE_ADMINISTRATOR),
    "office:give_dossier": ("post", OFFICE_ADMINISTRATOR),
    "office:take_dossier": ("post", DOSSIER_ADMINISTRATOR),
    "office:withdraw_colleague": ("post", OFFICE_ADMINISTRATOR),
    "shared:theme": ("post", ANYBODY),
    "shared:logo": ("get", NO_LOGO),
    "public:root": ("get", PERSON),
    "public:places": ("get", PERSON),
    "public:login": ("get", ANYBODY),
    "public:logout": ("post", TO_LOGIN),
    "public:reset": ("get", ANYBODY),
    "public:reset_set": ("get", ANYBODY),
    "public:invitation": ("get", ANYBODY),
    "public:invoice": ("get", ANYBODY),
    "public:invoice_file": ("get", ANYBODY),
    "public:invoice_logo": ("get", dict.fromkeys(ACTORS, ABSENT)),
    "public:account": ("post", PERSON),
    "public:password": ("post", PERSON),
    "public:words": ("post", PERSON),
    "public:sessions": ("get", PERSON),
    "public:session_end": ("post", PERSON),
    "public:session_end_all": ("post", TO_LOGIN),
    "public:tokens": ("post", PERSON),
    "public:token_revoke": ("post", PERSON),
    "api:documents": ("post", dict.fromkeys(ACTORS, TOKENLESS)),
    "public:language": ("post", ANYBODY),
    "public:health": ("get", ANYBODY),
}
"""Every page: how it is asked, and what becomes of each actor. No firm of the town has a logo."""

PICKED = ("handled", "unhandled", "documents", "list")
HANDED = ("sent_together", "deleted_together", "back_together", "documents", "list")
BODIES = {
    "office:keep": "colleague",
    "office:give_dossier": "dossier",
    **{f"portal:picked_{act}": "row" for act in PICKED},
    **{f"portal:handed_{act}": "handed" for act in HANDED},
}
FIELDS = {"colleague": "seat", "dossier": "dossier", "row": "ids", "handed": "ids"}
"""Pages to which an id is sent in the form, and of what; without it they answer like for one that nothing has."""

SENT = {
    "portal:handed_moved": {"mailbox": "sales"},
    "portal:handed_moved_together": {"mailbox": "sales"},
    "portal:proposals_done": {"act": "check"},
}
"""What a form must say that is not an id; without it the page answers like for one that nothing has."""

TELLING = {"public:invitation", "public:invoice"}
"""Pages that tell something to whoever holds their token."""

LISTED = {
    "portal:mail": "sale",
    "portal:financial": "journal",
    "portal:filed_tab": "own_category",
    "portal:merge": "handed",
}
"""Pages to which ids of other things than partners are handed in the address."""

SEEN_BY = {
    OWN: set(ACTORS[1:8]),
    BESIDE: {"an administrator", "a collaborator who keeps another", "a client of another dossier"},
    FOREIGN: {"somebody of another firm", "a client of another firm"},
}
"""For whom what stands in each dossier is."""


@pytest.fixture
def town(db, tmp_path) -> Town:
    return build(tmp_path)


def ask(town: Town, who: str, name: str, address: str = "", **sent: object) -> HttpResponse:
    """The answer, and nothing changed by it afterwards."""
    method, _ = DECLARED[name]
    if name in BODIES:
        sent = {FIELDS[BODIES[name]]: town.own.ids[BODIES[name]]} | sent
    sent = SENT.get(name, {}) | sent
    cookies, before = deepcopy(town.browsers[who].cookies), transaction.savepoint()
    answer = getattr(town.browsers[who], method)(address or town.address(name), sent)
    answer.streamed = b"".join(answer.streaming_content) if answer.streaming else answer.content
    transaction.savepoint_rollback(before)
    town.browsers[who].cookies = cookies
    return answer


def outcome(answer: HttpResponse) -> str:
    """The answer in a word."""
    if answer.status_code == 302 and answer["Location"].startswith("/login/"):
        return LOGIN
    known = {403: FORBIDDEN, 404: ABSENT, 200: OK, 302: OK, 422: OK}
    return known.get(answer.status_code, str(answer.status_code))


def test_every_page_is_declared_with_what_becomes_of_everybody():
    assert sorted(DECLARED) == sorted(pages())


def test_everybody_gets_what_is_declared_and_nothing_of_another_dossier(town):
    wrong: dict[tuple[str, str], str] = {}
    for who in ACTORS:
        for name, (_, declared) in DECLARED.items():
            answer = ask(town, who, name)
            if outcome(answer) != declared[who]:
                wrong[who, name] = outcome(answer)
            for sign in told_without_right(answer, who) if name not in TELLING else []:
                wrong[who, name] = f"tells {sign}"
    assert not wrong, wrong


def told_without_right(answer: HttpResponse, who: str) -> list[str]:
    """The signs in the answer of dossiers that are not for this actor."""
    told = (answer.streamed.decode(errors="replace") + repr(answer.headers)).lower()
    return [sign for sign, seeing in SEEN_BY.items() if sign.lower() in told and who not in seeing]


def test_anothers_id_in_an_address_is_answered_like_one_that_nothing_has_and_changes_nothing(town):
    wrong = []
    for name, words in pages().items():
        for word in {"dossier", "firm", "pk", "entry"} & set(words):
            nothing = ask(town, "an administrator", name, town.address(name, **{word: NOWHERE}))
            for house in others(town, name, word):
                other = house.ids[WHAT[name] if word == "pk" else word]
                found = ask(town, "an administrator", name, town.address(name, **{word: other}))
                if found.status_code != 404 or shape(found) != shape(nothing):
                    wrong.append(f"{name} with {word} of {house.dossier}: {found.status_code}")
    assert wrong == []


def others(town: Town, name: str, word: str) -> list[House]:
    """Whose id in that place of the address must be like nothing to an administrator of the firm."""
    of_firm = {"colleague", "invited_colleague", "category", "cost", "question", "mapping"}
    whole_firm = word in {"dossier", "firm"} or WHAT[name] in of_firm
    return [town.foreign] if whole_firm else [town.beside, town.foreign]


def shape(answer: HttpResponse) -> tuple[str, dict[str, str]]:
    """What an answer tells, whichever address it was asked under."""
    asked = answer.request
    told = same_for_all(answer).replace(asked["QUERY_STRING"] or "?", "").replace(asked["PATH_INFO"], "")
    headers = {name: text for name, text in answer.headers.items() if name not in {"Content-Length", "Set-Cookie"}}
    return told, headers


def test_to_a_client_another_dossier_is_like_one_that_does_not_exist(town):
    wrong = []
    for name, words in pages().items():
        if name.startswith("portal:") and "dossier" in words:
            nothing = ask(town, "a client", name, town.address(name, dossier=NOWHERE))
            for house in (town.beside, town.foreign):
                ids = house.ids | ({"pk": house.ids[WHAT[name]]} if "pk" in words else {})
                found = ask(town, "a client", name, town.address(name, **ids))
                if found.status_code != 404 or shape(found) != shape(nothing):
                    wrong.append(f"{name} of {house.dossier}: {found.status_code}")
    assert wrong == []


def test_anothers_id_in_a_form_or_a_filter_is_like_one_that_nothing_has(town):
    def told(name: str, address: str = "", **sent: object) -> list[tuple[str, dict[str, str]]]:
        answers = [ask(town, "an administrator", name, address.format(id=pk), **sent_as(sent, pk)) for pk in ids(name)]
        assert [answer.status_code for answer in answers] == [404] * len(answers)
        return [shape(answer) for answer in answers]

    def ids(name: str) -> list[int]:
        what = LISTED.get(name) or BODIES.get(name, "partner")
        own_firm = what in {"partner", "row", "sale", "handed"}
        return [NOWHERE, town.foreign.ids[what], *([town.beside.ids[what]] if own_firm else [])]

    for answers in (
        told("office:keep", seat="{id}"),
        told("office:give_dossier", dossier="{id}"),
        *(told(f"portal:picked_{act}", ids="{id}") for act in PICKED),
        *(told(f"portal:handed_{act}", ids="{id}") for act in HANDED),
        told("portal:archive_tab", town.address("portal:archive_tab") + "?of={id}"),
        told("portal:mail", town.address("portal:mail") + "?ids={id}"),
        told("portal:financial", town.address("portal:financial") + "?account={id}"),
        told("portal:filed_tab", town.address("portal:filed_tab") + "?category={id}"),
        told("portal:merge", town.address("portal:merge") + "?ids={id}"),
    ):
        assert all(answer == answers[0] for answer in answers)


def sent_as(fields: dict[str, object], pk: int) -> dict[str, object]:
    return {name: str(value).format(id=pk) for name, value in fields.items()}
