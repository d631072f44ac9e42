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


class Validation(models.TextChoices):
    """Who checks the booking proposals of a dossier before they go to the books."""

    FIRM = "firm", _("The firm")
    CLIENT = "client", _("The client")
    HYBRID = "hybrid", _("Both: the client for some journals or partners, the firm for the rest")
    STRAIGHT = "straight", _("Nobody where the client chose the journal and nothing is missing; else the firm")


CONSULTS = frozenset(
    {
        *("portal.view", "archive.view", "financial.view", "history.view"),
        *("figures.view", "reports.view", "payment.view", "mailbox.view", "document.view"),
    }
)
ACTS = CONSULTS | {"archive.handle", "archive.file", "invoice.mail", "mailbox.use"}

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

CHECKS = frozenset({"worklist.use", "worklist.transfer"})
OF_FIRM = CHECKS | {"archive.file_all", "views.share", "mailbox.settings", "worklist.rule"}

PORTAL_RIGHTS_OF_FIRM: dict[str, frozenset[str]] = {
    FirmProfile.ADMINISTRATOR: ACTS | OF_FIRM,
    FirmProfile.COLLABORATOR: ACTS | OF_FIRM,
    FirmProfile.SUPPORT: frozenset({"portal.view", "document.view", "worklist.use"}),
}
"""What the firm's people may do in the client's portal of a dossier that they may see. Support checks proposals alone.

`archive.file_all`: file in both tabs, change and take out what others filed; the client files in Permanent alone.
`worklist.use`: correct and check booking proposals; `worklist.transfer`: send them to the books; `worklist.rule`: say how
invoices of a partner are booked from now on.
"""

DOSSIER_RIGHTS: dict[str, frozenset[str]] = {
    DossierProfile.ADMINISTRATOR: ACTS | {"dossier.people", "mailbox.settings"},
    DossierProfile.FULL_ACCESS: ACTS,
    DossierProfile.DOCUMENT_PROCESSING: frozenset({"portal.view", "mailbox.view", "document.view", "mailbox.use"}),
    DossierProfile.FULL_FEEDBACK: CONSULTS,
}
"""Rights of the client's people. Document processing sees no figures; full feedback changes and sends nothing.

`mailbox.view`: see what was handed in and what became of it; `document.view`: open the documents that one sees;
`mailbox.use`: hand in, change and send it;
`mailbox.settings`: what is sent on by itself, and new e-mail addresses for the mailboxes.
"""

CHECKING_PROFILES = (DossierProfile.ADMINISTRATOR, DossierProfile.FULL_ACCESS)
"""Who of the client's people checks proposals (`CHECKS`) where the dossier leaves that to the client."""

LIMITED_RIGHTS = frozenset({"payment.view", "history.view"})
"""What limited reporting takes away from everybody in the portal of that dossier.

`payment.view`: what is paid, open, due and liquid; payment states, receivables and payables, due-date balances.
"""

WRITING_RIGHTS = frozenset(
    {
        *("archive.handle", "archive.file", "archive.file_all", "invoice.mail"),
        *("mailbox.use", "mailbox.settings"),
        *("dossier.people", "office.sync", "office.connect", "worklist.rule"),
        *CHECKS,
    }
)
"""What a closed dossier no longer allows."""
