"""Asking a package about settings that are not saved: what it proposes, what is wrong, whether the connection works."""

from collections.abc import Mapping
from typing import Any

from comptoir.connectors.port import PassingFault, Tried, WrongBooks, WrongConfiguration
from comptoir.connectors.registry import package
from comptoir.firms.models import Firm
from comptoir.kit.words import Refusal
from comptoir.sync.reach import reach, with_mapping

SHORT = 15
"""Seconds that one request to accounting software may take while somebody waits for the page."""


def proposed(firm: Firm, name: str, settings: Mapping[str, Any]) -> dict[str, Any]:
    """The settings completed from what the books show, secrets left out. Raises the port's three errors.

    What is given stays; where the books refuse it, as when they have moved, they are asked for a proposal of their own.
    """
    books = package(name)
    kept = {part: value for part, value in settings.items() if part not in books.secrets}
    needed = {part: settings[part] for part in (*books.address, *books.secrets, "profile") if part in settings}
    try:
        return kept | books.propose(with_mapping(settings, firm.pk), reach(SHORT))
    except (WrongConfiguration, WrongBooks):
        if needed == dict(settings):
            raise
        return {part: value for part, value in kept.items() if part in needed} | books.propose(
            with_mapping(needed, firm.pk), reach(SHORT)
        )


def problems(firm: Firm, name: str, settings: Mapping[str, Any]) -> list[Refusal]:
    """Everything that is wrong with the settings. Raises WrongConfiguration."""
    return package(name).check(with_mapping(settings, firm.pk), reach())


def tried(firm: Firm, name: str, settings: Mapping[str, Any]) -> list[Tried]:
    """What works and what does not, in words."""
    try:
        return package(name).test(with_mapping(settings, firm.pk), reach(SHORT))
    except (WrongConfiguration, WrongBooks, PassingFault) as refusal:
        return [Tried(False, refusal.sentence)]
