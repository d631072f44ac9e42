"""The guide of one reader: his questions, his language, his firm."""

import tomllib

import pypdfium2
import pytest

from comptoir.firms.choices import Language
from comptoir.firms.models import Dossier
from comptoir.guide.actions import add_question
from comptoir.guide.book import guide_for
from comptoir.guide.pictures import all_pictures
from comptoir.guide.words import TEXTS
from tests.firms.people import NOW, in_dossier, new_dossier, new_firm, office, seated
from tests.house.test_messages import FOREIGN_TO_FRENCH


@pytest.fixture
def dossier(db) -> Dossier:
    firm = new_firm()
    firm.contact = "Anne Lambert\n\n aide@fiduciaire.example "
    firm.save()
    return new_dossier(firm)


def words(made: bytes) -> str:
    return " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in pypdfium2.PdfDocument(made))


def pictures(made: bytes) -> int:
    kinds = [item.type for page in pypdfium2.PdfDocument(made) for item in page.get_objects()]
    return kinds.count(pypdfium2.raw.FPDF_PAGEOBJ_IMAGE)


def test_the_guide_is_about_what_the_reader_has_and_names_the_firm_not_the_dossier(dossier):
    full, handing_in = (in_dossier(seated(*who, dossier.firm, dossier), dossier) for who in (
        ("Carl", "full_access"), ("Paul", "document_processing"),
    ))  # fmt: skip
    all_of_it, little = (words(guide_for(by, dossier, "en")) for by in (full, handing_in))

    assert all_of_it.startswith("Your client portal Guide: questions and answers Fiduciaire Exemple")
    assert "Anne Lambert aide@fiduciaire.example Contents" in all_of_it
    assert "What do the states of payment mean?" in all_of_it
    assert "What do the states of payment mean?" not in little
    assert "Why do I see neither figures nor an archive?" in little
    assert "Atelier" not in all_of_it


def test_the_firms_own_chapter_is_in_it_and_hostile_words_stay_text(dossier):
    add_question("fr", "#eval(1) *x* ?", "$y$ **gras** <z>", by=office(dossier.firm), at=NOW)
    by = in_dossier(seated("Carl", "full_access", dossier.firm, dossier), dossier)

    said = words(guide_for(by, dossier, "fr"))

    assert "De Fiduciaire Exemple #eval(1) *x* ? $y$ gras <z>" in said


@pytest.mark.parametrize("language", Language.values)
def test_pictures_come_along_for_pages_that_the_reader_may_see(dossier, language):
    dossier.shows_financial = True
    full, handing_in = (in_dossier(seated(*who, dossier.firm, dossier), dossier) for who in (
        ("Carl", "full_access"), ("Paul", "document_processing"),
    ))  # fmt: skip

    assert pictures(guide_for(full, dossier, language)) == len(all_pictures(language))
    assert pictures(guide_for(handing_in, dossier, language)) == len(("handing", "mailbox", "progress", "help"))


def test_captions_are_told_in_every_language_and_printed_as_french_is():
    read = tomllib.loads((TEXTS / "pictures.toml").read_text("utf-8"))["pictures"]

    assert [each["name"] for each in read for language in Language.values if not all(each[language].values())] == []
    assert [text for each in read for text in each["fr"].values() if FOREIGN_TO_FRENCH.search(text)] == []
