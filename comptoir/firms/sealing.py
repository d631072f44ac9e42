"""Secrets at rest: encrypted under the installation's key, and bound to the row, of its kind, and the name they belong to.

A sealed value that is copied to another row, or stands under another name, opens no more (AES-256-GCM with all three as
associated data; the key is made from the installation's secret key by HKDF-SHA256).
"""

import base64
import binascii
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from comptoir.kit.words import Refusal

NONCE = 12


class CannotOpen(Refusal):
    """It was sealed elsewhere, or under another key."""


def seal(value: str, *, kind: str, row: int, name: str) -> str:
    """The value as it may be stored in that row under that name; `kind` is app and kind of row: "sync.connection"."""
    nonce = secrets.token_bytes(NONCE)
    sealed = nonce + AESGCM(_key(kind)).encrypt(nonce, value.encode(), _place(kind, row, name))
    return base64.b64encode(sealed).decode()


def unseal(sealed: str, *, kind: str, row: int, name: str) -> str:
    """The value again. Refuses CannotOpen."""
    try:
        raw = base64.b64decode(sealed, validate=True)
        return AESGCM(_key(kind)).decrypt(raw[:NONCE], raw[NONCE:], _place(kind, row, name)).decode()
    except (InvalidTag, binascii.Error, ValueError):
        raise CannotOpen("The password or key can no longer be opened. Type it again.") from None


def _key(kind: str) -> bytes:
    made = HKDF(algorithm=SHA256(), length=32, salt=None, info=f"comptoir.{kind}".encode())
    return made.derive(settings.SECRET_KEY.encode())


def _place(kind: str, row: int, name: str) -> bytes:
    return f"{kind.partition('.')[2]}:{row}:{name}".encode()
