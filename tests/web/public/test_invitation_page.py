"""The page behind an invitation: for somebody new, for somebody known, and for somebody else."""

from django.utils import timezone

from comptoir.firms.actions import make_invitation
from comptoir.firms.models import Person, Seat
from tests.firms.people import PASSWORD, new_person, office
from tests.web.public.visits import log_in, send

NEW = "andere-lange-zin-2026"


def invited(email, firm, dossier, settings) -> str:
    """The path of the link."""
    _, link = make_invitation(
        email, profile="full_access", firm=firm, dossier=dossier, by=office(firm, dossier), at=timezone.now()
    )
    return link.removeprefix(settings.PUBLIC_URL)


def test_somebody_new_gives_a_name_and_a_password_and_is_in(visitor, firm, dossier, settings):
    link = invited("eve@example.org", firm, dossier, settings)

    answer = send(visitor, link, name="Eve", new_password1=NEW, new_password2=NEW)

    assert answer["Location"] == f"/d/{dossier.pk}/"
    assert visitor.get("/account/").status_code == 200
    assert Person.objects.get(email="eve@example.org").check_password(NEW)
    assert visitor.get(link).status_code == 410


def test_the_page_names_who_invites_to_what(visitor, firm, dossier, settings):
    page = visitor.get(invited("eve@example.org", firm, dossier, settings)).content.decode()

    assert "Fiduciaire Exemple invites eve@example.org to the dossier Atelier (0123456749)." in page
    assert 'autocomplete="new-password"' in page


def test_a_password_like_the_name_is_refused(visitor, firm, dossier, settings):
    link = invited("eve@example.org", firm, dossier, settings)

    answer = send(
        visitor, link, name="Evangeline Smith", new_password1="Evangeline Smith1", new_password2="Evangeline Smith1"
    )

    assert answer.status_code == 422
    assert not Person.objects.exists()


def test_somebody_known_is_asked_to_log_in_and_never_for_a_new_password(visitor, firm, dossier, settings):
    new_person("Eve")
    link = invited("eve@example.org", firm, dossier, settings)

    page = visitor.get(link).content.decode()
    assert "This address already has a login here." in page
    assert "new_password1" not in page
    visitor.post(link, {"name": "X", "new_password1": NEW, "new_password2": NEW})
    assert not Seat.objects.exists()

    log_in(visitor, "Eve", address=f"/login/?next={link}")
    answer = send(visitor, link)

    assert answer["Location"] == f"/d/{dossier.pk}/"
    eve = Person.objects.get(email="eve@example.org")
    assert eve.check_password(PASSWORD)
    assert Seat.objects.get().person == eve


def test_somebody_else_is_told_to_log_out_first(visitor, firm, dossier, settings):
    new_person("Mallory")
    log_in(visitor, "Mallory")
    link = invited("eve@example.org", firm, dossier, settings)

    page = visitor.get(link).content.decode()
    send(visitor, link)

    assert "You are logged in as mallory@example.org." in page
    assert not Seat.objects.exists()


def test_a_link_that_never_was_one_says_so(visitor, db):
    assert visitor.get("/invitation/guess/").status_code == 410
