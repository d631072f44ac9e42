"""The fixed lists of synchronisation."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class RunKind(models.TextChoices):
    """The four kinds of synchronisation."""

    TRANSFER = "transfer", _("On transfer")
    NIGHTLY = "nightly", _("Nightly")
    MONTHLY = "monthly", _("Monthly, complete")
    MANUAL = "manual", _("Manual")


class Outcome(models.TextChoices):
    """How a run ended; the last three are part of the command line's answers."""

    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    REFUSED = "refused", _("Refused")
    FAILED = "failed", _("Failed")


class PushState(models.TextChoices):
    """How far a pushed booking is: asked for, handed to the package, in the books, or refused by the package."""

    WAITING = "waiting", _("Waiting")
    SENT = "sent", _("Sent")
    BOOKED = "booked", _("Booked")
    REFUSED = "refused", _("Refused")


class ChangeKind(models.TextChoices):
    """What a run changed in an entry."""

    ADDED = "added", _("Added")
    CHANGED = "changed", _("Changed")
    REMOVED = "removed", _("Removed")
    LETTERED = "lettered", _("Newly lettered")
    UNLETTERED = "unlettered", _("No longer lettered")
