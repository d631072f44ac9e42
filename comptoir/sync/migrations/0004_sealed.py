from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("sync", "0003_visit")]

    operations = [
        migrations.AddField(model_name="connection", name="sealed", field=models.JSONField(default=dict)),
    ]
