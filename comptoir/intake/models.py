"""What is handed in: submissions, the mailboxes' settings, e-mails as they came, uploads under way, files in folders."""

from django.db import models
from django.db.models import Case, F, Q, When

from comptoir.documents.models import Document
from comptoir.firms.choices import Language
from comptoir.firms.models import Dossier, Firm, Person
from comptoir.firms.scope import DossierQuerySet
from comptoir.intake.choices import Channel, Mailbox, Silence, State
from comptoir.notices.models import Mail


class Submission(models.Model):
    """A document as it was handed in, from its arrival until it is booked. Its timeline is its lines in the trail.

    `original` is what was received, byte for byte; `document` what is looked at and booked: the same, until pages are
    turned. `tab` is where the document history has it, untyped ones among the miscellaneous. `evidence_of`: it tells the
    same invoice as that one, which is the card's head, and stays as evidence. `partner`, `number`, `dated_on`,
    `total_cents` and `currency` are what reading found; `key` is equal for submissions that tell the same invoice, "" when
    too little is known.
    """

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="submissions", db_index=False)
    original = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="submissions")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    mailbox = models.CharField(max_length=15, choices=Mailbox)
    tab = models.GeneratedField(
        expression=Case(When(mailbox="untyped", then=models.Value("miscellaneous")), default=F("mailbox")),
        output_field=models.CharField(max_length=15),
        db_persist=True,
    )
    state = models.CharField(max_length=10, choices=State, default=State.MAILBOX)
    name = models.CharField(max_length=200)
    channel = models.CharField(max_length=10, choices=Channel)
    sender = models.CharField(max_length=254, help_text="who handed it in, in words: a name, an e-mail address")
    handed_by = models.ForeignKey(Person, on_delete=models.SET_NULL, related_name="+", null=True, db_index=False)
    arrived_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True, help_text="when it was booked, deleted or replaced")
    journal = models.CharField(max_length=20, blank=True, help_text="code of the journal that the client chose")
    comment = models.TextField(blank=True, help_text="how it is to be booked, in the client's words")
    tags = models.JSONField(default=list, help_text="a list of words")
    pages = models.PositiveIntegerField(null=True, help_text="null until it was read")
    sheets = models.JSONField(
        default=list,
        help_text="the original's pages that the document has, each with its quarter turns; [] for all as they came",
    )
    partner = models.CharField(max_length=200, blank=True, help_text="the other company's name")
    number = models.CharField(max_length=120, blank=True)
    dated_on = models.DateField(null=True)
    total_cents = models.BigIntegerField(null=True, help_text="in the currency of the document; credit notes negative")
    currency = models.CharField(max_length=3, blank=True)
    key = models.CharField(max_length=120, blank=True)
    read_at = models.DateTimeField(null=True)
    made_from = models.ForeignKey("self", on_delete=models.PROTECT, related_name="parts", null=True)
    replaced_by = models.ForeignKey("self", on_delete=models.PROTECT, related_name="sources", null=True)
    evidence_of = models.ForeignKey(
        "self", on_delete=models.PROTECT, related_name="evidence", null=True, db_index=False
    )
    kept_apart = models.JSONField(default=list, help_text="ids of submissions that somebody said are not the same")
    search = models.TextField(blank=True)

    objects = DossierQuerySet["Submission"].as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["dossier", "original"], name="submission_once_per_file")]
        indexes = [
            models.Index(
                fields=["dossier", "state", "mailbox", "-arrived_at", "-id"],
                name="submission_mailbox",
                condition=Q(evidence_of=None),
            ),
            models.Index(fields=["dossier", "state", "-sent_at", "-id"], name="submission_sent"),
            models.Index(fields=["dossier", "tab", "-arrived_at", "-id"], name="submission_history"),
            models.Index(fields=["dossier", "tab", "state", "-arrived_at", "-id"], name="submission_history_state"),
            models.Index(fields=["dossier", "tab", "channel", "-arrived_at", "-id"], name="submission_channel"),
            models.Index(fields=["dossier", "tab", "total_cents"], name="submission_amount"),
            models.Index(fields=["dossier"], name="submission_unread", condition=Q(read_at=None)),
            models.Index(fields=["evidence_of"], name="submission_evidence", condition=Q(evidence_of__isnull=False)),
            models.Index(fields=["dossier", "key"], name="submission_key", condition=~Q(key="")),
        ]

    def __str__(self) -> str:
        return self.name


class Mailroom(models.Model):
    """All that was handed in to a dossier, as a whole: held while any of it changes (`holding.hold`).

    `version` grows with every change that a list could show.
    """

    dossier = models.OneToOneField(Dossier, on_delete=models.PROTECT, related_name="mailroom")
    version = models.BigIntegerField(default=0)

    objects = DossierQuerySet["Mailroom"].as_manager()

    def __str__(self) -> str:
        return f"mailroom of {self.dossier}"


class MailboxSettings(models.Model):
    """How a dossier's mailboxes behave. `secret` is the part of their e-mail addresses that nobody can guess."""

    dossier = models.OneToOneField(Dossier, on_delete=models.PROTECT, related_name="mailbox_settings")
    secret = models.CharField(max_length=20, unique=True)
    forwards = models.JSONField(default=list, help_text="the mailboxes whose documents are sent on at once")

    objects = DossierQuerySet["MailboxSettings"].as_manager()

    def __str__(self) -> str:
        return f"mailboxes of {self.dossier}"


class Letter(models.Model):
    """An e-mail as it came for a mailbox: its bytes are a document; `outcome` says what became of each attachment.

    Once it was opened, its sender gets one answer in `language`, or none: then `silence` says why.
    """

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="letters", db_index=False)
    raw = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    mailbox = models.CharField(max_length=15, choices=Mailbox)
    language = models.CharField(max_length=2, choices=Language, help_text="of the address that it was sent to")
    sender = models.CharField(max_length=254, blank=True, help_text="the address in From")
    envelope = models.CharField(max_length=254, blank=True, help_text="the address of the envelope; empty for bounces")
    subject = models.CharField(max_length=200, blank=True)
    message_id = models.CharField(max_length=300, blank=True)
    verdict = models.TextField(blank=True, help_text="what our own mail server says of the sender (SPF, DKIM, DMARC)")
    received_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    answer = models.OneToOneField(Mail, on_delete=models.PROTECT, related_name="+", null=True)
    silence = models.CharField(max_length=10, choices=Silence, blank=True)
    outcome = models.JSONField(default=list)
    refused = models.PositiveIntegerField(default=0, help_text="how many of the attachments were not received")

    objects = DossierQuerySet["Letter"].as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["dossier", "mailbox", "raw"], name="letter_once_per_mailbox")]
        indexes = [models.Index(fields=["dossier", "-received_at", "-id"], name="letter_arrival")]

    def __str__(self) -> str:
        return self.subject or self.message_id


class MailAccount(models.Model):
    """The firm's mailbox at a mail provider, from which e-mails for mailboxes are fetched by IMAP.

    `sealed` has the password, encrypted and bound to this row. Of the folder's e-mails those up to `last_uid` were seen,
    as long as it has the same `uid_validity`. `fault` is the Sentence that says why the last `failures` attempts failed.
    """

    firm = models.OneToOneField(Firm, on_delete=models.PROTECT, related_name="mail_account")
    host = models.CharField(max_length=200)
    port = models.PositiveIntegerField(default=993)
    user = models.CharField(max_length=200)
    sealed = models.TextField(blank=True)
    folder = models.CharField(max_length=200, default="INBOX")
    kept_folder = models.CharField(max_length=200, default="Comptoir", help_text="where e-mails go that were taken in")
    uid_validity = models.BigIntegerField(null=True)
    last_uid = models.BigIntegerField(default=0)
    next_at = models.DateTimeField()
    fetched_at = models.DateTimeField(null=True, help_text="when it last worked")
    failures = models.PositiveIntegerField(default=0)
    fault = models.JSONField(null=True)

    def __str__(self) -> str:
        return f"{self.user} at {self.host}"


class Stray(models.Model):
    """An e-mail in such a mailbox that is left where it is: for no mailbox of the firm, or not to be kept."""

    account = models.ForeignKey(MailAccount, on_delete=models.CASCADE, related_name="strays", db_index=False)
    uid_validity = models.BigIntegerField()
    uid = models.BigIntegerField()
    sender = models.CharField(max_length=254, blank=True)
    subject = models.CharField(max_length=200, blank=True)
    reason = models.JSONField(help_text="a Sentence")
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "uid_validity", "uid"], name="stray_once")]
        indexes = [models.Index(fields=["account", "-seen_at", "-id"], name="stray_newest")]

    def __str__(self) -> str:
        return self.subject or f"e-mail {self.uid}"


class Upload(models.Model):
    """A file that is being sent in pieces: `received` bytes of `size` lie in the store's folder of unfinished files.

    When the last piece is there it becomes a submission, or a `refusal` (a Sentence); `known`: it was there already.
    """

    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="uploads")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    token = models.UUIDField(unique=True)
    mailbox = models.CharField(max_length=15, choices=Mailbox)
    channel = models.CharField(max_length=10, choices=Channel, default=Channel.UPLOAD)
    name = models.CharField(max_length=200)
    size = models.BigIntegerField()
    received = models.BigIntegerField(default=0)
    created_at = models.DateTimeField()
    touched_at = models.DateTimeField()
    outcome = models.JSONField(null=True, help_text="when it is whole: what became of it, as `taking.Taken` tells it")

    objects = DossierQuerySet["Upload"].as_manager()

    def __str__(self) -> str:
        return f"{self.name}: {self.received} of {self.size}"


class FolderFile(models.Model):
    """A file that lies in a watched folder, until it is moved away: what was seen of it, and what was done.

    `mark` tells it from any other file, and from itself when it changes. `outcome`: handed in or refused, and only to be
    moved; `trouble` (a Sentence) why that, or handing it in, did not work at `tried_at`.
    """

    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="+", db_index=False)
    path = models.TextField(help_text="below the firm's folder, as people read it")
    mark = models.CharField(max_length=100)
    seen_at = models.DateTimeField(help_text="since when it is as it is")
    tried_at = models.DateTimeField(null=True)
    outcome = models.JSONField(null=True, help_text="what became of it, as `taking.Taken` tells it")
    trouble = models.JSONField(null=True)

    objects = DossierQuerySet["FolderFile"].as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["dossier", "path"], name="folder_file_once")]

    def __str__(self) -> str:
        return self.path
