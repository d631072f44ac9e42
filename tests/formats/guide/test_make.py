"""The guide as PDF: every word in it, hostile ones as text, tagged, with its pictures, and soon made."""

import io
from dataclasses import replace
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from PIL import Image

from comptoir.formats.guide.make import Block, Chapter, Guide, Picture, Question, guide_pdf

HOSTILE = '#panic("x") *a* _b_ `c` $d$ @e <f> \\ // [g] "h'
GUIDE = Guide(
    language="fr",
    title="Votre portail",
    about="Questions et réponses",
    firm="Fiduciaire & Fils",
    logo=b"",
    contact_title="Contact",
    contact=("Anne Lambert", "+32 2 555 01 23"),
    contents="Contenu",
    chapters=(
        Chapter(
            "Premiers pas",
            (),
            (
                Question(
                    "Où ?",
                    "fr",
                    (
                        Block("text", ((("Ici ", False), ("même", True)), (("et là.", False),))),
                        Block("list", ((("un", False),),)),
                    ),
                ),
            ),
        ),
    ),
    page="Page {page} sur {pages}",
)


def picture(folder: Path, name: str, kind: str) -> bytes:
    """A small picture in that folder, and its bytes."""
    found = io.BytesIO()
    Image.new("RGB", (60, 40), "red").save(found, kind)
    (folder / name).write_bytes(found.getvalue())
    return found.getvalue()


def text_of(made: bytes) -> str:
    """The words of all pages."""
    document = pypdfium2.PdfDocument(made)
    return " ".join(" ".join(page.get_textpage().get_text_range().replace("\u2060", "").split()) for page in document)


def test_the_guide_has_its_words_in_order(tmp_path):
    made = guide_pdf(GUIDE, tmp_path)

    assert text_of(made) == (
        "Votre portail Questions et réponses Fiduciaire & Fils Contact Anne Lambert +32 2 555 01 23 "
        "Contenu Premiers pas 3 Où ? 3 Fiduciaire & Fils Page 2 sur 3 "
        "Premiers pas Où ? Ici même et là. • un Fiduciaire & Fils Page 3 sur 3"
    )


def test_it_is_tagged_and_says_its_language_title_and_author(tmp_path):
    with pikepdf.open(io.BytesIO(guide_pdf(GUIDE, tmp_path))) as pdf:
        assert bool(pdf.Root.MarkInfo.Marked)
        assert str(pdf.Root.Lang) == "fr"
        assert str(pdf.docinfo["/Title"]) == "Votre portail"
        assert str(pdf.docinfo["/Author"]) == "Fiduciaire & Fils"
        assert len(pdf.open_outline().root) == 1


def test_hostile_words_stay_text(tmp_path):
    chapter = Chapter(HOSTILE, (), (Question(HOSTILE, "fr", (Block("text", (((HOSTILE, True),),)),)),))
    hostile = replace(GUIDE, title=HOSTILE, firm=HOSTILE, contact=(HOSTILE,), chapters=(chapter,))

    # the page of contents and both headings, the answer, the title page twice, the contact, three feet's two
    assert text_of(guide_pdf(hostile, tmp_path)).replace("“", '"').count('#panic("x") *a* _b_ `c` $d$ @e <f>') >= 8


def test_logo_and_pictures_are_in_it_with_words_for_who_does_not_see_them(tmp_path):
    logo = picture(tmp_path, "logo.png", "PNG")
    (tmp_path / "fr").mkdir()
    picture(tmp_path, "fr/home.webp", "WEBP")
    shown = Picture("fr/home.webp", False, "La page", "Une page rouge")
    with_pictures = replace(GUIDE, logo=logo, chapters=(replace(GUIDE.chapters[0], pictures=(shown,)),))

    made = guide_pdf(with_pictures, tmp_path)

    with pikepdf.open(io.BytesIO(made)) as pdf:
        alts = {str(each.Alt) for each in pdf.objects if isinstance(each, pikepdf.Dictionary) and "/Alt" in each}
    assert alts == {"Fiduciaire & Fils", "Une page rouge"}
    assert "La page" in text_of(made)


def test_a_picture_outside_the_folder_is_not_read(tmp_path):
    shown = Picture("../secret.png", False, "", "")
    (tmp_path / "in").mkdir()
    picture(tmp_path, "secret.png", "PNG")

    with pytest.raises(RuntimeError):
        guide_pdf(replace(GUIDE, chapters=(replace(GUIDE.chapters[0], pictures=(shown,)),)), tmp_path / "in")


def test_the_same_words_are_set_once(tmp_path):
    first = guide_pdf(GUIDE, tmp_path)

    assert guide_pdf(replace(GUIDE), tmp_path) is first
