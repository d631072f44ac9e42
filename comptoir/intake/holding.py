"""Whoever changes what was handed in holds the dossier's mailroom first: one after another, and lists are counted anew."""

from django.db.models import F

from comptoir.intake.models import Mailroom


def hold(dossier_id: int | None) -> None:
    """Hold it until the transaction ends, and have the counts of lists made again. Before any row of intake is held."""
    if dossier_id is None:
        return
    rows = Mailroom.objects.filter(dossier_id=dossier_id)
    if not rows.update(version=F("version") + 1):
        Mailroom.objects.get_or_create(dossier_id=dossier_id)
        rows.update(version=F("version") + 1)
