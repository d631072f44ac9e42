"""Fields as the house draws them: the classes of the style sheet, and days as people type them."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from comptoir.kit.typed import day_as_typed


class Field(forms.BoundField):
    """A field drawn as the house draws fields; Django ties its help and its errors to it."""

    def build_widget_attrs(self, attrs: Any, widget: Any = None) -> Any:
        """Add the classes of the style sheet."""
        attrs = super().build_widget_attrs(attrs, widget)
        kind = "form-select" if isinstance(self.field.widget, forms.Select) else "form-control"
        if isinstance(self.field.widget, forms.CheckboxInput | forms.CheckboxSelectMultiple):
            kind = "form-check-input"
        return {**attrs, "class": f"{kind} is-invalid" if self.errors else kind}


class DayField(forms.CharField):
    """A day: from the browser's calendar, or typed like 31/03/2026."""

    default_error_messages = {"invalid_day": _("This is not a date; write it like 31/03/2026.")}
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")

    def clean(self, value: Any) -> date | None:
        """The day, or None for none."""
        text = super().clean(value)
        if not text:
            return None
        day = day_as_typed(text)
        if day is None:
            raise forms.ValidationError(self.error_messages["invalid_day"], code="invalid_day")
        return day
