"""Pages without text are recognised; their words lie where those of a text layer lie, for eye, search and reader.

Beside the words of a page lies a note that it was looked at: a page that is done is not done again, whoever was killed.
"""

from collections.abc import Sequence
from typing import Any

from comptoir.documents.models import Document, ReadFrom, Reading
from comptoir.documents.shown import folder_of, put_json, read_json, words_of
from comptoir.documents.store import whole_file_of
from comptoir.formats.paper.pages import Lines, PageWords, Progress, has_few, with_sureness
from comptoir.formats.scan.recognise import Recognised, recognise
from comptoir.formats.scan.tesseract import NoRecognition
from comptoir.formats.unreadable import Unreadable

MOST = 50
"""Pages of a document that are recognised: the rest can be looked at, and is not found."""

NOTE = "{}.seen.json"
"""The note of a page: by how much it is turned, and how sure each of its words is; null when its own words were kept."""


def words_on_pages(document: Document, count: int, progress: Progress) -> PageWords:
    """The words of the drawn pages, those of pages without text recognised where that was not done yet.

    `refusal` says why a page could not be recognised. Raises NotInStore and NoRoom as the store does.
    """
    digest = document.sha256
    told = PageWords([], [])
    few = _without_text(digest, count)
    for done, number in enumerate(few):
        if _is_noted(digest, number):
            continue
        progress(done, len(few))
        try:
            _note(digest, number, recognise(whole_file_of(document), document.media_type, number - 1))
        except NoRecognition as refusal:
            told.refusal = refusal.sentence
            break
        except Unreadable as refusal:
            told.refusal = refusal.sentence
            _note(digest, number, Recognised([], []))
    for number in range(1, count + 1):
        _add(told, digest, number)
    return told


def has_unrecognised(document: Document, count: int) -> bool:
    """Whether one of the drawn pages has no text and was not recognised yet."""
    return not all(_is_noted(document.sha256, number) for number in _without_text(document.sha256, count))


def recognition_is_lost(document: Document) -> bool:
    """Whether the words of the document were recognised once, and its pages were drawn anew since: no backup has them."""
    if not Reading.objects.filter(document=document, source=ReadFrom.OCR).exists():
        return False
    return not any(folder_of(document.sha256).glob(NOTE.format("*")))


def _without_text(digest: str, count: int) -> list[int]:
    """The pages that are recognised, or were."""
    few = [number for number in range(1, count + 1) if _is_noted(digest, number) or has_few(words_of(digest, number))]
    return few[:MOST]


def _is_noted(digest: str, number: int) -> bool:
    return _note_of(digest, number) is not None


def _note_of(digest: str, number: int) -> dict[str, Any] | None:
    """The note of a page; None too when somebody was killed between the note and the words of which it tells."""
    try:
        note: dict[str, Any] = read_json(digest, NOTE.format(number))
    except FileNotFoundError:
        return None
    if note["sure"] is None or _shape(note["sure"]) == _shape(words_of(digest, number)):
        return note
    return None


def _shape(lines: Sequence[Sequence[Any]]) -> list[int]:
    return [len(line) for line in lines]


def _note(digest: str, number: int, found: Recognised) -> None:
    """Keep the note of a page; then its words, when they are more than those that are written on it."""
    more = sum(_shape(found.lines)) > sum(_shape(words_of(digest, number)))
    put_json(digest, NOTE.format(number), {"turn": found.turn, "sure": found.sure if more else None})
    if more:
        put_json(digest, f"{number}.json", found.lines)


def _add(told: PageWords, digest: str, number: int) -> None:
    lines: Lines = words_of(digest, number)
    note = _note_of(digest, number)
    if note and note["sure"] is not None:
        told.recognised = True
        told.turns.append(int(note["turn"]))
        told.pages.append(with_sureness(Recognised([[tuple(word) for word in line] for line in lines], note["sure"])))
    else:
        told.turns.append(0)
        told.pages.append(lines)
