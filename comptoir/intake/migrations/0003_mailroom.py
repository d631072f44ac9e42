import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("firms", "0004_tokens"),
        ("intake", "0002_search"),
    ]

    operations = [
        migrations.CreateModel(
            name="Mailroom",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.BigIntegerField(default=0)),
                (
                    "dossier",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="mailroom", to="firms.dossier"
                    ),
                ),
            ],
        ),
    ]
