"""Addresses of the door for programs."""

from django.urls import path

from comptoir.web.api import documents

app_name = "api"
urlpatterns = [path("documents", documents.documents, name="documents")]
