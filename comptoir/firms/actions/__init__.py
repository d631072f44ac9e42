"""Everything that changes firms, dossiers, people, seats and logins."""

from comptoir.firms.actions.account import (
    WrongPassword,
    change_language,
    change_name,
    change_password,
    end_all_sessions,
    end_session,
    want_words,
)
from comptoir.firms.actions.dossiers import (
    CannotChangeDossier,
    assign,
    close_dossier,
    create_dossier,
    reopen_dossier,
    show_financial,
    unassign,
)
from comptoir.firms.actions.firms import CannotCreateFirm, create_firm
from comptoir.firms.actions.invitations import (
    CannotInvite,
    InvitationOver,
    LoginExists,
    accept_as,
    accept_invitation,
    invite,
    make_invitation,
    open_invitation,
    withdraw_invitation,
)
from comptoir.firms.actions.login import WrongLogin, check_login, end_login, start_login
from comptoir.firms.actions.passwords import ResetOver, ask_reset, reset_password, send_reset
from comptoir.firms.actions.seats import (
    CannotChangePeople,
    change_profile,
    enrol,
    give_seat,
    remove_seat,
    set_active,
)

__all__ = [
    "CannotChangeDossier",
    "CannotChangePeople",
    "CannotCreateFirm",
    "CannotInvite",
    "InvitationOver",
    "LoginExists",
    "ResetOver",
    "WrongLogin",
    "WrongPassword",
    "accept_as",
    "accept_invitation",
    "ask_reset",
    "assign",
    "change_language",
    "change_name",
    "change_password",
    "change_profile",
    "check_login",
    "close_dossier",
    "create_dossier",
    "create_firm",
    "end_all_sessions",
    "end_login",
    "end_session",
    "enrol",
    "give_seat",
    "invite",
    "make_invitation",
    "open_invitation",
    "remove_seat",
    "reopen_dossier",
    "reset_password",
    "send_reset",
    "set_active",
    "show_financial",
    "start_login",
    "unassign",
    "want_words",
    "withdraw_invitation",
]
