from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("jobs", "0001_initial"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="job",
            index=models.Index(
                condition=models.Q(("unique_key", ""), _negated=True), fields=["unique_key", "-id"], name="job_by_key"
            ),
        ),
    ]
