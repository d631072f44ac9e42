"""Addresses of the portal door."""

from django.urls import path, register_converter

from comptoir.web.portal.archive import views
from comptoir.web.portal.changes import views as changes
from comptoir.web.portal.documents import files
from comptoir.web.portal.filed import views as filed
from comptoir.web.portal.financial import views as financial
from comptoir.web.portal.handing import page as handing
from comptoir.web.portal.handing import photographs, tus
from comptoir.web.portal.help import views as help_pages
from comptoir.web.portal.history import account, general, partners, statement
from comptoir.web.portal.home import views as home
from comptoir.web.portal.lists import views as lists
from comptoir.web.portal.mailboxes import acts, together
from comptoir.web.portal.mailboxes import settings as mailbox_settings
from comptoir.web.portal.mailboxes import views as mailboxes
from comptoir.web.portal.mailing import views as mailing
from comptoir.web.portal.pages import views as sheets
from comptoir.web.portal.picking import files as picked_files
from comptoir.web.portal.picking import views as picking
from comptoir.web.portal.reports import due, result, trial
from comptoir.web.portal.reports import views as reports
from comptoir.web.portal.worklist import asking, duplicates, notbooked, transferring, underway
from comptoir.web.portal.worklist import together as proposals
from comptoir.web.portal.worklist import views as worklist

register_converter(filed.Tab, "filed")
register_converter(mailboxes.Box, "box")
register_converter(mailboxes.Tab, "tab")
register_converter(worklist.Side, "side")

app_name = "portal"
urlpatterns = [
    path("", home.home, name="home"),
    path("worklist/", worklist.first, name="worklist_first"),
    path("worklist/miscellaneous/", notbooked.listed, name="not_booked"),
    path("worklist/miscellaneous/<int:pk>/", notbooked.document, name="process"),
    path("worklist/miscellaneous/<int:pk>/back", notbooked.back, name="process_back"),
    path("worklist/<side:side>/", worklist.worklist, name="worklist"),
    path("worklist/<side:side>/transfer/", transferring.transferred, name="transfer"),
    path("worklist/<side:side>/picked/done", proposals.done, name="proposals_done"),
    path("worklist/<side:side>/picked/change/", proposals.changed, name="proposals_changed"),
    path("worklist/<side:side>/picked/back/", proposals.sent_back, name="proposals_sent_back"),
    path("worklist/<side:side>/transferred/", underway.listed, name="transferred"),
    path("worklist/<side:side>/<int:pk>/", worklist.proposal, name="proposal"),
    path("worklist/<side:side>/<int:pk>/twins/<slug:which>/", duplicates.duplicate, name="duplicate"),
    path("worklist/<side:side>/<int:pk>/ask", asking.asked, name="ask"),
    path("questions/", asking.questions, name="questions"),
    path("questions/<int:pk>/answer", asking.answered, name="answer"),
    path("questions/<int:pk>/withdraw", asking.withdrawn, name="withdraw"),
    path("worklist/<side:side>/<int:pk>/here", worklist.here, name="proposal_here"),
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
    path("mailboxes/", mailboxes.mailboxes, name="mailboxes"),
    path("mailboxes/documents/<int:pk>/said", acts.said, name="handed_said"),
    path("mailboxes/documents/<int:pk>/moved", acts.moved, name="handed_moved"),
    path("mailboxes/documents/<int:pk>/sent", acts.sent, name="handed_sent"),
    path("mailboxes/documents/<int:pk>/taken-back", acts.taken_back, name="handed_taken_back"),
    path("mailboxes/documents/<int:pk>/deleted", acts.deleted, name="handed_deleted"),
    path("mailboxes/documents/<int:pk>/back", acts.back, name="handed_back"),
    path("mailboxes/documents/<int:pk>/apart", acts.apart, name="handed_apart"),
    path("mailboxes/documents/<int:pk>/pages/", sheets.pages, name="pages"),
    path("mailboxes/documents/<int:pk>/undone", sheets.undone, name="pages_undone"),
    path("mailboxes/settings/", mailbox_settings.settings, name="mailbox_settings"),
    path("mailboxes/settings/forwards", mailbox_settings.forwards, name="mailbox_forwards"),
    path("mailboxes/settings/renewed", mailbox_settings.renewed, name="mailbox_renewed"),
    path("mailboxes/merge/", sheets.merged, name="merge"),
    path("mailboxes/picked/<str:room>/sent", together.sent, name="handed_sent_together"),
    path("mailboxes/picked/<str:room>/moved", together.moved, name="handed_moved_together"),
    path("mailboxes/picked/<str:room>/deleted", together.deleted, name="handed_deleted_together"),
    path("mailboxes/picked/<str:room>/taken-back", together.taken_back, name="handed_taken_back_together"),
    path("mailboxes/picked/<str:room>/back", together.back, name="handed_back_together"),
    path("mailboxes/picked/<str:room>/undo", together.undo, name="handed_undo"),
    path("mailboxes/picked/<str:room>/documents.zip", together.documents, name="handed_documents"),
    path("mailboxes/picked/<str:room>/list", together.as_list, name="handed_list"),
    path("mailboxes/<box:box>/", mailboxes.mailbox, name="mailbox"),
    path("mailboxes/<box:box>/<int:pk>/", mailboxes.mailbox_opened, name="mailbox_opened"),
    path("in-progress/", mailboxes.progress, name="progress"),
    path("in-progress/<int:pk>/", mailboxes.progress_opened, name="progress_opened"),
    path("document-history/", mailboxes.history, name="handed_history"),
    path("document-history/<tab:tab>/", mailboxes.history_tab, name="handed_history_tab"),
    path("document-history/<tab:tab>/<int:pk>/", mailboxes.history_opened, name="handed_history_opened"),
    path("changes/", changes.changes, name="changes"),
    path("changes/<int:pk>/<str:kind>/", changes.changes_of_run, name="changes_of_run"),
    path("financial/", financial.financial, name="financial"),
    path("financial/<int:pk>/", financial.opened, name="financial_opened"),
    path("lists/<str:of_list>/look", lists.look, name="list_look"),
    path("documents/<int:pk>/file", files.document_file, name="document_file"),
    path("documents/<int:pk>/pages/<int:number>.webp", files.page_picture, name="page_picture"),
    path("documents/<int:pk>/pages/<int:number>/words", files.page_words, name="page_words"),
    path("hand-in/", handing.hand_in, name="hand_in"),
    path("uploads/", tus.uploads, name="uploads"),
    path("uploads/together/", photographs.together, name="uploads_together"),
    path("uploads/<uuid:token>/", tus.upload, name="upload"),
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
