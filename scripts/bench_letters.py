"""Measure how many e-mails a second the mail server takes in, each on the disk and in the database before it is answered.

One installation; the same letters, each with a PDF of 40 kB, by one sender and by eight at once; beside it the same
library without a store behind it, and how quickly the disk writes files of that size to last. Usage: bench_letters.py
[letters].
"""

import multiprocessing
import os
import secrets
import socket
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from email.message import EmailMessage
from email.policy import SMTP as LINES
from pathlib import Path
from smtplib import SMTP

from aiosmtpd.controller import Controller
from bench_site import BIN, Place

ADDRESS = """
from comptoir.firms.models import Dossier
from comptoir.intake.addresses import addresses_of
print([each.text for each in addresses_of(Dossier.objects.get())][3])
"""


def letter() -> bytes:
    """A letter that nobody has sent before."""
    mail = EmailMessage(policy=LINES)
    mail["From"], mail["To"], mail["Subject"] = "carl@example.org", "achat@in.example.org", "Invoice"
    mail.set_content("See the invoice.\n")
    content = b"%PDF-1.7 " + secrets.token_bytes(40_000)
    mail.add_attachment(content, maintype="application", subtype="pdf", filename="invoice.pdf")
    return mail.as_bytes()


def send(port: int, to: str, letters: int) -> None:
    """So many letters in one conversation."""
    with SMTP("127.0.0.1", port) as sender:
        for _ in range(letters):
            sender.sendmail("carl@example.org", [to], letter())


def rate(port: int, to: str, letters: int, senders: int) -> float:
    """Letters a second by so many senders, each a process."""
    began = time.perf_counter()
    with ProcessPoolExecutor(senders, multiprocessing.get_context("fork")) as pool:
        list(pool.map(send, [port] * senders, [to] * senders, [letters // senders] * senders))
    return letters / (time.perf_counter() - began)


def written(folder: Path, letters: int) -> float:
    """Files a second that the disk keeps for sure, of the size of a letter."""
    began = time.perf_counter()
    for number in range(letters):
        with (folder / f"{number}").open("wb") as file:
            file.write(letter())
            file.flush()
            os.fsync(file.fileno())
    return letters / (time.perf_counter() - began)


class Nowhere:
    """Takes letters and forgets them."""

    async def handle_DATA(self, *_told: object) -> str:
        """Say yes."""
        return "250 yes"


def free_port() -> int:
    """A port on which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


def main() -> None:
    """Print the figures."""
    letters, port = int(sys.argv[1]) if len(sys.argv) > 1 else 400, free_port()
    with tempfile.TemporaryDirectory() as folder:
        surroundings = {**os.environ, "COMPTOIR_DATA": folder, "COMPTOIR_INTAKE_DOMAIN": "in.example.org"}
        place = Place(Path(folder), surroundings)
        place.run("create-firm", "--name", "Firm", "--email", "anne@example.org")
        place.run("create-dossier", "--name", "Atelier", "--number", "0123456749")
        code = f"import django; django.setup(){ADDRESS}"
        environment = {**surroundings, "DJANGO_SETTINGS_MODULE": "comptoir.config.settings"}
        told = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
        to = told.stdout.strip()
        command = [str(BIN / "comptoir"), "listen", "--on", f"smtp://127.0.0.1:{port}"]
        with subprocess.Popen(command, env=surroundings, stderr=subprocess.DEVNULL) as server:
            while True:
                try:
                    socket.create_connection(("127.0.0.1", port), 1).close()
                    break
                except OSError:
                    time.sleep(0.1)
            one, eight = rate(port, to, letters, 1), rate(port, to, letters, 8)
            server.terminate()
        disk = written(Path(folder), letters)
    bare = Controller(Nowhere(), hostname="127.0.0.1", port=free_port())
    bare.start()
    alone = rate(bare.port, "achat@in.example.org", letters, 1)
    bare.stop()
    print(f"one sender {one:.0f}/s, eight {eight:.0f}/s, disk {disk:.0f}/s, without a store {alone:.0f}/s")


if __name__ == "__main__":
    main()
