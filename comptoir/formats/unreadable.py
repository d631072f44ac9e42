"""The one refusal of every reader: this input cannot be read, and why, in a sentence; of tables also where."""

from comptoir.kit.words import Cents, Fact, Refusal


class Unreadable(Refusal):
    """The bytes are not what they claim, are broken, or ask for more than a reader may take."""


class UnreadableRow(Unreadable):
    """A table cannot be read: `line` is the line or record (1-based, 0 for the whole file), `column` its name or ""."""

    def __init__(self, text: str, line: int = 0, column: str = "", **facts: Fact | Cents) -> None:
        super().__init__(text, **facts)
        self.line = line
        self.column = column
