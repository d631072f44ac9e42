"""Who filed a document: the firm, or the client, who may then change it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("archive", "0003_portal")]

    operations = [
        migrations.AddField(
            model_name="fileddocument",
            name="by_client",
            field=models.BooleanField(default=False, help_text="filed by the client, who may then change it"),
        ),
    ]
