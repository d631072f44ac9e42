"""The text under which a submission is found: what people say of it, and what was read."""

from comptoir.firms.trigrams import index_of, index_rows
from comptoir.intake.models import Submission
from comptoir.kit.finding import searched
from comptoir.kit.money import text_of

INDEX = index_of(Submission, "search")


def written_for_search(submission: Submission) -> str:
    """Name, sender, comment, tags, partner, number and total, as they are looked for; for the column `search`."""
    cents = submission.total_cents
    total = "" if cents is None else f"{text_of(abs(cents))} {text_of(abs(cents)).replace('.', ',')}"
    of_people = (submission.name, submission.sender, submission.comment, *submission.tags)
    return searched(" ".join(filter(None, (*of_people, submission.partner, submission.number, total))))


def index_search(submission: Submission) -> None:
    """Have the index say what the column says that was just saved; in the same transaction."""
    index_rows(INDEX, [submission.pk])
