"""Which name runs what: the one register of jobs."""

from comptoir.archive import jobs as archive
from comptoir.documents import jobs as documents
from comptoir.firms import jobs as firms
from comptoir.intake import jobs as intake
from comptoir.jobs import cleaning
from comptoir.jobs.work import JobFunction
from comptoir.notices import jobs as notices
from comptoir.sync import jobs as sync
from comptoir.worklist import jobs as worklist

JOBS: dict[str, JobFunction] = {
    "archive.remind": archive.remind,
    "documents.clean": documents.clean,
    "documents.recognise": documents.recognise,
    "documents.recognise_missing": documents.recognise_missing,
    "documents.scan": documents.scan_document,
    "documents.scan_waiting": documents.scan_waiting,
    "documents.render": documents.render,
    "documents.render_missing": documents.render_missing,
    "firms.clean": firms.clean,
    "firms.send_reset": firms.send_reset,
    "intake.fetch": intake.fetch_mail,
    "intake.fetch_mail": intake.ask_to_fetch_mail,
    "intake.folders": intake.watch_folders,
    "intake.open_letter": intake.open_mail,
    "intake.read": intake.read_submission,
    "intake.recognise": intake.recognise_submission,
    "intake.uploads": intake.tidy_uploads,
    "jobs.clean": cleaning.clean,
    "notices.send": notices.send,
    "sync.nightly": sync.start_nightly_runs,
    "sync.push": sync.push,
    "sync.run": sync.run,
    "worklist.clean": worklist.clean,
    "worklist.hand_over": worklist.hand_over_booking,
    "worklist.propose": worklist.propose_all,
    "worklist.settle": worklist.settle_pushed,
}
