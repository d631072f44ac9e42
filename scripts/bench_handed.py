"""Measure the rooms of what is handed in: a dossier with few documents beside one with very many.

Usage as a script: bench_handed.py COUNT, on an installation with one dossier: fills it. Four in a hundred are deleted, the
newest wait in mailboxes or are in progress, all others are booked; one in a hundred thousand came by camera.
"""

import re
import statistics
import subprocess
import sys
from pathlib import Path

import django
from bench_site import Client, Place, logged_in, served

BASE = "/d/1/"
HISTORY = f"{BASE}document-history/purchases/"
PAGES = {
    "home": BASE,
    "the office's dossiers": "/office/1/",
    "all mailboxes": f"{BASE}mailboxes/",
    "a mailbox": f"{BASE}mailboxes/purchases/",
    "a mailbox, by partner": f"{BASE}mailboxes/purchases/?sort=partner",
    "in progress": f"{BASE}in-progress/",
    "history, newest first": HISTORY,
    "history, oldest first": f"{HISTORY}?sort=arrived",
    "history, deleted": f"{HISTORY}?state=deleted",
    "history, a rare source": f"{HISTORY}?source=camera",
    "history, a frequent source": f"{HISTORY}?source=mail",
    "history, a rare sender": f"{HISTORY}?sender=rare@",
    "history, a frequent sender": f"{HISTORY}?sender=sender1",
    "history, a rare amount": f"{HISTORY}?min=9000&max=9000.10",
    "history, a frequent amount": f"{HISTORY}?min=10",
    "history, two days": f"{HISTORY}?from=2026-10-01&until=2026-10-02",
    "history, what cannot be opened": f"{HISTORY}?waits=unreadable",
    "history, a rare word": f"{HISTORY}?q=f777",
    "history, a frequent word": f"{HISTORY}?q=example.be",
    "history, two words": f"{HISTORY}?q=partner+sender77",
}

WAITING, SENT = 2000, 7000
"""Up to which number, counted from the newest, documents wait in a mailbox, and are in progress."""

NUMBERS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {count})"
DOCUMENTS = """
    INSERT INTO documents_document (dossier_id, sha256, size, media_type, name, facts, scan, created_at)
    {numbers} SELECT 1, {hash}, 80000, 'application/pdf', 'facture-' || i || '.pdf', {facts}, '', {moment} FROM n"""
OF_PAGES = """
    INSERT INTO documents_pages (dossier_id, document_id, sizes, made_at)
    SELECT 1, id, {nothing}, created_at FROM documents_document"""
SUBMISSIONS = """
    INSERT INTO intake_submission (dossier_id, original_id, document_id, mailbox, state, name, channel, sender, arrived_at,
        sent_at, ended_at, journal, comment, tags, pages, sheets, partner, number, dated_on, total_cents, currency, key,
        read_at, kept_apart, search)
    SELECT 1, d.id, d.id, CASE WHEN d.i % 10 < 6 THEN 'purchases' WHEN d.i % 10 < 9 THEN 'sales'
            WHEN d.i % 20 = 9 THEN 'miscellaneous' ELSE 'untyped' END,
        CASE WHEN d.i > {count} - {waiting} THEN 'mailbox' WHEN d.i > {count} - {sent} THEN 'sent'
            WHEN d.i % 25 = 0 THEN 'deleted' ELSE 'booked' END,
        d.name, CASE WHEN d.i % 100000 = 51 THEN 'camera' WHEN d.i % 3 = 0 THEN 'upload' ELSE 'mail' END,
        CASE WHEN d.i % 100000 = 61 THEN 'rare@example.be' ELSE 'sender' || (d.i % 4000) || '@example.be' END, d.created_at,
        CASE WHEN d.i <= {count} - {waiting} THEN d.created_at END, CASE WHEN d.i <= {count} - {sent} THEN d.created_at END,
        '', '', {nothing}, 1, {nothing}, 'Partner ' || (d.i % 3000), 'F' || d.i, {day}, 100 + d.i % 900000, 'EUR', '',
        d.created_at, {nothing}, d.name || ' sender' || (d.i % 4000) || '@example.be partner ' || (d.i % 3000) || ' f' || d.i
    FROM (SELECT documents_document.*, id AS i FROM documents_document) d"""
EVENTS = """
    INSERT INTO audit_event (at, action, person_id, "by", firm_id, dossier_id, target_type, target_id, facts)
    SELECT arrived_at, 'intake.arrived', NULL, sender, 1, 1, 'intake.submission', CAST(id AS VARCHAR(80)), {channel}
    FROM intake_submission"""


def fill(count: int) -> None:
    """Write so many documents that were handed in, by SQL, each with its pages and its arrival in the trail."""
    from django.db import connection, transaction  # noqa: PLC0415  models exist only after setup

    from comptoir.firms.trigrams import renew  # noqa: PLC0415
    from comptoir.intake.searching import INDEX  # noqa: PLC0415

    sqlite = connection.vendor == "sqlite"
    json = "'%s'" if sqlite else "CAST('%s' AS jsonb)"
    words = {
        "count": count,
        "waiting": min(WAITING, count // 10),
        "sent": min(SENT, count // 4),
        "hash": "printf('%064x', i)" if sqlite else "lpad(to_hex(i), 64, '0')",
        "moment": f"strftime('%Y-%m-%d %H:%M:%S', '2026-11-01', '-' || (({count} - i) * 37) || ' seconds')"
        if sqlite
        else f"timestamptz '2026-11-01' - ({count} - i) * interval '37 seconds'",
        "day": "date(d.created_at)" if sqlite else "d.created_at::date",
        "nothing": json % "[]",
        "facts": json % '{"kind": "pdf", "pages": 1, "embedded": null}',
        "channel": json % '{"channel": "mail"}',
    }
    words["numbers"] = NUMBERS.format(count=count)
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in (DOCUMENTS, OF_PAGES, SUBMISSIONS, EVENTS):
            cursor.execute(statement.format(**words))
        renew(INDEX, 1)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def measured(place: Place, count: int, times: int) -> dict[str, float]:
    """Milliseconds of each page, the median of so many answers, in an installation that is filled for it."""
    place.run("create-dossier", "--number", "0123456749", "--name", "Bench")
    own = {"DJANGO_SETTINGS_MODULE": "comptoir.config.settings", "COMPTOIR_DATA": str(place.data)}
    command = [sys.executable, str(Path(__file__)), str(count)]
    subprocess.run(command, env={**place.surroundings, **own}, check=True)
    with served(place) as site:
        client = logged_in(place, site.root, first=True)
        found = {}
        for name, path in (PAGES | _others(client)).items():
            client.timed(path, 2)
            found[name] = statistics.median(client.timed(path, times))
        return found


def _others(client: Client) -> dict[str, str]:
    """The last page, and the documents that are opened on the first one and on that."""
    last = f"{HISTORY}?before=2000-01-01T00:00:00%2B00:00~1"
    newest, oldest = (re.findall(rf'href="({HISTORY}\d+/)', client.get(path))[0] for path in (HISTORY, last))
    return {"history, last page": last, "history, newest opened": newest, "history, oldest opened": oldest}


if __name__ == "__main__":
    django.setup()
    fill(int(sys.argv[1]))
