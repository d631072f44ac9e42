"""Addresses of what every door's pages use: the choice of theme, the firm's logo."""

from django.urls import path

from comptoir.web.shared import preferences

app_name = "shared"
urlpatterns = [
    path("theme", preferences.theme, name="theme"),
    path("logo/<int:firm>", preferences.logo, name="logo"),
]
