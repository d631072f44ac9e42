"""The form that the page of a booking proposal shows."""

import re


def form_of(page) -> dict[str, str]:
    """What the form of a proposal would send, as it stands."""
    html = page.content.decode()
    html = html[html.index('id="booking"') :]
    sent = dict(re.findall(r'<input[^>]*? name="([\w-]+)"[^>]*? value="([^"]*)"', html))
    sent = {name: value for name, value in sent.items() if name not in {"credit", "csrfmiddlewaretoken"}}
    for name, options in re.findall(r'<select[^>]*? name="([\w-]+)"[^>]*>(.*?)</select>', html, re.DOTALL):
        chosen = re.search(r'value="([^"]*)"[^>]* selected', options)
        sent[name] = chosen[1] if chosen else ""
    return sent
