from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("intake", "0004_history"),
    ]

    operations = [
        migrations.AddField(
            model_name="submission",
            name="sheets",
            field=models.JSONField(
                default=list,
                help_text="the original's pages that the document has, each with its quarter turns; [] for all as they came",
            ),
        ),
    ]
