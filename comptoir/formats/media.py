"""What bytes are, told by how they begin; names and declared types are never believed."""

import re

PDF = "application/pdf"
XML = "application/xml"
JPEG = "image/jpeg"
PNG = "image/png"
TIFF = "image/tiff"
ZIP = "application/zip"
EML = "message/rfc822"
UNKNOWN = "application/octet-stream"

TAIL = 2048
"""In so many bytes at the end the mark of a whole PDF or picture is looked for: some programs write on behind it."""

HEAD = 1024
"""How many bytes `media_type_of` wants to see."""

_MAGIC = (
    (b"%PDF-", PDF),
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"\xff\xd8\xff", JPEG),
    (b"II*\x00", TIFF),
    (b"MM\x00*", TIFF),
    (b"PK\x03\x04", ZIP),
)
_ROOTS = rb"Invoice|CreditNote|CrossIndustryInvoice|CrossIndustryDocument"
_XML = re.compile(rb"(?:\xef\xbb\xbf)?(?:<\?xml[ \t\r\n]|\s*<(?:[A-Za-z_][\w.-]*:)?(?:" + _ROOTS + rb")[\s>])")
_FIELD = rb"[!-9;-~]{1,70}:[^\r\n]{0,1000}(?:\r?\n[ \t][^\r\n]{0,1000})*+\r?\n"
_KNOWN = (
    rb"Return-Path|Received|Delivered-To|From|Message-ID|MIME-Version|Subject|Authentication-Results|DKIM-Signature"
)
_EML = re.compile(rb"(?:From [^\r\n]*\r?\n)?(?:" + _FIELD + rb"){0,10}?(?:" + _KNOWN + rb"):", re.IGNORECASE)


def media_type_of(head: bytes) -> str:
    """The media type of a file that begins so; PDF only with its header at byte 0; UNKNOWN when it cannot be told."""
    for magic, media_type in _MAGIC:
        if head.startswith(magic):
            return media_type
    if _XML.match(head):
        return XML
    return EML if _EML.match(head) else UNKNOWN


_COMMENT = re.compile(rb"<!--.*?-->", re.DOTALL)
_ROOT = re.compile(rb"<([A-Za-z_][\w.:-]*)")
_ENDS = {PDF: b"%%EOF", PNG: b"IEND", JPEG: b"\xff\xd9"}


def ends_whole(content: bytes) -> bool:
    """Whether the file ends as its kind ends; a kind that has no mark at its end is taken as whole."""
    media_type = media_type_of(content[:HEAD])
    if media_type == XML:
        root = _ROOT.search(_COMMENT.sub(b"", content[: 2**16]))
        return root is not None and b"</" + root[1] in content[-TAIL:]
    if media_type == ZIP:
        return b"PK\x05\x06" in content[-(2**16 + 22) :]
    return _ENDS.get(media_type, b"") in content[-TAIL:]
