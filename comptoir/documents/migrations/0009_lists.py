from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0008_compared"),
        ("firms", "0004_tokens"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="document",
            index=models.Index(condition=models.Q(("scan", "waiting")), fields=["dossier"], name="document_waiting"),
        ),
        migrations.AddIndex(
            model_name="pages",
            index=models.Index(
                condition=models.Q(("refusal__isnull", False)), fields=["dossier"], name="pages_refused"
            ),
        ),
    ]
