"""Where to begin: the last or only place of a person, or the list of them."""

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_safe

from comptoir.firms.queries import places_of
from comptoir.web.shared.guard import LAST_PLACE, PersonRequest, logged_in


@require_safe
@logged_in
def root(request: PersonRequest) -> HttpResponse:
    """On to where the person was last, or to his only place; else the list."""
    places = places_of(request.person)
    addresses = [place.address for place in places]
    last = request.session.get(LAST_PLACE)
    if last in addresses:
        return HttpResponseRedirect(last)
    if len(addresses) == 1:
        return HttpResponseRedirect(addresses[0])
    return render(request, "public/places.html", {"places": places})


@require_safe
@logged_in
def places(request: PersonRequest) -> HttpResponse:
    """All places of the person."""
    return render(request, "public/places.html", {"places": places_of(request.person)})
