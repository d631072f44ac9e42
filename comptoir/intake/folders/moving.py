"""Moving away what was handed in or refused, into a folder beside it, with the reason as a text."""

import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from itertools import count
from pathlib import PurePath
from typing import Any

from django.utils import translation
from django.utils.translation import gettext

from comptoir.firms.choices import Language
from comptoir.intake.folders.places import Place, opened
from comptoir.kit.words import Sentence

DONE = {Language.FRENCH: "repris", Language.DUTCH: "opgenomen", Language.ENGLISH: "done"}
REFUSED = {Language.FRENCH: "refuses", Language.DUTCH: "geweigerd", Language.ENGLISH: "refused"}
"""The folders beside, in the firm's language; letters that every system has."""

BESIDE = {*DONE.values(), *REFUSED.values()}


def move_away(place: Place, name: str, outcome: Sequence[Mapping[str, Any]]) -> None:
    """Move the file with that outcome (`Taken.to_json` of each file in it) to what is done, or refused when nothing is kept.

    Why something is refused stands beside it, in a text of the same name, which is written first. Raises OSError.
    """
    language = Language(place.dossier.firm.language)
    kept = any(each["submission"] is not None for each in outcome)
    folder = (DONE if kept else REFUSED)[language]
    with suppress(FileExistsError):
        os.mkdir(folder, dir_fd=place.descriptor)
    with opened(folder, place.descriptor) as descriptor:
        final = _free_name(name, descriptor)
        reasons = _reasons(outcome, language)
        if reasons:
            _write(f"{final}.txt", reasons, descriptor)
        os.rename(name, final, src_dir_fd=place.descriptor, dst_dir_fd=descriptor)
        os.fsync(descriptor)
    os.fsync(place.descriptor)


def _free_name(name: str, descriptor: int) -> str:
    """The name, with a number in it where it is taken: nothing is written over."""
    path = PurePath(name)
    names = (name if number == 1 else f"{path.stem} ({number}){path.suffix}" for number in count(1))
    return next(each for each in names if not _is_there(each, descriptor))


def _is_there(name: str, descriptor: int) -> bool:
    try:
        os.stat(name, dir_fd=descriptor, follow_symlinks=False)
    except FileNotFoundError:
        return False
    return True


def _reasons(outcome: Sequence[Mapping[str, Any]], language: str) -> str:
    """A line for each refused file."""
    with translation.override(language):
        lines = [f"{each['name']}: {_said(each['refusal'])}\n" for each in outcome if each["refusal"] is not None]
    return "".join(lines)


def _said(refusal: Mapping[str, Any]) -> str:
    sentence = Sentence.from_json(refusal)
    return gettext(sentence.text) % {name: str(fact) for name, fact in sentence.facts.items()}


def _write(name: str, text: str, descriptor: int) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW | os.O_CLOEXEC
    with os.fdopen(os.open(name, flags, 0o644, dir_fd=descriptor), "w", encoding="utf-8") as file:
        file.write(text)
