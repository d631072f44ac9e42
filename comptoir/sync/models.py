"""Connections of dossiers to their accounting package, the runs over them, and what each run changed."""

from django.db import models
from django.db.models import Q

from comptoir.documents.models import Document
from comptoir.firms.models import Dossier, Firm, Person
from comptoir.firms.scope import DossierQuerySet
from comptoir.sync.choices import ChangeKind, Outcome, PushState, RunKind


class MappingProfile(models.Model):
    """How the tables of an accounting package are written, and which column is what: said once, used by many dossiers.

    `mapping` is plain JSON (see `connectors.csv.mapping`); a connection of the package names the profile by its id.
    """

    firm = models.ForeignKey(Firm, on_delete=models.PROTECT, related_name="mapping_profiles")
    name = models.CharField(max_length=80)
    mapping = models.JSONField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["firm", "name"], name="mapping_profile_name_once")]

    def __str__(self) -> str:
        return self.name


class Connection(models.Model):
    """Where a dossier's books come from: the package, its settings, and the cursor of the last complete reading.

    `sealed` has the secret settings by name, encrypted and bound to this row.
    """

    dossier = models.OneToOneField(Dossier, on_delete=models.PROTECT, related_name="connection")
    package = models.CharField(max_length=20)
    settings = models.JSONField(default=dict)
    sealed = models.JSONField(default=dict)
    cursor = models.CharField(max_length=200, blank=True)
    nightly = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    objects = DossierQuerySet["Connection"].as_manager()

    def __str__(self) -> str:
        return f"{self.package} of {self.dossier}"


class Run(models.Model):
    """One synchronisation: who asked, what was read, how it ended.

    `reason` is a Sentence and `place` where in the source (file, line, column) when it was refused or failed; `counts`
    has read, added, changed, removed, lettered, unlettered, documents; `findings` are Sentences.
    """

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="runs")
    kind = models.CharField(max_length=10, choices=RunKind)
    full = models.BooleanField()
    done_until = models.DateField(null=True, help_text="the first date, as the accountant gave it")
    removals_confirmed = models.BooleanField(default=False)
    asked_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    asked_name = models.CharField(max_length=200)
    outcome = models.CharField(max_length=10, choices=Outcome, default=Outcome.RUNNING)
    needs_confirmation = models.BooleanField(default=False)
    reason = models.JSONField(null=True)
    place = models.JSONField(null=True)
    counts = models.JSONField(default=dict)
    findings = models.JSONField(default=list)
    read_from = models.DateField(null=True, help_text="the earliest booking read")
    read_to = models.DateField(null=True, help_text="the latest booking read")
    cursor_from = models.CharField(max_length=200, blank=True)
    cursor_to = models.CharField(max_length=200, blank=True)
    job_id = models.BigIntegerField(null=True)
    asked_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    objects = DossierQuerySet["Run"].as_manager()

    class Meta:
        indexes = [models.Index(fields=["dossier", "-id"], name="run_newest")]
        constraints = [
            models.CheckConstraint(
                name="run_first_date_manual_only", condition=Q(done_until=None) | Q(kind=RunKind.MANUAL)
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} run {self.pk} of {self.dossier}"


class Change(models.Model):
    """What a run did to one entry; `fields` has old and new value of each field that changed."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="+", db_index=False)
    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="changes", db_index=False)
    kind = models.CharField(max_length=10, choices=ChangeKind)
    entry_key = models.CharField(max_length=120)
    fiscal_year = models.CharField(max_length=20)
    journal = models.CharField(max_length=20)
    number = models.CharField(max_length=60)
    fields = models.JSONField(default=dict)

    objects = DossierQuerySet["Change"].as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["run", "kind", "id"], name="change_by_run"),
            models.Index(fields=["dossier", "entry_key", "-id"], name="change_by_entry"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.journal} {self.fiscal_year}/{self.number}"


class SeenFile(models.Model):
    """A file that lay with the books: read once, and known again by its name, size and time of change.

    `refusal` is the Sentence that says why it was not kept.
    """

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="+", db_index=False)
    name = models.TextField(help_text="its path below the books' folder; a label, never opened")
    size = models.BigIntegerField()
    changed_ns = models.BigIntegerField(help_text="time of change, nanoseconds since the epoch")
    piece = models.JSONField(null=True, help_text="journal, fiscal year and number, as its name says them")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+", null=True)
    refusal = models.JSONField(null=True)

    objects = DossierQuerySet["SeenFile"].as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["dossier", "name"], name="seen_file_once")]

    def __str__(self) -> str:
        return self.name


class PushedBooking(models.Model):
    """A booking that the dossier's accounting package is asked to make, until the books bring it back.

    `content` is the booking as plain JSON (see `sync.bookings`), `token` its own name for ever. `reason` is the Sentence
    that says why it was refused, or, while it waits, why the last attempt failed. `entry_key` is the key of its entry once
    that is known.
    """

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="pushed_bookings")
    token = models.CharField(max_length=40)
    content = models.JSONField()
    documents = models.ManyToManyField(Document, related_name="+")
    state = models.CharField(max_length=10, choices=PushState, default=PushState.WAITING)
    reason = models.JSONField(null=True)
    number = models.CharField(max_length=60, blank=True)
    entry_key = models.CharField(max_length=120, blank=True)
    asked_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    booked_at = models.DateTimeField(null=True)

    objects = DossierQuerySet["PushedBooking"].as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["dossier", "token"], name="pushed_booking_once")]

    def __str__(self) -> str:
        return f"{self.token} of {self.dossier}"


class Visit(models.Model):
    """How far a person has seen what the runs changed in a dossier.

    `since`: the newest run of the visit before the present one, null at the first; what came after it is told. `seen`:
    the newest run when he last looked.
    """

    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="+", db_index=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    since = models.ForeignKey(Run, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False)
    seen = models.ForeignKey(Run, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False)
    looked_at = models.DateTimeField()

    objects = DossierQuerySet["Visit"].as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["dossier", "person"], name="visit_once")]

    def __str__(self) -> str:
        return f"{self.person} in {self.dossier}"
