"""What people send as files: read no further than what may be kept, whoever sends it."""

import os
from pathlib import Path
from typing import Any, TypeVar

from django.core.files.uploadedfile import TemporaryUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile, TemporaryFileUploadHandler
from django.http import HttpRequest

from comptoir.documents.store import MAX_BYTES
from comptoir.kit.room import NO_ROOM

FULL = "comptoir.full"
"""In the request's META: field and name of each file that found no room on the disk, and was dropped."""

TOO_LARGE = "comptoir.too_large"
"""In the request's META: field and name of each file that was larger than what may be kept, and was dropped."""

MOST_AT_ONCE = 10 * MAX_BYTES
"""Bytes of all files that one form sends, where it may send several; elsewhere as many as one file may have."""

View = TypeVar("View")


def several_files(view: View) -> View:
    """Let this page's form send several files. The outermost mark of a view: it is read before the view is called."""
    view.__dict__["several_files"] = True
    return view


class Limit(FileUploadHandler):
    """Stands before the handlers that store what is sent: drops a file that is too large, and all after too many bytes.

    What else the form says is read nevertheless, so that nothing typed is lost.
    """

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        self._of_file = self._of_all = 0

    def new_file(
        self,
        field_name: str,
        file_name: str,
        content_type: str,
        content_length: int | None,
        charset: str | None = None,
        content_type_extra: dict[str, bytes] | None = None,
    ) -> None:
        """Begin to count anew."""
        super().new_file(field_name, file_name, content_type, content_length, charset, content_type_extra)
        self._of_file = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Count, and pass on."""
        del start
        self._of_file += len(raw_data)
        self._of_all += len(raw_data)
        if self._of_file > MAX_BYTES or self._of_all > self._most:
            if self.request is not None:
                self.request.META.setdefault(TOO_LARGE, []).append((self.field_name, self.file_name or ""))
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> "UploadedFile[Any] | None":
        """Leave the file to the handlers after this one."""
        del file_size
        return None

    @property
    def _most(self) -> int:
        """Only somebody who is logged in sends several files, and only where they are asked for."""
        match = getattr(self.request, "resolver_match", None)
        several = match is not None and getattr(match.func, "several_files", False)
        user = getattr(self.request, "user", None)
        return MOST_AT_ONCE if several and user is not None and user.is_authenticated else MAX_BYTES


class OnDisk(TemporaryFileUploadHandler):
    """Writes larger files to the disk as they come; drops the one that finds no room there, and nothing of it stays."""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Write it."""
        try:
            super().receive_data_chunk(raw_data, start)
        except OSError as error:
            self._drop(error)
            raise SkipFile from error

    def file_complete(self, file_size: int) -> "UploadedFile[Any] | None":
        """The file, when the last of it found room, too."""
        try:
            return super().file_complete(file_size)
        except OSError as error:
            self._drop(error)
            return None

    def _drop(self, error: OSError) -> None:
        if error.errno not in NO_ROOM:
            raise error
        os.ftruncate(self.file.fileno(), 0)
        if self.request is not None:
            self.request.META.setdefault(FULL, []).append((self.field_name, self.file_name or ""))


def without_room(request: HttpRequest, field: str) -> list[str]:
    """The names of the files of that field that found no room on the disk."""
    return [name for each, name in request.META.get(FULL, []) if each == field]


def was_too_large(request: HttpRequest, field: str) -> bool:
    """Whether a file of that field was dropped for its size."""
    return bool(too_large(request, field))


def too_large(request: HttpRequest, field: str) -> list[str]:
    """The names of the files of that field that were dropped for their size."""
    return [name for each, name in request.META.get(TOO_LARGE, []) if each == field]


def source_of(file: "UploadedFile[Any]") -> Path | bytes:
    """Where the bytes are: a large file was written to the disk while it came."""
    return Path(file.temporary_file_path()) if isinstance(file, TemporaryUploadedFile) else file.read()
