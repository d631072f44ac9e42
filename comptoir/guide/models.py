"""What a firm adds to the frequent questions."""

from django.db import models

from comptoir.firms.choices import Language
from comptoir.firms.models import Firm


class Question(models.Model):
    """A question with its answer that the firm adds to the help of all its dossiers, in one language."""

    firm = models.ForeignKey(Firm, on_delete=models.PROTECT, related_name="questions")
    language = models.CharField(max_length=2, choices=Language)
    question = models.CharField(max_length=200)
    answer = models.TextField()
    position = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["firm", "language", "position"], name="question_in_order")]

    def __str__(self) -> str:
        return self.question
