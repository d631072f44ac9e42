"""Amounts and dates as people type them, read the way they mean them in their language."""

import re
from datetime import date

from comptoir.kit.dates import month_end
from comptoir.kit.money import MAX_CENTS

_SPACES = re.compile(r"[\s\u00a0\u202f'’]")
_WHOLE_DAY = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4}|\d{2})", re.ASCII)
_ISO_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)
_MONTH = re.compile(r"(\d{1,2})[/.\-](\d{4})", re.ASCII)
_ISO_MONTH = re.compile(r"(\d{4})[-/]?(\d{2})", re.ASCII)
_YEAR = re.compile(r"\d{4}", re.ASCII)


def cents_as_typed(text: str, language: str) -> int | None:
    """The amount in cents, or None when it is none: "1.234,56", "1 234,5", "-12", "1234.56", "1,234.56", "€ 12".

    A single mark followed by three digits stands between thousands where the language writes it so ("1.234" in French
    and Dutch, "1,234" in English); any other single mark begins the cents.
    """
    bare = _SPACES.sub("", text).replace("€", "").replace("\u2212", "-")
    sign, bare = (-1, bare[1:]) if bare.startswith("-") else (1, bare)
    between = "," if language == "en" else "."
    if "," in bare and "." in bare:
        between = "," if bare.rfind(".") > bare.rfind(",") else "."
    point = "." if between == "," else ","
    grouped = rf"\d{{1,3}}(?:{re.escape(between)}\d{{3}})+"
    match = re.fullmatch(rf"({grouped}|\d{{1,13}})(?:{re.escape(point)}(\d{{1,2}}))?", bare, re.ASCII)
    if match is None:
        match = re.fullmatch(r"(\d{1,13})[.,](\d{1,2})", bare, re.ASCII)
    if match is None:
        return None
    cents = int(match[1].replace(between, "")) * 100 + int((match[2] or "").ljust(2, "0"))
    return sign * cents if cents <= MAX_CENTS else None


def day_as_typed(text: str, *, end: bool = False) -> date | None:
    """The day, or None when it is none: "5/3/2026", "05.03.26", "2026-03-05"; day first in every language.

    A month ("3/2026", "202603") or a year ("2026") stands for its first day, or with `end` for its last.
    """
    text = text.strip()
    try:
        if match := _WHOLE_DAY.fullmatch(text):
            return date(_year(match[3]), int(match[2]), int(match[1]))
        if match := _ISO_DAY.fullmatch(text):
            return date(int(match[1]), int(match[2]), int(match[3]))
        if match := _MONTH.fullmatch(text):
            return _within(int(match[2]), int(match[1]), end)
        if match := _ISO_MONTH.fullmatch(text):
            return _within(int(match[1]), int(match[2]), end)
        if _YEAR.fullmatch(text):
            return date(int(text), 12, 31) if end else date(int(text), 1, 1)
    except ValueError:
        return None
    return None


def _year(text: str) -> int:
    return int(text) if len(text) == 4 else 2000 + int(text)


def _within(year: int, month: int, end: bool) -> date:
    first = date(year, month, 1)
    return month_end(first) if end else first
