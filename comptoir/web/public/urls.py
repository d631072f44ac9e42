"""Addresses of the public door."""

from django.urls import path

from comptoir.web.public.views import account, invitation, invoice, login, places, small, tokens

app_name = "public"
urlpatterns = [
    path("", places.root, name="root"),
    path("places/", places.places, name="places"),
    path("login/", login.log_in, name="login"),
    path("logout/", login.log_out, name="logout"),
    path("reset/", login.reset, name="reset"),
    path("reset/<str:token>/", login.reset_set, name="reset_set"),
    path("invitation/<str:token>/", invitation.invitation, name="invitation"),
    path("invoice/<str:token>/", invoice.invoice, name="invoice"),
    path("invoice/<str:token>/file", invoice.invoice_file, name="invoice_file"),
    path("invoice/<str:token>/logo", invoice.invoice_logo, name="invoice_logo"),
    path("account/", account.account, name="account"),
    path("account/password/", account.password, name="password"),
    path("account/words/", account.words, name="words"),
    path("account/devices/", account.devices, name="sessions"),
    path("account/devices/end/", account.end_device, name="session_end"),
    path("account/devices/end-all/", account.end_everywhere, name="session_end_all"),
    path("account/tokens/", tokens.tokens, name="tokens"),
    path("account/tokens/revoke/", tokens.revoke, name="token_revoke"),
    path("language/", small.language, name="language"),
    path("health/", small.health, name="health"),
]
