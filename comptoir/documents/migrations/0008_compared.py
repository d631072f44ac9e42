from django.db import migrations, models


def say_what_was_found(apps, _editor):
    readings = apps.get_model("documents", "Reading")
    for reading in readings.objects.filter(source="xml").exclude(findings=[]).only("findings").iterator():
        if any(finding.get("severity") == "difference" for finding in reading.findings):
            readings.objects.filter(pk=reading.pk).update(compared="different")


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0007_usage_so_far"),
    ]

    operations = [
        migrations.AddField(
            model_name="reading",
            name="compared",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "not compared"),
                    ("same", "the PDF says the same"),
                    ("different", "the PDF says something else"),
                ],
                default="",
                max_length=10,
            ),
        ),
        migrations.RunPython(say_what_was_found, migrations.RunPython.noop),
    ]
