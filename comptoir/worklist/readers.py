"""Who of the client's people and of the firm's gets mails about a document of the worklist."""

from comptoir.firms.access import Access, machine
from comptoir.firms.choices import DOSSIER_RIGHTS, PORTAL_RIGHTS_OF_FIRM, FirmProfile
from comptoir.firms.models import Person
from comptoir.firms.queries import keepers_of_dossier, seats_of_dossier, seats_of_firm
from comptoir.intake.models import Submission


def colleagues(access: Access) -> list[Person]:
    """Who of the firm can be asked about the dossier, by name: those who see it and work on proposals, but oneself."""
    administrators = seats_of_firm(access).filter(profile=FirmProfile.ADMINISTRATOR)
    seats = [*keepers_of_dossier(access), *administrators.select_related("person")]
    people = {seat.person_id: seat.person for seat in seats if "worklist.use" in PORTAL_RIGHTS_OF_FIRM[seat.profile]}
    found = [each for pk, each in people.items() if each.is_active and pk != access.person_id]
    return sorted(found, key=lambda each: (each.name.casefold(), each.pk))


def of_the_client(submission: Submission, access: Access) -> list[Person]:
    """Who handed it in, else all of the client's people who hand in."""
    seats = [seat for seat in seats_of_dossier(access) if "mailbox.use" in DOSSIER_RIGHTS[seat.profile]]
    people = {seat.person_id: seat.person for seat in seats if seat.person.is_active}
    handed_by = submission.handed_by_id
    return [people[handed_by]] if handed_by in people else list(people.values())


def of_the_firm(access: Access) -> list[Person]:
    """Who looks after the dossier, as a client who checks his own documents asks for help."""
    return colleagues(machine(access.firm_id, access.dossier_id, access.name))
