import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("firms", "0004_tokens")]

    operations = [
        migrations.AddField(
            model_name="apitoken",
            name="expires_at",
            field=models.DateTimeField(default=django.utils.timezone.now),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            model_name="apitoken",
            constraint=models.UniqueConstraint(
                condition=models.Q(("revoked_at", None)), fields=("person", "name"), name="token_name_once_per_person"
            ),
        ),
    ]
