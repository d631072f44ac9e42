"""What people send as files: read no further than what may be kept, whoever sends it."""

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest

from comptoir.documents.store import MAX_BYTES

TOO_LARGE = "comptoir.too_large"
"""In the request's META: the name of the field whose file was larger than what may be kept, and was dropped."""


class Limit(FileUploadHandler):
    """Stands before the handlers that store what is sent: drops a file, and all after it, once they are too large.

    What else the form says is read nevertheless, so that nothing typed is lost.
    """

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        self._sent = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Count, and pass on."""
        del start
        self._sent += len(raw_data)
        if self._sent > MAX_BYTES:
            if self.request is not None:
                self.request.META[TOO_LARGE] = self.field_name
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> "UploadedFile[Any] | None":
        """Leave the file to the handlers after this one."""
        del file_size
        return None


def was_too_large(request: HttpRequest, field: str) -> bool:
    """Whether the file of that field was dropped for its size."""
    return request.META.get(TOO_LARGE) == field
