"""Bytes of an e-mail's part out of their transfer encoding, and text out of its character set: never an error.

Only the limited child process may import this module.
"""

import re
from binascii import Error, a2b_base64, a2b_qp

_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]+")
_CHARSET = re.compile(
    r"utf-?(8|16|16le|16be|32)|us-ascii|ascii|iso-?8859-\d{1,2}|latin-?\d|(windows|cp)-?(125\d|437|850|858|866|874|93\d|949)"
    r"|macintosh|mac-?roman|koi8-[ru]|gb2312|gbk|gb18030|big5|euc-(jp|kr)|shift-jis|iso-2022-(jp|kr)"
)
"""The character sets that are read. Python knows others that are no such thing, or take their time."""


def decoded(raw: bytes, encoding: str) -> bytes:
    """The bytes as they were before they were encoded for the journey; what is no base64 in base64 is passed over."""
    if encoding == "base64":
        packed = _NOT_BASE64.sub(b"", raw)
        packed = packed[:-1] if len(packed) % 4 == 1 else packed
        try:
            return a2b_base64(packed + b"=" * (-len(packed) % 4))
        except Error:
            return b""
    return a2b_qp(raw) if encoding == "quoted-printable" else raw


def text_of(raw: bytes, charset: str) -> str:
    """The text in that character set; in one that is not known, as UTF-8, or what Windows writes in western Europe."""
    name = charset.strip().lower().replace("_", "-")
    if _CHARSET.fullmatch(name):
        try:
            return raw.decode(name, "replace")
        except LookupError:
            pass
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")
