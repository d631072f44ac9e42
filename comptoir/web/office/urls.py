"""Addresses of the office door."""

from django.urls import path

from comptoir.web.office.booking import views as booking
from comptoir.web.office.categories import views as categories
from comptoir.web.office.configuration import views as configuration
from comptoir.web.office.connection import views as connection
from comptoir.web.office.connection.mapping import views as mapping
from comptoir.web.office.costs import views as costs
from comptoir.web.office.dossiers import views as dossiers
from comptoir.web.office.firm import views as firm
from comptoir.web.office.letters import views as letters
from comptoir.web.office.mail import account as mail_account
from comptoir.web.office.mail import letters as mail_letters
from comptoir.web.office.people import dossier_views as people
from comptoir.web.office.people import firm_views as colleagues
from comptoir.web.office.questions import views as questions
from comptoir.web.office.runs import views as runs

ONE = "dossiers/<int:dossier>/"

app_name = "office"
urlpatterns = [
    path("", dossiers.dossiers, name="dossiers"),
    path("dossiers/closed/", dossiers.dossiers, {"closed": True}, name="closed"),
    path("dossiers/new/", dossiers.new, name="new"),
    path(ONE, dossiers.dossier, name="dossier"),
    path(f"{ONE}close/", dossiers.close, name="close"),
    path(f"{ONE}configuration/", configuration.configuration, name="configuration"),
    path(f"{ONE}configuration/financial/", configuration.financial, name="configure_financial"),
    path(f"{ONE}configuration/figures/", configuration.figures, name="configure_figures"),
    path(f"{ONE}configuration/journals/", configuration.journals, name="configure_journals"),
    path(f"{ONE}configuration/banks/", configuration.banks, name="configure_banks"),
    path(f"{ONE}configuration/accounts/", configuration.accounts, name="configure_accounts"),
    path(f"{ONE}booking/", booking.booking, name="booking"),
    path(f"{ONE}booking/numbers/", booking.numbers, name="booking_numbers"),
    path(f"{ONE}booking/rules/<int:pk>/remove/", booking.removed_rule, name="remove_rule"),
    path(f"{ONE}connection/", connection.connection, name="connection"),
    path(f"{ONE}connection/test/", connection.test, name="connection_test"),
    path(f"{ONE}connection/mapping/", mapping.mapping, name="mapping"),
    path(f"{ONE}connection/mapping/<int:pk>/", mapping.profile, name="mapping_profile"),
    path(f"{ONE}journals/<int:pk>/", connection.journal, name="journal"),
    path(f"{ONE}synchronise/", runs.synchronise, name="synchronise"),
    path(f"{ONE}runs/", runs.runs, name="runs"),
    path(f"{ONE}runs/<int:pk>/", runs.run, name="run"),
    path(f"{ONE}runs/<int:pk>/progress/", runs.progress, name="progress"),
    path(f"{ONE}runs/<int:pk>/confirm/", runs.confirm, name="confirm"),
    path(f"{ONE}mails/", mail_letters.letters, name="letters"),
    path(f"{ONE}mails/<int:pk>/original", mail_letters.original, name="letter_original"),
    path(f"{ONE}people/invite/", people.invite, name="invite"),
    path(f"{ONE}people/<int:pk>/", people.seat, name="seat"),
    path(f"{ONE}people/<int:pk>/remove/", people.remove_seat, name="remove_seat"),
    path(f"{ONE}invitations/<int:pk>/withdraw/", people.withdraw, name="withdraw"),
    path(f"{ONE}keepers/", people.keep, name="keep"),
    path(f"{ONE}keepers/<int:pk>/remove/", people.let_go, name="let_go"),
    path(f"{ONE}templates/", letters.dossier_texts, name="dossier_templates"),
    path("firm/", firm.firm, name="firm"),
    path("firm/logo/", firm.logo, name="firm_logo"),
    path("firm/options/", firm.options, name="firm_options"),
    path("firm/mail/", mail_account.account, name="mail_account"),
    path("firm/mail/fetch/", mail_account.fetched, name="mail_fetched"),
    path("firm/mail/remove/", mail_account.removed, name="mail_removed"),
    path("templates/", letters.firm_texts, name="templates"),
    path(f"{ONE}categories/", categories.dossier_categories, name="dossier_categories"),
    path(f"{ONE}categories/<int:pk>/", categories.dossier_category, name="dossier_category"),
    path("categories/", categories.categories, name="categories"),
    path(f"{ONE}categories/costs/", costs.dossier_costs, name="dossier_costs"),
    path(f"{ONE}categories/costs/<int:pk>/", costs.dossier_cost, name="dossier_cost"),
    path("categories/costs/", costs.costs, name="costs"),
    path("categories/costs/<int:pk>/", costs.cost, name="cost"),
    path("categories/<int:pk>/", categories.category, name="category"),
    path("questions/", questions.questions, name="questions"),
    path("questions/<int:pk>/", questions.question, name="question"),
    path("people/", colleagues.people, name="people"),
    path("people/invite/", colleagues.invite, name="invite_colleague"),
    path("people/<int:pk>/", colleagues.seat, name="colleague"),
    path("people/<int:pk>/remove/", colleagues.remove_seat, name="remove_colleague"),
    path("people/<int:pk>/dossiers/", colleagues.give_dossier, name="give_dossier"),
    path("people/<int:pk>/dossiers/<int:dossier>/remove/", colleagues.take_dossier, name="take_dossier"),
    path("people/invitations/<int:pk>/withdraw/", colleagues.withdraw, name="withdraw_colleague"),
]
