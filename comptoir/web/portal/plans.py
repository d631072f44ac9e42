"""The lists of the portal by their names: a list that is here has columns to put away and views to save."""

from comptoir.web.portal.archive.plan import PLANS as ARCHIVE
from comptoir.web.portal.filed.plan import PLANS as FILED
from comptoir.web.portal.financial.plan import PLAN as FINANCIAL
from comptoir.web.portal.history.account_plan import GENERAL, MOVES
from comptoir.web.portal.history.general_plan import ACCOUNTS_PLAN
from comptoir.web.portal.history.partner_plan import PLANS as PARTNERS
from comptoir.web.portal.lists.plan import ListPlan
from comptoir.web.portal.mailboxes.rooms import ROOMS

HISTORY = (*PARTNERS.values(), MOVES, ACCOUNTS_PLAN, GENERAL)

LISTS = (*ARCHIVE.values(), *FILED.values(), FINANCIAL, *HISTORY, *(room.plan for room in ROOMS.values()))
PLANS: dict[str, ListPlan] = {plan.name: plan for plan in LISTS}
