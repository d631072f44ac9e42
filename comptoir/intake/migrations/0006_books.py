from django.db import migrations

from comptoir.connectors.registry import PACKAGES, title_of
from comptoir.firms.trigrams import index_of, renew

SUBMISSIONS = """
    INSERT INTO intake_submission (dossier_id, original_id, document_id, mailbox, state, name, channel, sender, arrived_at,
        sent_at, ended_at, journal, comment, tags, pages, sheets, partner, number, dated_on, total_cents, currency, key,
        read_at, kept_apart, search)
    SELECT d.dossier_id, d.id, d.id, i.tab, 'booked', d.name, 'books', {sender}, d.created_at,
        NULL, l.created_at, '', '', {nothing}, NULL, {nothing}, i.partner_name,
        CASE WHEN i.document_number = '' THEN i.number ELSE i.document_number END, i.date, i.amount_cents, 'EUR', '',
        l.created_at, {nothing}, SUBSTR(LOWER(d.name) || ' ' || i.search, 1, 2000)
    FROM archive_linkeddocument l
    JOIN archive_archivedinvoice i ON i.id = l.invoice_id
    JOIN documents_document d ON d.id = l.document_id
    LEFT JOIN sync_connection c ON c.dossier_id = d.dossier_id
    WHERE l.id = (
        SELECT MIN(f.id) FROM archive_linkeddocument f JOIN archive_archivedinvoice b ON b.id = f.invoice_id
        WHERE f.document_id = l.document_id AND f.reason <> 'inside' AND b.in_books
    ) AND NOT EXISTS (
        SELECT 1 FROM intake_submission s WHERE s.original_id = d.id OR s.document_id = d.id
    )"""
LINES = """
    INSERT INTO audit_event (at, action, person_id, "by", firm_id, dossier_id, target_type, target_id, facts)
    SELECT s.ended_at, 'intake.arrived', NULL, s.sender, o.firm_id, s.dossier_id, 'intake.submission',
        CAST(s.id AS VARCHAR(80)), {facts}
    FROM intake_submission s JOIN firms_dossier o ON o.id = s.dossier_id
    WHERE s.channel = 'books' AND s.id > {last}"""


def hand_in(apps, schema_editor):
    """What was tied to invoices before is a submission now, with its first line in the trail."""
    json = "CAST('%s' AS jsonb)" if schema_editor.connection.vendor == "postgresql" else "'%s'"
    titles = " ".join(f"WHEN '{name}' THEN '{title_of(name)}'" for name in PACKAGES)
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT COALESCE(MAX(id), 0) FROM intake_submission")
        last = cursor.fetchone()[0]
        cursor.execute(SUBMISSIONS.format(sender=f"CASE c.package {titles} ELSE '' END", nothing=json % "[]"))
        cursor.execute(LINES.format(facts=json % '{"channel": "books"}', last=last))
        cursor.execute("SELECT DISTINCT dossier_id FROM intake_submission WHERE id > %s", [last])
        dossiers = [row[0] for row in cursor.fetchall()]
    for dossier in dossiers:
        renew(index_of(apps.get_model("intake", "Submission"), "search"), dossier)


class Migration(migrations.Migration):
    dependencies = [
        ("archive", "0010_gather_more"),
        ("audit", "0003_by_target"),
        ("intake", "0005_sheets"),
        ("sync", "0006_mapping_profile"),
    ]

    operations = [migrations.RunPython(hand_in, migrations.RunPython.noop)]
