"""`POST /api/documents`: what a program hands in with a token, and every refusal as JSON with a sentence."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from comptoir.audit.models import Event
from comptoir.documents.models import Document
from comptoir.documents.store import MAX_BYTES
from comptoir.firms.actions import change_profile, close_dossier, make_api_token, remove_seat, revoke_api_token
from comptoir.firms.models import ApiToken, Dossier, Person
from comptoir.intake.models import Submission
from tests.firms.people import NOW, PASSWORD, new_dossier, new_firm, office, seat_of, seated
from tests.formats.archive.make import zipped
from tests.formats.pdf.make import pdf

ADDRESS = "/api/documents"
PROBLEM = "application/problem+json"


@pytest.fixture(autouse=True)
def store(tmp_path, settings):
    settings.DOCUMENTS = tmp_path / "documents"
    return settings.DOCUMENTS


@pytest.fixture
def dossier(db) -> Dossier:
    return new_dossier(new_firm())


@pytest.fixture
def carl(dossier) -> Person:
    return seated("Carl", "full_access", dossier.firm, dossier)


@pytest.fixture
def secret(carl, dossier) -> str:
    return token_of(carl, dossier)


@pytest.fixture
def program() -> Client:
    return Client(enforce_csrf_checks=True, raise_request_exception=False, headers={"accept-language": "en"})


def token_of(person: Person, *dossiers: Dossier, name: str = "Odoo") -> str:
    ids, at = [each.pk for each in dossiers], timezone.now()
    return make_api_token(person, name=name, dossiers=ids, days=90, password=PASSWORD, at=at)[1]


def send(
    program: Client, secret: str, content: bytes | None = None, name: str = "facture é.pdf", **said: Any
) -> HttpResponse:
    headers = {"Authorization": f"Bearer {secret}"} | said.pop("headers", {})
    fields = {"file": SimpleUploadedFile(name, pdf() if content is None else content)} | said
    return program.post(ADDRESS, fields, headers=headers)


def test_a_file_is_received_with_what_is_said_of_it(program, secret, dossier):
    content = pdf(2)
    answer = send(
        program,
        secret,
        content,
        dossier="BE 0123.456.749",
        mailbox="purchases",
        name="Loyer mars",
        comment="Compte 610",
        tags="loyer, bail",
    )

    submission = Submission.objects.get()
    assert answer.status_code == 201
    assert answer.json() == {
        "documents": [
            {
                "name": "Loyer mars",
                "outcome": "received",
                "message": "Received.",
                "id": submission.pk,
                "page": f"http://localhost:8000/d/{dossier.pk}/document-history/purchases/{submission.pk}/",
                "sha256": submission.original.sha256,
                "arrived_at": submission.arrived_at.isoformat(),
            }
        ]
    }
    said = (submission.mailbox, submission.channel, submission.sender, submission.comment, submission.tags)
    assert said == ("purchases", "api", "Carl", "Compte 610", ["loyer", "bail"])
    event = Event.objects.get(action="intake.arrived")
    assert (event.by, event.facts["program"]) == ("Carl", "Odoo")
    assert answer.cookies.keys() == set()


def test_a_file_alone_waits_to_be_sorted_under_its_own_name(program, secret):
    assert send(program, secret).status_code == 201

    submission = Submission.objects.get()
    assert (submission.mailbox, submission.name) == ("untyped", "facture é.pdf")


def test_the_same_bytes_again_are_known(program, secret):
    first, again = send(program, secret), send(program, secret, name="autre.pdf")

    told = again.json()["documents"][0]
    assert (first.status_code, again.status_code) == (201, 200)
    assert (told["outcome"], told["id"]) == ("known", first.json()["documents"][0]["id"])
    assert Submission.objects.count() == 1


def test_a_request_sent_again_with_its_key_is_answered_as_the_first_time(program, secret):
    answers = [send(program, secret, headers={"Idempotency-Key": "7f3a"}) for _ in range(3)]

    assert [answer.status_code for answer in answers] == [201] * 3
    assert answers[0].json() == answers[1].json() == answers[2].json()
    assert Event.objects.filter(action="intake.seen_again").count() == 0


def test_all_files_of_a_zip_are_told(program, secret):
    answer = send(program, secret, zipped({"a.pdf": pdf(1), "b.pdf": pdf(2)}), "a.zip")

    assert answer.status_code == 201
    assert [each["name"] for each in answer.json()["documents"]] == ["a.pdf", "b.pdf"]


def test_what_is_no_document_is_refused_and_leaves_nothing(program, secret, store):
    answer = send(program, secret, b"MZ\0\0", "jeu.exe")

    told = answer.json()
    assert (answer.status_code, answer["Content-Type"]) == (422, PROBLEM)
    assert (told["title"], told["status"]) == ("Unprocessable Entity", 422)
    assert told["detail"] == "Only PDF, XML, JPEG, PNG and TIFF files are kept, and this is none of them."
    assert [each["outcome"] for each in told["documents"]] == ["refused"]
    assert (Document.objects.count(), [path for path in store.rglob("*") if path.is_file()]) == (0, [])


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"mailbox": "achats"}, "A mailbox is one of: untyped, purchases, sales, miscellaneous."),
        ({"mailbx": "sales"}, "There is no field “mailbx” here."),
        ({"mailbox": ["sales", "sales"]}, "The field “mailbox” is there twice."),
        ({"comment": "x" * 2001}, "A comment is at most 2000 characters long."),
        ({"tags": "x" * 41}, "A tag is at most 40 characters long."),
        ({"second": SimpleUploadedFile("b.pdf", b"%PDF-1.7")}, "Send one file, in the field “file”."),
        ({"headers": {"Idempotency-Key": "x" * 201}}, "An Idempotency-Key is at most 200 characters long."),
    ],
    ids=["mailbox", "unknown", "twice", "comment", "tags", "files", "key"],
)
def test_a_form_that_says_what_cannot_be_is_refused(program, secret, said, sentence):
    answer = send(program, secret, **said)

    assert (answer.status_code, answer.json()["detail"]) == (422, sentence)
    assert Submission.objects.count() == 0


def test_without_a_file_there_is_nothing_to_hand_in(program, secret):
    answer = program.post(ADDRESS, {"mailbox": "sales"}, headers={"Authorization": f"Bearer {secret}"})

    assert (answer.status_code, answer.json()["detail"]) == (422, "Send one file, in the field “file”.")


@pytest.mark.parametrize("head", ["", "Bearer", "Bearer ", "Basic Y2FybDp4", "Bearer cpt_unknown", "Bearer \xff"])
def test_without_a_good_token_the_answer_is_401(program, secret, head):
    answer = program.post(ADDRESS, headers={"Authorization": head} if head else {})

    assert (answer.status_code, answer["WWW-Authenticate"], answer["Content-Type"]) == (401, "Bearer", PROBLEM)
    assert answer.json()["status"] == 401


def test_a_revoked_token_is_401_at_once(program, secret, carl):
    revoke_api_token(carl, ApiToken.objects.get().pk, at=NOW)

    answer = send(program, secret)

    assert (answer.status_code, answer.json()["detail"]) == (401, "This token was revoked on 01/11/2026.")


def test_no_login_lets_a_program_in_and_none_is_begun(program, secret, carl):
    program.force_login(carl)
    without = program.post(ADDRESS, {"file": SimpleUploadedFile("a.pdf", pdf())})
    program.logout()

    assert without.status_code == 401
    assert send(program, secret).status_code == 201
    assert Submission.objects.count() == 1


def test_with_a_cookie_of_somebody_else_it_is_the_token_that_counts(program, secret, dossier):
    program.force_login(seated("Dora", "administrator", dossier.firm, dossier))

    assert send(program, secret).status_code == 201
    assert Submission.objects.get().sender == "Carl"


def test_who_may_no_longer_hand_in_gets_403_and_who_has_no_seat_404(program, secret, carl, dossier):
    by = office(dossier.firm, dossier)
    change_profile(seat_of(carl, dossier), "full_feedback", by=by, at=NOW)
    consulting = send(program, secret)
    remove_seat(seat_of(carl, dossier), by=by, at=NOW)
    gone = send(program, secret)

    assert (consulting.status_code, consulting.json()["detail"]) == (403, "Your profile does not allow this.")
    assert gone.status_code == 404
    assert Submission.objects.count() == 0


def test_a_dossier_outside_of_the_token_is_like_none(program, dossier):
    beside = new_dossier(dossier.firm, "Boulangerie", "0403019261")
    secret = token_of(seated("Anne", "administrator", dossier.firm), dossier)

    there, nowhere = (send(program, secret, dossier=number) for number in (beside.number, "0200065765"))

    assert (there.status_code, there.json()) == (404, nowhere.json())


def test_a_closed_dossier_is_none_either(program, secret, dossier):
    close_dossier(dossier, by=office(dossier.firm, dossier), at=NOW)

    assert send(program, secret).status_code == 404


def test_of_several_dossiers_one_has_to_be_named(program, dossier):
    beside = new_dossier(dossier.firm, "Boulangerie", "0403019261")
    secret = token_of(seated("Anne", "administrator", dossier.firm), dossier, beside)

    unnamed, named = send(program, secret), send(program, secret, dossier="0403.019.261")

    assert (unnamed.status_code, named.status_code) == (422, 201)
    assert Submission.objects.get().dossier == beside


def test_a_file_that_is_too_large_is_413_and_leaves_nothing(program, secret, store):
    answers = [send(program, secret, b"%PDF-1.7\n" + b"%" * (MAX_BYTES + more)) for more in (0, 2**21)]

    assert [answer.status_code for answer in answers] == [413, 413]
    assert answers[0].json()["detail"] == "The file is larger than 35 MB."
    assert not store.exists()


def test_more_than_the_dossier_takes_in_is_413(program, secret, settings):
    settings.QUOTA_FILES_A_DAY = 1
    first, more, again = send(program, secret), send(program, secret, pdf(2)), send(program, secret)

    assert [answer.status_code for answer in (first, more, again)] == [201, 413, 200]
    assert more.json()["detail"].startswith("A dossier takes in 1 files a day")


def test_another_body_than_a_form_is_415_and_a_broken_form_400(program, secret):
    head = {"Authorization": f"Bearer {secret}"}
    statuses = [
        program.post(ADDRESS, pdf(), content_type="application/pdf", headers=head).status_code,
        program.post(
            ADDRESS, b"--x", content_type="multipart/form-data; boundary=" + "y" * 300, headers=head
        ).status_code,
        program.post(ADDRESS, b"x", content_type="multipart/form-data", headers=head).status_code,
    ]

    assert statuses == [415, 400, 400]


def test_a_request_that_does_not_say_its_length_is_411(program, secret):
    head = {"Authorization": f"Bearer {secret}", "Content-Length": ""}

    assert program.post(ADDRESS, {}, headers=head).status_code == 411


def test_other_methods_are_405(program, secret):
    answer = program.get(ADDRESS, headers={"Authorization": f"Bearer {secret}"})

    assert (answer.status_code, answer["Allow"]) == (405, "POST")


def test_a_token_that_asks_too_often_is_429_and_another_goes_on(program, secret, carl, dossier, time_machine):
    time_machine.move_to(timezone.now().replace(second=1), tick=False)
    head = {"Authorization": f"Bearer {secret}"}
    statuses = [program.post(ADDRESS, headers=head).status_code for _ in range(120)]
    answer = program.post(ADDRESS, headers=head)

    assert set(statuses) == {422}
    assert (answer.status_code, answer["Retry-After"]) == (429, "59")
    assert send(program, token_of(carl, dossier, name="other")).status_code == 201


def test_guessing_tokens_is_429_after_thirty_of_one_address(program, secret, time_machine):
    time_machine.move_to(timezone.now().replace(second=1), tick=False)
    statuses = [send(program, f"cpt_{number}").status_code for number in range(31)]

    assert statuses == [401] * 30 + [429]
    assert send(program, secret).status_code == 201


def test_refusals_are_said_in_the_language_of_the_person(program, secret, carl):
    Person.objects.filter(pk=carl.pk).update(language="nl")

    assert send(program, secret, mailbox="x").json()["detail"].startswith("Een postbus is een van:")
