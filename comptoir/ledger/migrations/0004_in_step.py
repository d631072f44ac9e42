"""Whether the latest synchronisation has brought the books."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ledger", "0003_restating_and_open_items")]

    operations = [
        migrations.AddField(
            model_name="books",
            name="in_step",
            field=models.BooleanField(default=True, help_text="whether the latest synchronisation has brought them"),
        ),
    ]
