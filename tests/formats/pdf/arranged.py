"""Takes pages out of files in the limited child, as everybody must."""

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from comptoir.formats.sandbox import attachment_in, read_in_child

Wanted = Sequence[Sequence[tuple[int, int]]]


def arrange(*contents: bytes, wanted: Wanted = ()) -> bytes:
    """The PDF of the wanted pages of these files; all pages of all of them when none is named."""
    with TemporaryDirectory() as folder:
        together, files = Path(folder) / "together", Path(folder) / "made"
        together.write_bytes(b"".join(contents))
        files.mkdir()
        order = wanted or [[] for _ in contents]
        read_in_child("arrange", together, asked=([len(each) for each in contents], order), files=files)
        return attachment_in(files, 0).read_bytes()
