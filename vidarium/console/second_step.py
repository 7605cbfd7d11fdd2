"""The second step of coming in: a code of one's app, a recovery code, or a passkey; and coming in by a passkey alone."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from vidarium.accounts import factors, passkeys
from vidarium.accounts.doors import Door
from vidarium.accounts.errors import AccountsError, NotSignedIn
from vidarium.console import entering, remembered
from vidarium.console.passkey import STATE, body_of, refused

DOORS = {Door.PUBLIC: "sign-in", Door.DESK: "desk-sign-in"}


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def page(request: HttpRequest, door: Door = Door.PUBLIC) -> HttpResponse:
    """Asks for the code; whoever has not taken the first step is sent to it."""
    found = entering.pending(request, door=door)
    if found is None:
        return redirect(DOORS[door])
    person, to = found
    error = None
    if request.method == "POST":
        try:
            factor = factors.check(person, request.POST.get("code", ""))
        except AccountsError as wrong:
            error = wrong
        else:
            if door is Door.DESK:
                return entering.complete_at_desk(request, person, factor=factor, to=to)
            return remembered.keep(request, entering.complete(request, person, to=to), person)
    kinds = {one.type for one in factors.of(person)}
    seen = {"error": error, "has_app": factors.Type.TOTP in kinds, "has_passkey": factors.Type.WEBAUTHN in kinds, "door": door}
    return render(request, "second_step.html", seen, status=error.status if error else 200)


@require_POST
@never_cache
def begin(request: HttpRequest, door: Door = Door.PUBLIC) -> HttpResponse:
    """What the browser is to sign: by a key of whoever has taken the first step, else by whichever its owner picks."""
    found = entering.pending(request, door=door)
    options, request.session[STATE] = passkeys.begin_use(found[0] if found else None)
    return JsonResponse({"options": options})


@require_POST
@never_cache
def use(request: HttpRequest, door: Door = Door.PUBLIC) -> HttpResponse:
    """Whoever signed it comes in."""
    found = entering.pending(request, door=door)
    state = request.session.pop(STATE, None)
    try:
        if state is None:
            raise NotSignedIn
        person = passkeys.use(state, body_of(request)["credential"], person=found[0] if found else None, door=door)
    except AccountsError as wrong:
        return refused(wrong)
    to = found[1] if found else request.GET.get("next", "")
    if door is Door.DESK:
        return JsonResponse({"next": entering.complete_at_desk(request, person, factor=factors.PASSKEY, to=to).url})
    there = entering.enter(request, person, how=entering.PASSKEY, to=to)
    return JsonResponse({"next": there.url})
