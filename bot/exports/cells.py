"""Cells that no spreadsheet takes for a formula, and the way back."""

import re

_DANGEROUS = re.compile(r"'*[=+\-@\t\r\n]")
_NEUTRALISED = re.compile(r"'+[=+\-@\t\r\n]")
_ABROAD = "+"


def neutral(text: str) -> str:
    """An apostrophe in front of what could be a formula, or looks as if it had one from us."""
    return f"'{text}" if _DANGEROUS.match(text) else text


def plain(text: str) -> str:
    """What `neutral` was given."""
    return text[1:] if _NEUTRALISED.match(text) else text


def phone(number: str) -> str:
    """`0049 171 3920012`: neither a formula nor a number to a spreadsheet, and read back as +491713920012."""
    if not number.startswith(_ABROAD):
        return neutral(number)
    import phonenumbers  # noqa: PLC0415 – 40 ms that a team without numbers needn't pay

    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return neutral(number)
    spaced = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
    return "00" + spaced.removeprefix(_ABROAD)
