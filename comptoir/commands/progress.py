"""A progress bar on a terminal; silent where nobody watches."""

from typing import TextIO

WIDTH = 40


class Bar:
    """Shows how much is done of how much, on one line that is written over."""

    def __init__(self, stream: TextIO, what: str) -> None:
        self.stream, self.what = stream, what
        self.watched = stream.isatty()
        self.shown = False

    def show(self, done: int, total: int) -> None:
        """Write the line anew; without a total, only what is done."""
        if not self.watched:
            return
        self.shown = True
        if total > 0:
            full = min(WIDTH, done * WIDTH // total)
            self.stream.write(f"\r[{'#' * full}{'.' * (WIDTH - full)}] {done} of about {total} {self.what} ")
        else:
            self.stream.write(f"\r{done} {self.what} ")
        self.stream.flush()

    def close(self) -> None:
        """Leave the line."""
        if self.shown:
            self.stream.write("\n")
