"""The limited child process: what it answers, and the sentence for each way in which a file can harm it."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from comptoir.formats import sandbox
from comptoir.formats.sandbox import attachment_in, read_in_child
from comptoir.formats.unreadable import Unreadable
from tests.formats.ubl.sample import invoice, with_attachment

ROOT = Path(__file__).resolve().parents[3]
PRELUDE = "import sys; sys.path.append(sys.argv[1]); from comptoir.formats import child; "


@pytest.fixture
def file(tmp_path):
    """Writes bytes to a file and gives its path."""

    def write(content: bytes) -> Path:
        path = tmp_path / "file"
        path.write_bytes(content)
        return path

    return write


def refusal(reader: str, path: Path, **limits: int) -> str:
    with pytest.raises(Unreadable) as caught:
        read_in_child(reader, path, **limits)
    return str(caught.value)


def in_child(code: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run code as the child would, after its doors are shut."""
    command = [sys.executable, "-I", "-S", "-c", f"{PRELUDE}child.shut_the_doors()\n{code}", str(ROOT)]
    return subprocess.run(command, cwd=cwd, env={}, capture_output=True, text=True, timeout=20, check=False)


def test_an_invoice_is_read_in_the_child_as_it_would_be_here(file):
    told = read_in_child("invoice", file(invoice()))

    assert (told["number"], told["totals"]["payable"]) == ("2026-117", "121.00")


def test_what_the_reader_refuses_is_refused_here_with_the_same_sentence_and_facts(file):
    with pytest.raises(Unreadable) as caught:
        read_in_child("invoice", file(invoice((">2026-03-03<", ">yesterday<"))))

    assert caught.value.sentence.text == "The element %(element)s on line %(line)s is not a date: %(value)s"
    assert caught.value.sentence.facts == {"element": "IssueDate", "line": 4, "value": "yesterday"}


def test_the_files_inside_are_left_in_the_folder_that_was_asked_for(file, tmp_path):
    files = tmp_path / "inside"
    files.mkdir()

    told = read_in_child("invoice", file(with_attachment(b"%PDF-1.7 short", name="../../x.pdf")), files=files)

    assert [path.name for path in files.iterdir()] == ["0"]
    assert attachment_in(files, 0).read_bytes() == b"%PDF-1.7 short"
    assert told["attachments"][0]["name"] == "../../x.pdf"


def test_a_link_that_lies_where_an_attachment_should_be_is_not_followed(tmp_path):
    (tmp_path / "0").symlink_to("/etc/hostname")

    with pytest.raises(Unreadable):
        attachment_in(tmp_path, 0)
    with pytest.raises(Unreadable):
        attachment_in(tmp_path, 1)


def test_a_reader_that_is_not_in_the_table_is_never_started(file):
    with pytest.raises(ValueError, match="there is no reader os"):
        read_in_child("os", file(b""))


def test_a_file_beyond_the_limit_is_refused_without_starting_a_child(file, monkeypatch):
    monkeypatch.setattr(sandbox, "MAX_BYTES", 1_048_576)
    monkeypatch.setattr(sandbox, "_run", lambda *_, **__: pytest.fail("a child was started"))

    assert refusal("invoice", file(b"<" * 1_048_577)) == "The file is larger than 1 MB."


def test_a_file_that_wants_more_memory_than_the_limit_is_refused_and_this_process_lives_on(file):
    many = "<cac:InvoiceLine/>" * 1_500_000

    told = refusal("invoice", file(invoice(("  <cac:PaymentMeans>", many + "<cac:PaymentMeans>"))), memory=200 * 2**20)

    assert told == "Reading the file would need too much memory."


def test_a_file_that_takes_too_long_is_refused_when_its_time_is_over(file):
    long = file(invoice(("  <cac:PaymentMeans>", "<a>x</a>" * 4_000_000 + "<cac:PaymentMeans>")))
    started = time.monotonic()

    told = refusal("invoice", long, timeout=1, memory=8 * 2**30)

    assert told == "Reading the file took too long."
    assert time.monotonic() - started < 5


def test_a_large_attachment_up_to_the_limit_of_a_file_is_read(file):
    content = b"%PDF-1.7\n" + os.urandom(24 * 2**20)

    told = read_in_child("invoice", file(with_attachment(content)))

    assert told["attachments"][0]["size"] == len(content)


def test_a_child_that_breaks_is_a_sentence_and_a_line_in_the_log(file, caplog, monkeypatch):
    monkeypatch.setattr(sandbox, "libraries", list)

    told = refusal("invoice", file(invoice()))

    assert told == "The file could not be read: it is damaged, or made to do harm."
    assert "The reader invoice ended with code 1: ModuleNotFoundError" in caplog.text


def test_an_answer_without_end_is_refused(file, monkeypatch):
    monkeypatch.setattr(sandbox, "MAX_ANSWER", 100)

    assert refusal("invoice", file(invoice())) == "The file holds more than can be shown."


def test_the_child_has_an_empty_environment_and_none_of_ours(file, monkeypatch):
    monkeypatch.setenv("COMPTOIR_DATABASE_URL", "postgres://user:secret@host/name")
    monkeypatch.setenv("PYTHONPATH", "/nowhere")
    seen: list[dict[str, str]] = []
    run = subprocess.run

    def watched(*command, **options):
        seen.append(options["env"])
        return run(*command, **options)

    monkeypatch.setattr(sandbox.subprocess, "run", watched)
    read_in_child("invoice", file(invoice()))

    assert seen == [{}]


@pytest.mark.parametrize(
    "code",
    [
        "import socket; socket.create_connection(('127.0.0.1', 9))",
        "import socket; socket.getaddrinfo('localhost', 80)",
        "import socket; socket.socket()",
        "import os; os.system('true')",
        "import os; os.fork()",
        "import subprocess; subprocess.run(['true'])",
        "import os; os.posix_spawn('/bin/true', ['true'], {})",
        "open('../escaped', 'w')",
        "open('/tmp/comptoir-escaped', 'w')",
    ],
)
def test_the_child_reaches_no_network_no_program_and_no_place_outside_its_folder(code, tmp_path):
    cwd = tmp_path / "own"
    cwd.mkdir()

    ended = in_child(code, cwd)

    assert (ended.returncode, "PermissionError" in ended.stderr) == (1, True)
    assert not (tmp_path / "escaped").exists()


@pytest.mark.skipif(sys.platform != "linux", reason="networks of a process's own are Linux's")
def test_the_kernel_takes_the_network_away_where_it_lets_ordinary_users_do_so(tmp_path):
    ended = in_child("print(open('/proc/net/dev').read().count(':'), open('/proc/self/status').read())", tmp_path)

    devices, status = ended.stdout.split(" ", 1)
    assert "NoNewPrivs:\t1" in status
    assert "CapEff:\t0000000000000000" in status
    assert "CapPrm:\t0000000000000000" in status
    assert devices in {"1", str(Path("/proc/net/dev").read_text().count(":"))}


def test_the_limits_are_set_and_cannot_be_raised_again():
    code = (
        f"{PRELUDE}child.set_limits(300 * 2**20, 5, 1000)\nimport json, resource\n"
        "names = ['AS', 'CPU', 'NOFILE', 'FSIZE', 'NPROC', 'CORE']\n"
        "print(json.dumps([resource.getrlimit(getattr(resource, 'RLIMIT_' + name)) for name in names]))"
    )

    told = subprocess.run([sys.executable, "-I", "-S", "-c", code, str(ROOT)], capture_output=True, check=True).stdout

    assert json.loads(told) == [[300 * 2**20] * 2, [5, 5], [64, 64], [1000, 1000], [0, 0], [0, 0]]


def test_the_web_and_the_documents_never_import_a_parser():
    code = (
        "import django, importlib, pkgutil, sys; django.setup()\n"
        "for package in ['comptoir.documents', 'comptoir.archive', 'comptoir.sync', 'comptoir.web']:\n"
        "    found = importlib.import_module(package)\n"
        "    for module in pkgutil.walk_packages(found.__path__, package + '.'):\n"
        "        importlib.import_module(module.name)\n"
        "print(sorted({name.split('.')[0] for name in sys.modules} & {'lxml', 'pypdfium2', 'pypdfium2_raw', 'pikepdf'}))"
    )

    told = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)

    assert told.stdout == "[]\n"
