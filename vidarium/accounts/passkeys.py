"""Passkeys (WebAuthn level 3): a key in a person's device signs a challenge of ours; nothing that could be stolen is kept here.

The ceremonies are python-fido2's; a passkey is a row of allauth's table of authenticators.
"""

from __future__ import annotations

import json
import urllib.parse
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import transaction
from fido2.server import Fido2Server
from fido2.utils import websafe_decode
from fido2.webauthn import (
    AttestedCredentialData,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    RegistrationResponse,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from vidarium.accounts import doors, factors
from vidarium.accounts.doors import Door
from vidarium.accounts.errors import PasskeyRefused
from vidarium.accounts.models import Person

Options = dict[str, Any]
State = Any
"""What must be remembered between the two halves of a ceremony; goes into the session."""


def begin_adding(person: Person) -> tuple[Options, State]:
    """What the browser is asked to make: a key that the device itself keeps, and that it lets nobody else use."""
    user = PublicKeyCredentialUserEntity(id=person.id.bytes, name=person.email, display_name=person.name or person.email)
    options, state = _server().register_begin(
        user,
        credentials=_credentials(person),
        resident_key_requirement=ResidentKeyRequirement.REQUIRED,
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return plain(options), state


def add(person: Person, state: State, response: Mapping[str, Any], *, name: str) -> list[str]:
    """Keep the key that was made. The recovery codes, to be kept on paper. Raises `PasskeyRefused`."""
    try:
        _server().register_complete(state, response)
    except (ValueError, TypeError, KeyError) as wrong:
        raise PasskeyRefused from wrong
    with transaction.atomic():
        data = {"name": name[:60] or factors.new_name(), "credential": dict(response)}
        Authenticator.objects.create(user=person, type=Authenticator.Type.WEBAUTHN, data=data)
        factors.tell(person)
        return factors.recovery_codes(person)


def begin_use(person: Person | None = None) -> tuple[Options, State]:
    """What the browser is asked to sign, by a key of this person's, or by whichever its owner picks."""
    options, state = _server().authenticate_begin(
        credentials=_credentials(person) if person else None, user_verification=UserVerificationRequirement.REQUIRED
    )
    return plain(options), state


def use(state: State, response: Mapping[str, Any], *, person: Person | None = None, door: Door = Door.PUBLIC) -> Person:
    """Who signed, where this door is theirs. Raises `PasskeyRefused`."""
    signer = person or _signer(response)
    if not doors.belongs(signer, to=door):
        raise PasskeyRefused
    try:
        used = _server().authenticate_complete(state, _credentials(signer), response)
    except (ValueError, TypeError, KeyError) as wrong:
        raise PasskeyRefused from wrong
    for row in _rows(signer):
        if _credential(row).credential_id == used.credential_id:
            row.record_usage()
    return signer


def _signer(response: Mapping[str, Any]) -> Person:
    """Whom the key says that it belongs to; whether that is true, the signature tells."""
    try:
        handle = websafe_decode(str(response["response"]["userHandle"]))
        return Person.objects.get(id=uuid.UUID(bytes=handle), is_active=True)
    except (KeyError, TypeError, ValueError, Person.DoesNotExist) as wrong:
        raise PasskeyRefused from wrong


def _server() -> Fido2Server:
    at = urllib.parse.urlsplit(settings.ENVIRONMENT.public_url)
    origin = f"{at.scheme}://{at.netloc}"
    return Fido2Server(PublicKeyCredentialRpEntity(id=at.hostname or "localhost", name="Vidarium"), verify_origin=origin.__eq__)


def _rows(person: Person) -> Sequence[Authenticator]:
    return list(Authenticator.objects.filter(user_id=person.id, type=Authenticator.Type.WEBAUTHN))


def _credentials(person: Person) -> list[AttestedCredentialData]:
    return [_credential(row) for row in _rows(person)]


def _credential(row: Authenticator) -> AttestedCredentialData:
    made = RegistrationResponse.from_dict(row.data["credential"])
    data: AttestedCredentialData | None = made.response.attestation_object.auth_data.credential_data
    if data is None:
        raise PasskeyRefused
    return data


def plain(options: Any) -> Options:
    """Ready for JSON: bytes as base64url, as `PublicKeyCredential.parseCreationOptionsFromJSON` reads them."""
    made: Options = json.loads(json.dumps(dict(options)))
    return made
