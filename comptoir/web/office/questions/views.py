"""The firm's own questions, one language at a time: added, changed, ordered, removed."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from comptoir.firms.choices import Language
from comptoir.guide.actions import (
    LONGEST_ANSWER,
    LONGEST_QUESTION,
    CannotChangeQuestion,
    add_question,
    change_question,
    move_question,
    remove_question,
)
from comptoir.guide.markup import blocks_of, written
from comptoir.guide.models import Question
from comptoir.guide.queries import question_of, questions_of
from comptoir.web.office.request import place
from comptoir.web.shared.forms import Field
from comptoir.web.shared.guard import OfficeRequest, needs
from comptoir.web.shared.templatetags.comptoir import say


class QuestionForm(forms.Form):
    """A question and its answer."""

    bound_field_class = Field
    question = forms.CharField(label=_("Question"), required=False, max_length=LONGEST_QUESTION)
    answer = forms.CharField(
        label=_("Answer"),
        required=False,
        max_length=LONGEST_ANSWER,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("An empty line begins a paragraph, “- ” an item of a list; **two stars** make bold."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@needs("office.firm")
def questions(request: OfficeRequest) -> HttpResponse:
    """What the firm has added in one language, with a form to add to it."""
    asked: Any = request.POST if request.method == "POST" else request.GET
    wanted = str(asked.get("language", ""))
    language = wanted if wanted in Language.values else request.firm.language
    form = QuestionForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        told = form.cleaned_data
        try:
            add_question(language, told["question"], told["answer"], by=request.access, at=timezone.now())
        except CannotChangeQuestion as refusal:
            form.add_error(None, say(refusal.sentence))
        else:
            messages.success(request, gettext("The question is added; your clients see it in their help."))
            return _back(request, language)
    context = place(request) | {
        "form": form,
        "language": language,
        "languages": [(code, name, code == language) for code, name in Language.choices],
        "rows": [(row, written(blocks_of(row.answer))) for row in questions_of(request.access, language)],
    }
    return render(request, "office/questions/list.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("office.firm")
def question(request: OfficeRequest, pk: int) -> HttpResponse:
    """One question: its words, or with `deed` its place, or that it goes."""
    row = question_of(request.access, pk)
    if row is None:
        raise Http404
    saving = request.method == "POST" and request.POST.get("deed", "save") == "save"
    form = QuestionForm(request.POST if saving else None, initial={"question": row.question, "answer": row.answer})
    try:
        if request.method == "POST" and not saving:
            _do(request, row, request.POST["deed"])
            return _back(request, row.language)
        if form.is_valid():
            told = form.cleaned_data
            change_question(row, told["question"], told["answer"], by=request.access, at=timezone.now())
            messages.success(request, gettext("The question is saved."))
            return _back(request, row.language)
    except CannotChangeQuestion as refusal:
        form.add_error(None, say(refusal.sentence))
    context = place(request) | {"form": form, "row": row, "blocks": blocks_of(row.answer)}
    return render(request, "office/questions/question.html", context, status=422 if form.errors else 200)


def _do(request: OfficeRequest, row: Question, deed: str) -> None:
    """Move it or remove it; anything else is neither and changes nothing."""
    by, at = request.access, timezone.now()
    if deed in {"up", "down"}:
        move_question(row, up=deed == "up", by=by, at=at)
    elif deed == "remove":
        remove_question(row, by=by, at=at)
        messages.success(request, gettext("The question is removed."))


def _back(request: OfficeRequest, language: str) -> HttpResponse:
    response = redirect("office:questions", firm=request.firm.pk)
    response["Location"] += f"?language={language}"
    return response
