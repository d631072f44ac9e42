"""Runs `comptoir` commands one after another in one process: a line of JSON words comes in, one with the answer goes out.

Starting Python and Django takes two seconds each time, and the browser tests need many commands.
"""

import json
import sys
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO

from comptoir.config.main import main


def answer(words: list[str]) -> list[int | str]:
    """The exit status, what was printed, and what was complained of."""
    printed, complained = StringIO(), StringIO()
    with redirect_stdout(printed), redirect_stderr(complained):
        status = main(words)
    return [status, printed.getvalue(), complained.getvalue()]


if __name__ == "__main__":
    for line in sys.stdin:
        sys.stdout.write(f"{json.dumps(answer(json.loads(line)))}\n")
        sys.stdout.flush()
