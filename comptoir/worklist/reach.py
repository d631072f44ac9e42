"""Which proposals of a dossier somebody checks: the firm all of them, the client those that are left to him."""

from django.db.models import Q, QuerySet

from comptoir.firms.access import Access
from comptoir.firms.choices import Validation
from comptoir.firms.models import Dossier
from comptoir.worklist.models import Proposal, WorklistSettings


def within_reach(access: Access) -> "QuerySet[Proposal]":
    """The proposals of the dossier of this access that this person may check; none without the right."""
    rows = Proposal.objects.visible_to(access)
    if not access.may("worklist.use"):
        return rows.none()
    if access.of_firm:
        return rows
    dossier = Dossier.objects.visible_to(access).get()
    if dossier.validated_by == Validation.HYBRID:
        chosen = WorklistSettings.objects.filter(dossier=dossier).first() or WorklistSettings()
        return rows.filter(Q(journal__code__in=chosen.client_journals) | Q(partner__key__in=chosen.client_partners))
    return rows
