"""Access: who acts, for which firm or dossier, with which rights. Handed to every action and every query."""

from dataclasses import dataclass, field

from comptoir.kit.words import Refusal


class NotAllowed(Refusal):
    """The person is known here but the profile does not give this right."""


@dataclass(frozen=True, slots=True)
class Access:
    """One person's (or the machine's) standing in one firm, and in one of its dossiers where `dossier_id` is set.

    `assigned` is None when every dossier of the firm may be seen, else the ids of those that may.
    """

    person_id: int | None
    name: str
    firm_id: int
    dossier_id: int | None = None
    rights: frozenset[str] = field(default_factory=frozenset)
    of_firm: bool = False
    assigned: frozenset[int] | None = frozenset()

    def may(self, right: str) -> bool:
        """Whether this standing gives the right."""
        return right in self.rights

    def demand(self, right: str) -> None:
        """Refuse (NotAllowed) unless this standing gives the right."""
        if right not in self.rights:
            raise NotAllowed("Your profile does not allow this.")


COMMAND_LINE = "command line"
"""Who acts, in the trail, when the administrator of the installation runs a command."""

MACHINE_RIGHTS = frozenset(
    {
        "office.view",
        "office.sync",
        "office.connect",
        "office.dossiers",
        "office.people",
        "office.firm",
        "archive.view",
        "figures.view",
        "payment.view",
        "mailbox.use",
        "worklist.use",
        "worklist.transfer",
    }
)


def machine(firm_id: int, dossier_id: int | None, name: str) -> Access:
    """The standing of the machine itself: nightly jobs and the command line of the administrator."""
    return Access(
        person_id=None,
        name=name,
        firm_id=firm_id,
        dossier_id=dossier_id,
        rights=MACHINE_RIGHTS,
        of_firm=True,
        assigned=None,
    )


@dataclass(frozen=True, slots=True)
class Oneself:
    """Somebody acting on his own login, outside any firm: logging in, changing his password. Gives no right."""

    person_id: int | None
    name: str
    firm_id: None = None
    dossier_id: None = None


def nobody(address: str) -> Oneself:
    """Somebody of whom only the network address is known."""
    return Oneself(None, f"somebody at {address}")
