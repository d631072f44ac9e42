"""The fixed lists of intake: mailboxes, channels, and where a submission is in its life."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Mailbox(models.TextChoices):
    """Where documents wait that the client has not sent yet; in the untyped one until somebody says what they are."""

    UNTYPED = "untyped", pgettext_lazy("mailbox", "To be sorted")
    PURCHASES = "purchases", _("Purchases")
    SALES = "sales", _("Sales")
    MISCELLANEOUS = "miscellaneous", pgettext_lazy("archive", "Miscellaneous")


class Channel(models.TextChoices):
    """By which way a document came."""

    UPLOAD = "upload", _("Upload")
    CAMERA = "camera", _("Camera")
    MAIL = "mail", pgettext_lazy("channel", "E-mail")
    FOLDER = "folder", _("Watched folder")
    API = "api", _("Program")
    BOOKS = "books", _("Books")
    SPLIT = "split", _("Split")
    MERGE = "merge", _("Merge")


class State(models.TextChoices):
    """Where a submission is. Replaced: split, or merged with others, it lives on in what was made of it."""

    MAILBOX = "mailbox", _("In the mailbox")
    SENT = "sent", _("In progress")
    TRANSFERRED = "transfer", _("Transferred, waiting for the books")
    BOOKED = "booked", _("In the archive")
    DELETED = "deleted", _("Deleted")
    REPLACED = "replaced", _("Split or merged")


class Silence(models.TextChoices):
    """Why the sender of an e-mail gets no answer."""

    NOWHERE = "nowhere", _("It names no address to which answers go.")
    ROBOT = "robot", _("A machine or a mailing list sent it.")
    DOUBTFUL = "doubtful", _("Your mail server says that its sender is not who he says.")
    OFTEN = "often", _("Its sender got many answers within the hour.")


UNDER_WAY = (State.SENT, State.TRANSFERRED)
"""What is in progress, as the client sees it."""
