"""Saying from which mailbox at a provider the firm's e-mails are fetched."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction

from comptoir.audit.trail import record
from comptoir.firms.access import Access
from comptoir.firms.models import Firm
from comptoir.firms.sealing import seal
from comptoir.intake.fetching import ask_to_fetch
from comptoir.intake.imap import KIND
from comptoir.intake.models import MailAccount
from comptoir.kit.hosts import canonical, demand_named
from comptoir.kit.words import Refusal


class CannotSave(Refusal):
    """These cannot be the settings; the sentence says why."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Where the e-mails lie. `password` is "" for the one that is known."""

    host: str
    port: int
    user: str
    password: str
    folder: str
    kept_folder: str


@transaction.atomic
def save_account(wanted: Wanted, *, by: Access, at: datetime) -> MailAccount:
    """Fetch from there from now on, at once for the first time.

    Where server or user change, the password is typed again and no e-mail was seen yet. Refuses (NotAllowed, CannotSave,
    HostNotNamed).
    """
    by.demand("office.firm")
    host = _host(wanted)
    firm = Firm.objects.select_for_update().get(pk=by.firm_id)
    account = MailAccount.objects.filter(firm=firm).first() or MailAccount(firm=firm)
    elsewhere = (account.host, account.port, account.user) != (host, wanted.port, wanted.user)
    if not wanted.password and (elsewhere or not account.sealed):
        raise CannotSave("Type the password: it is for another server or user than the one that is known.")
    if elsewhere or account.folder != wanted.folder:
        account.uid_validity, account.last_uid = None, 0
    account.host, account.port, account.user = host, wanted.port, wanted.user
    account.folder, account.kept_folder = wanted.folder, wanted.kept_folder
    account.next_at, account.failures, account.fault = at, 0, None
    account.save()
    if wanted.password:
        account.sealed = seal(wanted.password, kind=KIND, row=account.pk, name="password")
        account.save(update_fields=["sealed"])
    record("intake.account_saved", account, by=by, at=at, host=host, user=wanted.user, folder=wanted.folder)
    ask_to_fetch(account, at=at)
    return account


@transaction.atomic
def fetch_now(*, by: Access, at: datetime) -> None:
    """Fetch at once, however long it would be left alone. Refuses NotAllowed."""
    by.demand("office.firm")
    for account in MailAccount.objects.filter(firm_id=by.firm_id):
        ask_to_fetch(account, at=at)


@transaction.atomic
def remove_account(*, by: Access, at: datetime) -> None:
    """Fetch no more, and forget the password; what was taken in stays. Refuses NotAllowed."""
    by.demand("office.firm")
    for account in MailAccount.objects.filter(firm_id=by.firm_id):
        record("intake.account_removed", account, by=by, at=at, host=account.host, user=account.user)
        account.delete()


def account_of(access: Access) -> MailAccount | None:
    """The firm's mailbox at a provider, None where it has none."""
    return MailAccount.objects.filter(firm_id=access.firm_id).first()


def _host(wanted: Wanted) -> str:
    """The host as it is compared, one of those that may be asked."""
    if wanted.folder == wanted.kept_folder:
        raise CannotSave("E-mails that were taken in go to another folder than the one that is read.")
    try:
        host = canonical(wanted.host.strip())
    except ValueError:
        raise CannotSave("“%(host)s” is not the name of a server.", host=wanted.host) from None
    demand_named(host, wanted.port, frozenset(settings.MAIL_HOSTS))
    return host
