import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0009_lists"),
        ("firms", "0004_tokens"),
        ("intake", "0010_folders"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="submission",
            name="evidence_of",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="evidence",
                to="intake.submission",
            ),
        ),
        migrations.AddIndex(
            model_name="submission",
            index=models.Index(fields=["dossier", "tab", "channel", "-arrived_at", "-id"], name="submission_channel"),
        ),
        migrations.AddIndex(
            model_name="submission",
            index=models.Index(fields=["dossier", "tab", "total_cents"], name="submission_amount"),
        ),
        migrations.AddIndex(
            model_name="submission",
            index=models.Index(condition=models.Q(("read_at", None)), fields=["dossier"], name="submission_unread"),
        ),
        migrations.AddIndex(
            model_name="submission",
            index=models.Index(
                condition=models.Q(("evidence_of__isnull", False)), fields=["evidence_of"], name="submission_evidence"
            ),
        ),
    ]
