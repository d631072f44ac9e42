from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0006_reading_and_usage"),
        ("firms", "0004_tokens"),
        ("intake", "0003_mailroom"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="submission",
            name="submission_arrival",
        ),
        migrations.AddField(
            model_name="submission",
            name="tab",
            field=models.GeneratedField(
                db_persist=True,
                expression=models.Case(
                    models.When(mailbox="untyped", then=models.Value("miscellaneous")), default=models.F("mailbox")
                ),
                output_field=models.CharField(max_length=15),
            ),
        ),
        migrations.AddIndex(
            model_name="submission",
            index=models.Index(fields=["dossier", "tab", "-arrived_at", "-id"], name="submission_history"),
        ),
        migrations.AddIndex(
            model_name="submission",
            index=models.Index(
                fields=["dossier", "tab", "state", "-arrived_at", "-id"], name="submission_history_state"
            ),
        ),
    ]
