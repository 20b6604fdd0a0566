"""E-mail addresses: one spelling of each, so that one person has one account."""

import unicodedata

from email_validator import EmailNotValidError, validate_email

LONGEST = 254


def normalise(text: str) -> str | None:
    """The one spelling under which an address is stored and looked up, or None where it is no address.

    Compatibility forms are folded (NFKC), letters are lower case, domains of other scripts are written in
    ASCII. Nothing is looked up in the net.
    """
    folded = unicodedata.normalize("NFKC", text).strip().lower()
    if not folded or len(folded) > LONGEST:
        return None
    try:
        found = validate_email(folded, check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError:
        return None
    return found.ascii_email
