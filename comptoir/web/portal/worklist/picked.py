"""Which proposals a form means: their ids, each with the version that was looked at."""

import re

from django.http import Http404, QueryDict

MOST = 500
"""Proposals that one page lists, and that are picked at once."""

_PICKED = re.compile(r"([0-9]{1,18})(?:-([0-9]{1,9}))?", re.ASCII)


def read_seen(form: QueryDict) -> dict[int, int]:
    """The picked proposals and their versions; what no page of ours can have sent is answered like an id of nothing."""
    texts = form.getlist("ids")
    found = [_PICKED.fullmatch(text) for text in texts]
    if len(texts) > MOST or not all(found):
        raise Http404
    return {int(each[1]): int(each[2] or 0) for each in found if each}
