"""The limited child process: sets its limits, imports one parser, shuts the doors, reads what comes on its input.

Run by `sandbox.py` as a script, isolated and with an empty environment. The file comes on standard input, the answer
goes as JSON to standard output, files that come of it go as "0", "1", ... into the working folder when they were asked
for. What is not known to be a refusal ends the process; the parent makes the sentence.
"""

import contextlib
import ctypes
import errno
import importlib
import json
import os
import resource
import sys
from collections.abc import Iterable
from typing import Any

READERS = {
    "invoice": ("comptoir.formats.invoice_xml", "read_invoice", "comptoir.formats.invoice_json"),
    "pdf": ("comptoir.formats.facturx.read", "read_pdf", "comptoir.formats.facturx.read"),
    "picture": ("comptoir.formats.picture.check", "check_picture", ""),
    "pages": ("comptoir.formats.pdf.pages", "draw_pages", "comptoir.formats.drawn"),
    "picture_page": ("comptoir.formats.picture.draw", "draw_picture", "comptoir.formats.drawn"),
    "lighten": ("comptoir.formats.picture.lighten", "lighten", "comptoir.formats.picture.lighten"),
    "words": ("comptoir.formats.pdf.text", "read_words", ""),
    "grey_page": ("comptoir.formats.pdf.grey", "draw_grey", "comptoir.formats.scan.grey"),
    "grey_picture": ("comptoir.formats.picture.grey", "draw_grey", "comptoir.formats.scan.grey"),
    "workbook": ("comptoir.formats.table.workbook", "read_workbook", "comptoir.formats.table.workbook"),
    "zip": ("comptoir.formats.archive.unpack", "read_zip", "comptoir.formats.archive.unpack"),
    "mail": ("comptoir.formats.mail.read", "read_mail", "comptoir.formats.mail.read"),
    "arrange": ("comptoir.formats.pdf.edit", "arrange_pages", "comptoir.formats.pdf.edit"),
    "stamp": ("comptoir.formats.pdf.stamp", "stamp_pages", "comptoir.formats.pdf.stamp"),
    "source": ("comptoir.formats.source", "read_source", ""),
    "embedded_source": ("comptoir.formats.facturx.read", "read_source", ""),
}
"""By the name that a caller may use: module, function, and the module that takes what was found apart: its `to_json`
makes plain values of it, its `files_of` the files to be left in the working folder.

Nothing else is ever imported on request.
"""

OUT_OF_MEMORY, OUT_OF_ROOM = 77, 78
"""The exit codes for a file that wanted more memory than the limit, and for a disk that is full."""

FULL = {errno.ENOSPC, errno.EDQUOT}
"""What says that the disk is full, and not that the file wanted to write more than it may."""

PR_SET_PDEATHSIG, PR_SET_NO_NEW_PRIVS, SIGKILL = 1, 38, 9
CLONE_NEWUSER, CLONE_NEWNET = 0x10000000, 0x40000000
CAPABILITY_VERSION = 0x20080522
REFUSED_EVENTS = ("socket.", "subprocess.", "os.exec", "os.fork", "os.posix_spawn", "os.spawn", "os.system", "shutil.")


def main() -> None:
    """Read the order, the file, and answer."""
    order = json.loads(sys.argv[1])
    set_limits(order["memory"], order["seconds"], order["size"])
    sys.path.extend(order["libraries"])
    module, function, shape = READERS[order["reader"]]
    read = getattr(importlib.import_module(module), function)
    unreadable = importlib.import_module("comptoir.formats.unreadable").Unreadable
    shapes = importlib.import_module(shape) if shape else None
    shut_the_doors()
    try:
        found = read(sys.stdin.buffer.read(order["size"] + 1), *order["asked"])
        if order["files"] and shapes:
            keep_files(shapes.files_of(found))
        answer = {"read": shapes.to_json(found) if shapes else dict(found)}
    except unreadable as refusal:
        answer = {"refused": refusal.sentence.to_json()}
    except MemoryError:
        sys.exit(OUT_OF_MEMORY)
    except OSError as error:
        if error.errno not in FULL:
            raise
        sys.exit(OUT_OF_ROOM)
    try:
        sys.stdout.write(json.dumps(answer))
        sys.stdout.flush()
    except OSError as error:
        os._exit(OUT_OF_ROOM if error.errno in FULL else 1)


def set_limits(memory: int, seconds: int, size: int) -> None:
    """Address space, processor time, open files, size of written files, no new processes, no core dump."""
    limits = {
        resource.RLIMIT_AS: memory,
        resource.RLIMIT_CPU: seconds,
        resource.RLIMIT_NOFILE: 64,
        resource.RLIMIT_FSIZE: size,
        resource.RLIMIT_NPROC: 0,
        resource.RLIMIT_CORE: 0,
    }
    for limit, wanted in limits.items():
        hard = resource.getrlimit(limit)[1]
        value = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        with contextlib.nullcontext() if sys.platform == "linux" else contextlib.suppress(ValueError, OSError):
            resource.setrlimit(limit, (value, value))


def shut_the_doors() -> None:
    """No new privileges, an end when the parent ends, no network, no other program, no writing outside the folder.

    Python itself refuses sockets and processes; a parser written in C is held by the kernel's door alone.
    """
    shut_the_kernels_door()
    sys.addaudithook(refuse)


def shut_the_kernels_door() -> None:
    """What Linux holds from here on, also over another program that takes the place of this one.

    The process leaves for a network of its own with nothing in it, where the kernel lets ordinary users do so, and then
    gives up every capability, those of root and those that such a leaving brings.
    """
    if sys.platform == "linux":
        libc = ctypes.CDLL(None)
        libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
        libc.prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0)
        libc.unshare(CLONE_NEWUSER | CLONE_NEWNET)
        libc.capset((ctypes.c_uint32 * 2)(CAPABILITY_VERSION, 0), (ctypes.c_uint32 * 6)())


def refuse(event: str, facts: tuple[Any, ...]) -> None:
    """The audit hook: sockets, other programs, and files written anywhere but in the working folder."""
    if event.startswith(REFUSED_EVENTS):
        raise PermissionError(event)
    if event == "open" and facts[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT) and not str(facts[0]).isdigit():
        raise PermissionError(event)


def keep_files(files: Iterable[bytes]) -> None:
    """Write the files into the working folder, named by their place."""
    for number, content in enumerate(files):
        with open(str(number), "xb") as file:
            file.write(content)


if __name__ == "__main__":
    main()
