"""The one refusal of every reader: this input cannot be read, and why, in a sentence."""

from comptoir.kit.words import Refusal


class Unreadable(Refusal):
    """The bytes are not what they claim, are broken, or ask for more than a reader may take."""
