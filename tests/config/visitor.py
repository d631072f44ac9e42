"""Somebody who may hand in, made on an installation of a test; tells as JSON what is needed to act as him: the key of a
session, and a token.
"""

import json
import sys

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.test import Client  # noqa: E402
from django.utils import timezone  # noqa: E402

from comptoir.firms.actions import make_api_token  # noqa: E402
from tests.firms.people import PASSWORD, new_dossier, new_firm, seated  # noqa: E402

if __name__ == "__main__":
    firm = new_firm()
    dossier = new_dossier(firm)
    browser, carl = Client(), seated("Carl", "full_access", firm, dossier)
    browser.force_login(carl)
    asked = {"name": "Odoo", "dossiers": [dossier.pk], "days": 90, "password": PASSWORD, "at": timezone.now()}
    token = make_api_token(carl, **asked)[1]
    session = browser.cookies[settings.SESSION_COOKIE_NAME].value
    told = {"dossier": dossier.pk, "session": session, "token": token}
    sys.stdout.write(json.dumps(told))
