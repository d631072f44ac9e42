from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("archive", "0006_search")]

    operations = [
        migrations.AddField(
            model_name="invoicelink",
            name="sending",
            field=models.CharField(default="", max_length=40),
            preserve_default=False,
        ),
        migrations.AddIndex(
            model_name="invoicelink",
            index=models.Index(fields=["dossier", "created_at"], name="link_of_day"),
        ),
        migrations.AddConstraint(
            model_name="invoicelink",
            constraint=models.UniqueConstraint(
                fields=["dossier", "sending", "invoice", "recipient"], name="link_once_per_sending"
            ),
        ),
    ]
