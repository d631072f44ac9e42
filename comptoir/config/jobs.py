"""Which name runs what: the one register of jobs."""

from comptoir.archive import jobs as archive
from comptoir.documents import jobs as documents
from comptoir.firms import jobs as firms
from comptoir.jobs import cleaning
from comptoir.jobs.work import JobFunction
from comptoir.notices import jobs as notices
from comptoir.sync import jobs as sync

JOBS: dict[str, JobFunction] = {
    "archive.remind": archive.remind,
    "documents.clean": documents.clean,
    "documents.render": documents.render,
    "documents.render_missing": documents.render_missing,
    "firms.clean": firms.clean,
    "firms.send_reset": firms.send_reset,
    "jobs.clean": cleaning.clean,
    "notices.send": notices.send,
    "sync.nightly": sync.start_nightly_runs,
    "sync.push": sync.push,
    "sync.run": sync.run,
}
