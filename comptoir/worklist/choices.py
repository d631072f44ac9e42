"""The fixed lists of the worklist."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from comptoir.worklist.vat import VatKind


class Status(models.TextChoices):
    """What a proposal still needs. Nok: something is missing; checked: somebody looked at it and found it right.

    Asked: somebody was asked about it, and has not answered.
    """

    NOK = "nok", pgettext_lazy("proposal", "Nok")
    OK = "ok", pgettext_lazy("proposal", "OK")
    CHECKED = "checked", pgettext_lazy("proposal", "Checked")
    ON_HOLD = "hold", pgettext_lazy("proposal", "On hold")
    ASKED = "asked", pgettext_lazy("proposal", "Help requested")
    TRANSFERRED = "sent", pgettext_lazy("proposal", "Transferred, waiting for the books")


READY = (Status.OK, Status.CHECKED)
"""What may be transferred."""

ASIDE = (Status.ON_HOLD, Status.ASKED)
"""What stays behind when the others are transferred, whatever is missing in it."""


class Step(models.TextChoices):
    """How far a transferred proposal is on its way into the books."""

    PREPARED = "prepared", _("Being prepared")
    ON_ITS_WAY = "on", _("On its way")
    TRIED = "tried", _("Tried again")
    REFUSED = "refused", _("Refused by the package")
    OUTBOX = "outbox", _("In the outbox")
    TAKEN = "taken", _("Booked in the package")


class Asked(models.TextChoices):
    """Who is asked about a document."""

    CLIENT = "client", _("The client")
    FIRM = "firm", _("A colleague")


class ByItself(models.TextChoices):
    """What becomes of a proposal that is as the partner's invoices before it."""

    NOTHING = "", _("It waits for somebody who checks it")
    CHECK = "check", _("It is marked as checked")
    TRANSFER = "transfer", _("It goes to the books at once")


class Template(models.TextChoices):
    """How the number of a piece is made: see `pieces`."""

    NUMBER = "number", _("The number alone: 42")
    YEAR = "year", _("With the year before it: 20260042")


class VatWord(models.TextChoices):
    """The words for `vat.VatKind`, whose values these are."""

    DOMESTIC = VatKind.DOMESTIC.value, _("Domestic")
    CO_CONTRACTOR = VatKind.CO_CONTRACTOR.value, _("Co-contractor")
    INTRA_GOODS = VatKind.INTRA_GOODS.value, _("Intra-Community, goods")
    INTRA_SERVICES = VatKind.INTRA_SERVICES.value, _("Intra-Community, services")
    IMPORT = VatKind.IMPORT.value, _("Import")
    EXPORT = VatKind.EXPORT.value, _("Export")
    EXEMPT = VatKind.EXEMPT.value, _("Without VAT")
