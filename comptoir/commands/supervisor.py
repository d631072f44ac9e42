"""Child processes kept running: started again when one dies, stopped together, never left behind."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections import deque
from collections.abc import Mapping, Sequence
from contextlib import suppress

from comptoir.kit.words import Refusal

TOO_MANY = 5
WITHIN = 60.0
PATIENCE = 25.0
"""Seconds a child gets to end its work after SIGTERM."""


class KeepsDying(Refusal):
    """Something is wrong that starting again does not mend."""


class Child:
    """One process to keep running."""

    def __init__(self, name: str, command: Sequence[str], environment: Mapping[str, str]) -> None:
        self.name = name
        self.command = command
        self.environment = environment
        self.process: subprocess.Popen[bytes] | None = None
        self._started_at: deque[float] = deque(maxlen=TOO_MANY)

    def start(self) -> None:
        """Start it in a process group of its own, so that a Ctrl-C reaches it through us only."""
        if len(self._started_at) == TOO_MANY and time.monotonic() - self._started_at[0] < WITHIN:
            raise KeepsDying(
                "The %(name)s has stopped %(times)s times within a minute; its messages above say why.",
                name=self.name,
                times=TOO_MANY,
            )
        self._started_at.append(time.monotonic())
        self.process = subprocess.Popen(
            self.command, env=self.environment, start_new_session=True, preexec_fn=_end_with_parent
        )

    def is_alive(self) -> bool:
        """Whether it runs."""
        return self.process is not None and self.process.poll() is None

    def ask_to_stop(self) -> None:
        """SIGTERM, when it still runs."""
        if self.process and self.is_alive():
            self.process.terminate()

    def end(self, deadline: float) -> None:
        """Wait for its end until the deadline, then kill it; what it started itself goes with it."""
        if self.process is None:
            return
        try:
            self.process.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            sys.stderr.write(f"The {self.name} does not stop by itself and is killed.\n")
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


class Supervisor:
    """Runs its children until it is told to stop."""

    def __init__(self, children: Sequence[Child]) -> None:
        self.children = children
        self._stopping = False

    def run(self) -> None:
        """Return after SIGTERM or SIGINT, when all children have ended. Raises KeepsDying when one cannot be kept."""
        for wanted in (signal.SIGTERM, signal.SIGINT):
            signal.signal(wanted, self._stop)
        try:
            for child in self.children:
                child.start()
            while not self._stopping:
                time.sleep(0.2)
                self._revive()
        finally:
            for child in self.children:
                child.ask_to_stop()
            deadline = time.monotonic() + PATIENCE
            for child in self.children:
                child.end(deadline)

    def _revive(self) -> None:
        for child in self.children:
            if not child.is_alive() and not self._stopping:
                sys.stderr.write(f"The {child.name} has stopped unexpectedly and is started again.\n")
                child.end(time.monotonic())
                child.start()

    def _stop(self, _number: int, _frame: object) -> None:
        self._stopping = True


def _end_with_parent() -> None:
    """Ask Linux to stop this child when its parent is gone, even by kill -9; elsewhere it would go on."""
    if sys.platform == "linux":
        set_parent_death_signal = 1
        ctypes.CDLL(None).prctl(set_parent_death_signal, signal.SIGTERM)
