"""The fixed lists of the tenancy root: languages, profiles, and the rights that each profile gives."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Language(models.TextChoices):
    """The languages Comptoir speaks."""

    FRENCH = "fr", "Français"
    DUTCH = "nl", "Nederlands"
    ENGLISH = "en", "English"


class Country(models.TextChoices):
    """Countries whose books are understood; decides accounts, numbers and words."""

    BELGIUM = "BE", _("Belgium")
    FRANCE = "FR", _("France")
    LUXEMBOURG = "LU", _("Luxembourg")
    NETHERLANDS = "NL", _("Netherlands")


class FirmProfile(models.TextChoices):
    """What a person is in a firm."""

    ADMINISTRATOR = "administrator", _("Administrator")
    COLLABORATOR = "collaborator", _("Collaborator")
    SUPPORT = "support", _("Support")


class DossierProfile(models.TextChoices):
    """What a person may do in a client's dossier."""

    ADMINISTRATOR = "administrator", _("Administrator")
    FULL_ACCESS = "full_access", _("Full access")
    DOCUMENT_PROCESSING = "document_processing", _("Document processing (hands in only)")
    FULL_FEEDBACK = "full_feedback", _("Full feedback (consults only)")


CONSULTS = frozenset(
    {
        *("portal.view", "archive.view", "financial.view", "history.view"),
        *("figures.view", "reports.view", "payment.view"),
    }
)
ACTS = CONSULTS | {"archive.handle", "archive.file", "invoice.mail"}

FIRM_RIGHTS: dict[str, frozenset[str]] = {
    FirmProfile.ADMINISTRATOR: frozenset(
        {"office.view", "office.sync", "office.connect", "office.dossiers", "office.people", "office.firm"}
    ),
    FirmProfile.COLLABORATOR: frozenset(
        {"office.view", "office.sync", "office.connect", "office.dossiers", "office.people"}
    ),
    FirmProfile.SUPPORT: frozenset({"office.view"}),
}
"""Rights in the office. They hold for every dossier the person may see there."""

PORTAL_RIGHTS_OF_FIRM: dict[str, frozenset[str]] = {
    FirmProfile.ADMINISTRATOR: ACTS | {"archive.file_all", "views.share"},
    FirmProfile.COLLABORATOR: ACTS | {"archive.file_all", "views.share"},
    FirmProfile.SUPPORT: frozenset(),
}
"""What the firm's people may do in the client's portal of a dossier that they may see.

`archive.file_all`: file in both tabs, change and take out what others filed; the client files in Permanent alone.
"""

DOSSIER_RIGHTS: dict[str, frozenset[str]] = {
    DossierProfile.ADMINISTRATOR: ACTS | {"dossier.people"},
    DossierProfile.FULL_ACCESS: ACTS,
    DossierProfile.DOCUMENT_PROCESSING: frozenset({"portal.view"}),
    DossierProfile.FULL_FEEDBACK: CONSULTS,
}
"""Rights of the client's people. Document processing sees no figures; full feedback changes and sends nothing."""

LIMITED_RIGHTS = frozenset({"payment.view", "history.view"})
"""What limited reporting takes away from everybody in the portal of that dossier.

`payment.view`: what is paid, open, due and liquid; payment states, receivables and payables, due-date balances.
"""

WRITING_RIGHTS = frozenset(
    {
        *("archive.handle", "archive.file", "archive.file_all", "invoice.mail"),
        *("dossier.people", "office.sync", "office.connect"),
    }
)
"""What a closed dossier no longer allows."""
