"""Mails as rows: written in the transaction that causes them, sent by a job, kept with their outcome."""

from django.db import models


class MailState(models.TextChoices):
    """What became of a mail: refused is the word of the recipient's server, given up the end of our own attempts.

    Unsure: the connection broke off while the mail was handed over, and a mail that must not go twice is not tried
    again. Stopped: called back before it went.
    """

    WAITING = "waiting", "waiting"
    SENT = "sent", "sent"
    REFUSED = "refused", "refused"
    FAILED = "failed", "given up"
    UNSURE = "unsure", "unsure"
    STOPPED = "stopped", "stopped"


class Mail(models.Model):
    """One mail to one person. `secret` must not outlive the sending (a one-time link); it is blanked then.

    `is_answer`: no person wrote it, and none is to answer it; it goes without a sender, so that nothing comes back.
    `once`: rather not at all than twice. `begun_at` then says that the mail server may have it already.
    """

    message_id = models.CharField(max_length=200, unique=True)
    recipient = models.EmailField(max_length=254)
    subject = models.CharField(max_length=200)
    body = models.TextField(help_text="plain text; {link} stands for the secret link")
    secret = models.TextField(blank=True)
    sender_name = models.CharField(max_length=200, blank=True, help_text="beside the installation's own address")
    reply_to = models.CharField(max_length=254, blank=True)
    is_answer = models.BooleanField(default=False)
    in_reply_to = models.CharField(max_length=300, blank=True, help_text="the Message-ID of what it answers")
    once = models.BooleanField(default=False)
    begun_at = models.DateTimeField(null=True)
    firm_id = models.BigIntegerField(null=True)
    dossier_id = models.BigIntegerField(null=True)
    state = models.CharField(max_length=10, choices=MailState, default=MailState.WAITING)
    error = models.TextField(blank=True, help_text="what the mail server said last, unless it took the mail")
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.subject} → {self.recipient} ({self.state})"
