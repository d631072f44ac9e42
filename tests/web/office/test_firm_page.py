"""The firm's own page: name, language, contact, logo, and the options on figures, for all dossiers and for one."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from comptoir.audit.models import Event
from comptoir.firms.actions import close_dossier
from comptoir.firms.models import Dossier, Firm
from tests.firms.people import NOW, new_dossier, office, trail
from tests.web.office.office import section, words


def picture(width: int = 40, height: int = 20, kind: str = "PNG") -> bytes:
    file = BytesIO()
    Image.new("RGB", (width, height), "navy").save(file, kind)
    return file.getvalue()


@pytest.fixture
def page(firm: Firm) -> str:
    return f"/office/{firm.pk}/firm/"


def upload(browser, page: str, content: bytes, name: str = "logo.png"):
    return browser.post(f"{page}logo/", {"logo": SimpleUploadedFile(name, content, "image/png")})


def test_name_language_and_contact_are_saved_and_stand_in_the_trail_with_what_they_were(anne, firm, page):
    sent = {"name": " Fiduciaire  Neuve ", "language": "nl", "contact": "Tel. 02 123 45 67 \r\nhallo@example.org\r\n"}
    answer = anne.post(page, sent)

    firm.refresh_from_db()
    assert answer["Location"] == f"{page}#firm"
    assert (firm.name, firm.language) == ("Fiduciaire Neuve", "nl")
    assert firm.contact == "Tel. 02 123 45 67\nhallo@example.org"
    event = Event.objects.get(action="firm.changed")
    assert event.facts["before"] == {"name": "Fiduciaire Exemple", "language": "fr", "contact": ""}
    assert event.facts["after"] == {"name": firm.name, "language": "nl", "contact": firm.contact}


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"name": "  "}, "This field is required."),
        ({"name": "Autre"}, "There is already a firm named Autre."),
        ({"contact": "x" * 501}, "The contact has 500 characters at most."),
        ({"language": "de"}, "Select a valid choice."),
        ({"name": "a\x00b"}, "Null characters are not allowed."),
    ],
)
def test_what_the_firm_cannot_be_called_or_reached_at_is_refused(anne, firm, page, changed, sentence):
    Firm.objects.create(name="Autre", created_at=NOW)

    answer = anne.post(page, {"name": "Neu", "language": "fr", "contact": ""} | changed)

    assert answer.status_code == 422
    assert sentence in words(answer)
    assert Firm.objects.get(pk=firm.pk).name == "Fiduciaire Exemple"
    assert "firm.changed" not in trail()


def test_saving_what_is_so_already_writes_nothing(anne, page):
    anne.post(page, {"name": "Fiduciaire Exemple", "language": "fr", "contact": ""})
    anne.post(f"{page}options/", {})

    assert not {"firm.changed", "firm.options_changed"} & set(trail())


def test_a_logo_is_kept_shown_and_removed(anne, firm, page):
    upload(anne, page, picture())
    firm.refresh_from_db()
    assert bytes(firm.logo) == picture()
    assert "The logo is saved." in words(anne.get(page))
    assert anne.get(f"/logo/{firm.pk}").content == picture()

    anne.post(f"{page}logo/", {"remove": "yes"})
    assert bytes(Firm.objects.get(pk=firm.pk).logo) == b""
    assert [
        (event.facts["bytes_before"], event.facts["bytes"])
        for event in Event.objects.filter(action="firm.logo_changed")
    ] == [
        (0, len(picture())),
        (len(picture()), 0),
    ]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (picture(kind="JPEG"), "The logo is not a PNG picture."),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "The logo is not a PNG picture."),
        (picture()[:60], "The logo cannot be opened: The picture is damaged and cannot be opened."),
        (b"\x89PNG\r\n\x1a\n" + b"<script>alert(1)</script>", "The logo cannot be opened:"),
        (picture() + b"x" * 100_000, "The logo has more than 100 kB. Save it smaller."),
        (picture(2001, 1), "The logo is more than 2000 pixels wide or high. Save it smaller."),
    ],
)
def test_a_hostile_or_useless_logo_is_refused_with_a_sentence(anne, firm, page, content, sentence):
    answer = upload(anne, page, content)

    assert answer.status_code == 422
    assert sentence in section(answer, "logo")
    assert bytes(Firm.objects.get(pk=firm.pk).logo) == b""


def test_without_a_picture_one_is_asked_for(anne, page):
    answer = anne.post(f"{page}logo/", {"logo": "not a file"})

    assert answer.status_code == 422
    assert "Choose a picture first." in section(answer, "logo")


def test_the_options_hold_for_all_dossiers_but_those_that_say_otherwise(anne, firm, page):
    dossiers = [new_dossier(firm, f"Atelier {number}", number) for number in ("0403019261", "0200065765", "0477472701")]
    Dossier.objects.filter(pk=dossiers[0].pk).update(limited_reporting=False)
    Dossier.objects.filter(pk=dossiers[1].pk).update(limited_reporting=True)
    close_dossier(new_dossier(firm, "Zu", "0123456749"), by=office(firm), at=NOW)
    Dossier.objects.filter(name="Zu").update(limited_reporting=False)

    anne.post(f"{page}options/", {"limited_reporting": "on"})

    assert [dossier.reports_limited for dossier in Dossier.objects.order_by("pk")[:3]] == [False, True, True]
    told = section(anne.get(page), "figures")
    assert "1 dossier says otherwise: Atelier 0403019261" in told
    assert Event.objects.get(action="firm.options_changed").facts == {
        "before": {"limited_reporting": False},
        "after": {"limited_reporting": True},
    }


def test_only_administrators_come_here(anne, bob, sue, page):
    assert 'href="/office/' in anne.get(page).content.decode()
    for browser in (bob, sue):
        assert [browser.get(page).status_code, browser.post(f"{page}options/").status_code] == [403, 403]
        assert page not in browser.get("/").content.decode()


def test_a_dossier_says_for_itself_or_leaves_it_to_the_firm(bob, firm, room):
    configuration = f"{room.address}configuration/"
    assert "As the firm (now: no)" in section(bob.get(configuration), "figures")

    bob.post(f"{configuration}figures/", {"only_processed": "", "limited_reporting": "yes"})

    dossier = Dossier.objects.get(pk=room.dossier.pk)
    assert (dossier.only_processed, dossier.limited_reporting) == (None, True)
    assert Event.objects.get(action="dossier.options_changed").facts == {
        "before": {"limited_reporting": None},
        "after": {"limited_reporting": True},
    }
    assert "Limited reporting" in words(bob.get(room.address))

    bob.post(f"{configuration}figures/", {"only_processed": "no", "limited_reporting": ""})
    dossier.refresh_from_db()
    assert (dossier.only_processed, dossier.limited_reporting) == (False, None)
    assert "Limited reporting" not in words(bob.get(room.address))


def test_an_option_that_is_none_is_refused_and_so_is_a_closed_dossier(anne, firm, room):
    configuration = f"{room.address}configuration/"
    assert anne.post(f"{configuration}figures/", {"limited_reporting": "perhaps"}).status_code == 422

    close_dossier(room.dossier, by=office(firm), at=NOW)
    assert anne.post(f"{configuration}figures/", {"limited_reporting": "yes"}).status_code == 403
    assert Dossier.objects.get(pk=room.dossier.pk).limited_reporting is None


def test_watched_folders_that_are_named_like_no_dossier_are_told(anne, firm, dossier, page, settings, tmp_path):
    settings.INTAKE_FOLDER = str(tmp_path / "{firm}")
    assert "watched folders" not in words(anne.get(page))
    for name in (f"{dossier.number} Atelier", "0999999999 Partie", "scans"):
        (tmp_path / str(firm.pk) / name).mkdir(parents=True)

    told = words(anne.get(page))

    assert "named like no open dossier" in told
    assert "0999999999 Partie scans" in told
    assert f"{dossier.number} Atelier" not in told
