"""Secrets of connections at rest: encrypted under the installation's key, and bound to the row and name they belong to.

A sealed value that is copied to another row, or stands under another name, opens no more (AES-256-GCM with row and name as
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

from comptoir.connectors.port import WrongConfiguration

NONCE = 12


def seal(value: str, *, row: int, name: str) -> str:
    """The value as it may be stored in that row under that name."""
    nonce = secrets.token_bytes(NONCE)
    return base64.b64encode(nonce + AESGCM(_key()).encrypt(nonce, value.encode(), _place(row, name))).decode()


def unseal(sealed: str, *, row: int, name: str) -> str:
    """The value again. Raises WrongConfiguration where it was sealed elsewhere or under another key."""
    try:
        raw = base64.b64decode(sealed, validate=True)
        return AESGCM(_key()).decrypt(raw[:NONCE], raw[NONCE:], _place(row, name)).decode()
    except (InvalidTag, binascii.Error, ValueError):
        raise WrongConfiguration(
            "The password or key of this connection can no longer be opened. Type it again in its settings."
        ) from None


def _key() -> bytes:
    made = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"comptoir.sync.connection")
    return made.derive(settings.SECRET_KEY.encode())


def _place(row: int, name: str) -> bytes:
    return f"connection:{row}:{name}".encode()
