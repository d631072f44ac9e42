from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations

from comptoir.firms.trigrams import make_index


class Migration(migrations.Migration):
    dependencies = [("documents", "0002_text_and_pages")]

    operations = [TrigramExtension(), make_index("documents_documenttext", "text")]
