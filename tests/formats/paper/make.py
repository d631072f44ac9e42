"""Pages for tests, drawn with the keyboard: what stands beside and below what is where it is typed."""

from comptoir.formats.paper.lines import Line, lines_of

LETTER, HEIGHT, PITCH = 100, 100, 190
"""Ten-thousandths of the page: the width of a letter, the height of a word, and from one line to the next."""

Words = list[list[list[object]]]


def page(drawing: str, *, slope: int = 0) -> Words:
    """The words of a page as it is typed; three spaces end a column. `slope` is by how much it falls over its width."""
    lines: Words = []
    for number, line in enumerate(drawing.strip("\n").split("\n")):
        words: list[list[object]] = []
        at = 0
        for word in line.split(" "):
            left, top = at * LETTER, 200 + number * PITCH
            if word:
                words.append([word, left, top + slope * left // 10_000, len(word) * LETTER, HEIGHT])
            at += len(word) + 1
        lines.append(words)
    return [line for line in lines if line]


def lines(drawing: str) -> list[Line]:
    """The lines of such a page as they are read."""
    return lines_of([page(drawing)])


def line(text: str) -> Line:
    """A single line."""
    return lines(text)[0]
