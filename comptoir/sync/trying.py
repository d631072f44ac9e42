"""Asking a package about settings that are not saved: what it proposes, what is wrong, whether the connection works."""

from collections.abc import Mapping
from typing import Any

from comptoir.connectors.port import PassingFault, Tried, WrongBooks, WrongConfiguration
from comptoir.connectors.registry import package
from comptoir.kit.words import Refusal
from comptoir.sync.reach import reach

SHORT = 15
"""Seconds that one request to accounting software may take while somebody waits for the page."""


def proposed(name: str, settings: Mapping[str, Any]) -> dict[str, Any]:
    """The settings completed from what the books show, secrets left out. Raises the port's three errors.

    What is given stays; where the books refuse it, as when they have moved, they are asked for a proposal of their own.
    """
    books = package(name)
    needed = {part: settings[part] for part in (*books.address, *books.secrets) if part in settings}
    try:
        found = books.propose(settings, reach(SHORT))
    except WrongConfiguration:
        if needed == dict(settings):
            raise
        found = books.propose(needed, reach(SHORT))
    return {part: value for part, value in found.items() if part not in books.secrets}


def problems(name: str, settings: Mapping[str, Any]) -> list[Refusal]:
    """Everything that is wrong with the settings."""
    return package(name).check(settings, reach())


def tried(name: str, settings: Mapping[str, Any]) -> list[Tried]:
    """What works and what does not, in words."""
    try:
        return package(name).test(settings, reach(SHORT))
    except (WrongConfiguration, WrongBooks, PassingFault) as refusal:
        return [Tried(False, refusal.sentence)]
