"""Addresses of the portal door."""

from django.urls import path, register_converter

from comptoir.web.portal.archive import views
from comptoir.web.portal.changes import views as changes
from comptoir.web.portal.documents import files
from comptoir.web.portal.filed import views as filed
from comptoir.web.portal.financial import views as financial
from comptoir.web.portal.help import views as help_pages
from comptoir.web.portal.history import account, general, partners, statement
from comptoir.web.portal.home import views as home
from comptoir.web.portal.lists import views as lists
from comptoir.web.portal.mailing import views as mailing
from comptoir.web.portal.picking import files as picked_files
from comptoir.web.portal.picking import views as picking
from comptoir.web.portal.reports import due, result, trial
from comptoir.web.portal.reports import views as reports

register_converter(filed.Tab, "filed")

app_name = "portal"
urlpatterns = [
    path("", home.home, name="home"),
    path("archive/", views.archive, name="archive"),
    path("archive/partners", views.names, name="archive_names"),
    path("archive/sales/mail/", mailing.compose, name="mail"),
    path("archive/sales/mail/<str:key>/", mailing.sent, name="mail_sent"),
    path("archive/sales/links/<int:pk>/revoke", mailing.revoke, name="link_revoke"),
    path("archive/<filed:tab>/", filed.filed_tab, name="filed_tab"),
    path("archive/<filed:tab>/new/", filed.new, name="filed_new"),
    path("archive/<filed:tab>/<int:pk>/", filed.opened, name="filed_opened"),
    path("archive/<filed:tab>/<int:pk>/handled", filed.handled, name="filed_handled"),
    path("archive/<filed:tab>/<int:pk>/change/", filed.change, name="filed_change"),
    path("archive/<filed:tab>/<int:pk>/place", filed.place, name="filed_place"),
    path("archive/<str:tab>/", views.archive_tab, name="archive_tab"),
    path("archive/<str:tab>/picked/handled", picking.handled, name="picked_handled"),
    path("archive/<str:tab>/picked/unhandled", picking.unhandled, name="picked_unhandled"),
    path("archive/<str:tab>/picked/documents.zip", picked_files.documents, name="picked_documents"),
    path("archive/<str:tab>/picked/list", picked_files.as_list, name="picked_list"),
    path("archive/<str:tab>/picked/mail", picked_files.mail, name="picked_mail"),
    path("archive/<str:tab>/picked/undo", picking.undo, name="picked_undo"),
    path("archive/<str:tab>/<int:pk>/", views.opened, name="archive_opened"),
    path("archive/<str:tab>/<int:pk>/handled", views.handled, name="archive_handled"),
    path("changes/", changes.changes, name="changes"),
    path("changes/<int:pk>/<str:kind>/", changes.changes_of_run, name="changes_of_run"),
    path("financial/", financial.financial, name="financial"),
    path("financial/<int:pk>/", financial.opened, name="financial_opened"),
    path("lists/<str:of_list>/look", lists.look, name="list_look"),
    path("documents/<int:pk>/file", files.document_file, name="document_file"),
    path("documents/<int:pk>/pages/<int:number>.webp", files.page_picture, name="page_picture"),
    path("documents/<int:pk>/pages/<int:number>/words", files.page_words, name="page_words"),
    path("history/", partners.history, name="history"),
    path("history/accounts/", general.accounts, name="history_accounts"),
    path("history/accounts/<int:pk>/", general.general_account, name="history_account"),
    path("history/accounts/<int:pk>/entries/<int:entry>/", general.general_entry, name="history_account_entry"),
    path("history/<str:role>/", partners.partners, name="history_partners"),
    path("history/<str:role>/<int:pk>/", account.partner_account, name="history_partner"),
    path("history/<str:role>/<int:pk>/statement", statement.statement, name="history_statement"),
    path("history/<str:role>/<int:pk>/entries/<int:entry>/", account.partner_entry, name="history_partner_entry"),
    path("help/", help_pages.questions, name="help"),
    path("help/guide.pdf", help_pages.guide, name="guide"),
    path("reports/", reports.reports, name="reports"),
    path("reports/due/<str:role>/", due.due, name="report_due"),
    path("reports/trial/", trial.trial, name="report_trial"),
    path("reports/result/", result.result, name="report_result"),
    path("lists/<str:of_list>/views/", lists.views, name="list_views"),
    path("lists/<str:of_list>/views/<int:pk>/", lists.view, name="list_view"),
]
