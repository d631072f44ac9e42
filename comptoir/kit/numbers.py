"""Numbers with check digits: enterprise and VAT numbers, IBANs, structured communications; one spelling each."""

import re

from stdnum import iban as _iban
from stdnum.be import vat as _be
from stdnum.eu import vat as _eu
from stdnum.exceptions import ValidationError

_BELGIAN_MARKS = str.maketrans("", "", "-. ")
_COMMUNICATION_MARKS = str.maketrans("", "", "+*/ ")


def compact(text: str) -> str:
    """Letters and digits only, upper case: how two spellings of one number are compared."""
    return re.sub(r"[^0-9A-Z]", "", text.upper())


def belgian_number(text: str) -> str | None:
    """The ten digits of a Belgian enterprise or VAT number (with or without BE, dots or spaces), or None if it is none."""
    try:
        return str(_be.validate(text))
    except ValidationError:
        return None


def enterprise_number(country: str, text: str) -> str | None:
    """The enterprise number in its one spelling; Belgian ones are checked (mod 97), others kept as letters and digits."""
    if country == "BE":
        return belgian_number(text)
    return compact(text) or None


def vat_number(text: str, country: str = "BE") -> str:
    """The VAT number with its country letters, as it is compared everywhere: "BE0123456749"; "" for none.

    A number without letters belongs to `country`.
    """
    plain = compact(text)
    if not plain:
        return ""
    return plain if plain[:2].isalpha() else f"{country}{plain}"


def european_vat_is_valid(text: str) -> bool:
    """Whether this is a VAT number of the European Union, country letters included, with the right check digits."""
    return bool(_eu.is_valid(text))


def iban(text: str) -> str | None:
    """The IBAN without spaces, or None when its check digits or length are wrong."""
    try:
        return str(_iban.validate(text, check_country=False))
    except ValidationError:
        return None


def iban_of_belgian(text: str) -> str | None:
    """The IBAN of an account in the old Belgian spelling (539-0075470-34), or None when its check digits are wrong."""
    digits = text.translate(_BELGIAN_MARKS)
    if len(digits) != 12 or not (digits.isascii() and digits.isdigit()):
        return None
    if (int(digits[:10]) % 97 or 97) != int(digits[10:]):
        return None
    return f"BE{98 - int(f'{digits}111400') % 97:02d}{digits}"


def format_iban(text: str) -> str:
    """The IBAN in groups of four, as people write it; whatever else it is stays as it is."""
    return " ".join(re.findall(".{1,4}", text)) if text.isalnum() else text


def structured_communication(text: str) -> str | None:
    """The twelve digits of a Belgian structured communication (+++123/4567/89012+++), or None if it is none.

    The last two digits are the first ten modulo 97, 97 standing for 0 (Febelfin, OGM-VCS).
    """
    digits = text.translate(_COMMUNICATION_MARKS)
    if len(digits) != 12 or not (digits.isascii() and digits.isdigit()):
        return None
    return digits if (int(digits[:10]) % 97 or 97) == int(digits[10:]) else None


def format_communication(digits: str) -> str:
    """+++123/4567/89012+++ from the twelve digits; any other reference stays as it is."""
    if len(digits) == 12 and digits.isdigit():
        return f"+++{digits[:3]}/{digits[3:7]}/{digits[7:]}+++"
    return digits
