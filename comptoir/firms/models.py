"""Firms, dossiers, people and their seats; invitations and sessions."""

from typing import ClassVar, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models import Q

from comptoir.firms.access import Access
from comptoir.firms.choices import Country, DossierProfile, FirmProfile, Language, Validation


class Firm(models.Model):
    """An accounting firm (bureau comptable, fiduciaire)."""

    name = models.CharField(max_length=120)
    language = models.CharField(max_length=2, choices=Language, default=Language.FRENCH)
    logo = models.BinaryField(default=bytes, blank=True, help_text="PNG, at most 100 kB; empty for none")
    contact = models.TextField(blank=True, help_text="how clients reach the firm, a few lines")
    only_processed = models.BooleanField(default=False, help_text="whether figures stop at the last processed period")
    limited_reporting = models.BooleanField(default=False, help_text="whether payments and open amounts are hidden")
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class PersonManager(BaseUserManager["Person"]):
    """Finds people by their login."""

    def by_email(self, email: str) -> "Person | None":
        """The person with that login, however its case was typed."""
        return self.filter(email=normal_email(email)).first()


def normal_email(email: str) -> str:
    """The one spelling under which a login is stored and compared: trimmed, lower case.

    Letters beyond ASCII stay as they are: some of them turn into ASCII ones when lowered, and would then be another's.
    """
    email = email.strip()
    return email.lower() if email.isascii() else email


class Person(AbstractBaseUser):
    """Somebody who can log in; one login for any number of seats."""

    email = models.EmailField(max_length=254, unique=True)
    name = models.CharField(max_length=120)
    language = models.CharField(max_length=2, choices=Language, default=Language.FRENCH)
    is_active = models.BooleanField(default=True)
    wants_words = models.BooleanField(default=True, help_text="whether figures come with their explanation in words")
    created_at = models.DateTimeField()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = PersonManager()

    def __str__(self) -> str:
        return self.name or self.email


class DossierFamily(models.QuerySet["Dossier"]):
    """Dossiers, read through the one door."""

    def visible_to(self, access: Access) -> Self:
        """The firm's dossiers that this access may see, or the single one for which it was given."""
        if access.dossier_id is not None:
            return self.filter(pk=access.dossier_id)
        if not access.of_firm:
            return self.none()
        of_firm = self.filter(firm_id=access.firm_id)
        return of_firm if access.assigned is None else of_firm.filter(pk__in=access.assigned)

    def open(self) -> Self:
        """Those that are not closed."""
        return self.filter(closed_at=None)


class Dossier(models.Model):
    """One client company of a firm, known by its enterprise number. Closed means read-only and out of the lists."""

    firm = models.ForeignKey(Firm, on_delete=models.PROTECT, related_name="dossiers")
    name = models.CharField(max_length=120)
    country = models.CharField(max_length=2, choices=Country, default=Country.BELGIUM)
    number = models.CharField(max_length=20, help_text="enterprise number, digits only in Belgium")
    currency = models.CharField(max_length=3, default="EUR")
    shows_financial = models.BooleanField(default=False, help_text="whether the portal shows the bank's transactions")
    only_processed = models.BooleanField(null=True, help_text="the firm's option, null: as the firm says")
    limited_reporting = models.BooleanField(null=True, help_text="the firm's option, null: as the firm says")
    validated_by = models.CharField(
        max_length=10, choices=Validation, default=Validation.FIRM, help_text="who checks booking proposals"
    )
    created_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    objects = DossierFamily.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["firm", "country", "number"], name="dossier_number_once_per_firm", condition=Q(closed_at=None)
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.number})"

    @property
    def client_checks(self) -> bool:
        """Whether the client checks booking proposals, all or some."""
        return self.validated_by in {Validation.CLIENT, Validation.HYBRID}

    @property
    def shows_only_processed(self) -> bool:
        """Whether key figures stop at the last processed period: as said here, else as the firm says."""
        return self.firm.only_processed if self.only_processed is None else self.only_processed

    @property
    def reports_limited(self) -> bool:
        """Whether what is paid and open is hidden from the portal: as said here, else as the firm says."""
        return self.firm.limited_reporting if self.limited_reporting is None else self.limited_reporting


class Seat(models.Model):
    """A person's place: in the firm (no dossier), or in one dossier of the firm, with a profile."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="seats")
    firm = models.ForeignKey(Firm, on_delete=models.CASCADE, related_name="seats")
    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="seats", null=True)
    profile = models.CharField(max_length=20)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "firm"], name="seat_once_per_firm", condition=Q(dossier=None)),
            models.UniqueConstraint(fields=["person", "dossier"], name="seat_once_per_dossier"),
            models.CheckConstraint(
                name="seat_profile_fits_place",
                condition=Q(dossier=None, profile__in=FirmProfile.values)
                | Q(dossier__isnull=False, profile__in=DossierProfile.values),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} as {self.profile}"


class Assignment(models.Model):
    """A dossier that a collaborator or support person of the firm looks after; administrators see all without."""

    seat = models.ForeignKey(Seat, on_delete=models.CASCADE, related_name="assignments")
    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="assignments")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["seat", "dossier"], name="assignment_once")]

    def __str__(self) -> str:
        return f"{self.seat} for {self.dossier}"


class Invitation(models.Model):
    """A one-time link that gives a seat to whoever holds the mailbox. Only the token's hash is stored."""

    token_hash = models.CharField(max_length=64, unique=True)
    email = models.EmailField(max_length=254)
    name = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=2, choices=Language)
    firm = models.ForeignKey(Firm, on_delete=models.CASCADE, related_name="invitations")
    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="invitations", null=True)
    profile = models.CharField(max_length=20)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.email} as {self.profile}"


class Attempts(models.Model):
    """How often something that is limited happened within one window; one upsert counts it for all processes."""

    key = models.CharField(max_length=200)
    window = models.BigIntegerField(help_text="when the window starts, seconds since the epoch")
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "window"], name="attempts_once_per_window")]

    def __str__(self) -> str:
        return f"{self.key}: {self.count}"


class Session(AbstractBaseSession):
    """A login on one device, listed to its person and ended by him."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, null=True, related_name="sessions")
    created_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    device = models.CharField(max_length=200, blank=True, help_text="the browser's own words")


class ApiToken(models.Model):
    """A personal key with which a program acts as its person, in the dossiers that it names. Only its hash is stored."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=80)
    token_hash = models.CharField(max_length=64, unique=True)
    dossiers = models.ManyToManyField(Dossier, related_name="+")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "name"], name="token_name_once_per_person", condition=Q(revoked_at=None)
            )
        ]

    def __str__(self) -> str:
        return self.name
