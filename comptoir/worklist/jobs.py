"""The jobs of the worklist."""

from comptoir.connectors.port import PassingFault
from comptoir.documents.store import NoRoom
from comptoir.firms.access import machine
from comptoir.firms.models import Dossier
from comptoir.jobs.work import Again, Work
from comptoir.kit.words import Refusal
from comptoir.sync.models import PushedBooking
from comptoir.worklist import sittings
from comptoir.worklist.automation import go_by_themselves
from comptoir.worklist.models import Proposal
from comptoir.worklist.proposing import propose, waiting_for_a_proposal
from comptoir.worklist.transferring import give_up, hand_over, settle

PROPOSER = "worklist"
"""Who acts, in the timeline, when the machine proposes."""


def propose_all(work: Work) -> None:
    """Job "worklist.propose": make the proposals that wait in the dossier whose id is in the arguments.

    Those that need nobody, as the dossier says, go on by themselves.
    """
    dossier = Dossier.objects.filter(pk=int(work.arguments["dossier_id"]), closed_at=None).first()
    if dossier is None:
        return
    by = machine(dossier.firm_id, dossier.pk, PROPOSER)
    waiting, made = waiting_for_a_proposal(dossier), []
    for place, submission in enumerate(waiting):
        made.append(propose(submission, by=by, at=work.now()))
        work.progress(place + 1, len(waiting))
    go_by_themselves(dossier, [each for each in made if each is not None], by=by, at=work.now())


def hand_over_booking(work: Work) -> None:
    """Job "worklist.hand_over": stamp the document of the proposal whose id is in the arguments, and ask for its booking."""
    found = Proposal.objects.select_related("submission__document", "submission__original", "dossier", "journal")
    proposal = found.filter(pk=int(work.arguments["proposal_id"])).first()
    if proposal is None:
        return
    by = machine(proposal.dossier.firm_id, proposal.dossier_id, PROPOSER)
    try:
        hand_over(proposal, by=by, at=work.now())
    except (NoRoom, PassingFault) as fault:
        if not work.last_attempt:
            raise Again(text=str(fault)) from fault
        give_up(proposal, fault.sentence, by=by, at=work.now())
    except Refusal as refusal:
        give_up(proposal, refusal.sentence, by=by, at=work.now())


def settle_pushed(work: Work) -> None:
    """Job "worklist.settle": note what became of the booking whose id is in the arguments."""
    pushed = PushedBooking.objects.select_related("dossier").filter(pk=int(work.arguments["pushed_id"])).first()
    if pushed is not None:
        by = machine(pushed.dossier.firm_id, pushed.dossier_id, PROPOSER)
        settle(pushed, by=by, at=work.now())


def clean(work: Work) -> None:
    """Job "worklist.clean", every night: remove sittings that are over."""
    sittings.clean(work.now())
