"""What this room keeps about people outside its own fields: the tables of Django and allauth that it uses, and the session's cookie."""

from __future__ import annotations

from collections.abc import Mapping

from vidarium.accounts.labels import EMAIL, FACTOR, LINK, SESSION
from vidarium.foundation.datamap import Label, NotPersonal, cookies

ROW = NotPersonal("a number that names the row and nothing outside it")
RIGHT = NotPersonal("the name of a right, as Django lists them; nobody holds one through these tables")

TABLES: Mapping[str, Mapping[str, Label]] = {
    "django_session": {"session_key": SESSION, "session_data": SESSION, "expire_date": SESSION},
    "account_emailaddress": {"id": ROW, "user_id": EMAIL, "email": EMAIL, "verified": EMAIL, "primary": EMAIL},
    "account_emailconfirmation": {"id": ROW, "email_address_id": LINK, "created": LINK, "sent": LINK, "key": LINK},
    "mfa_authenticator": {
        "id": ROW,
        "user_id": FACTOR,
        "type": FACTOR,
        "data": FACTOR,
        "created_at": FACTOR,
        "last_used_at": FACTOR,
    },
    "auth_permission": {"id": ROW, "name": RIGHT, "content_type_id": RIGHT, "codename": RIGHT},
    "auth_group": {"id": ROW, "name": RIGHT},
    "auth_group_permissions": {"id": ROW, "group_id": RIGHT, "permission_id": RIGHT},
}

KEPT = cookies("vidarium_session", SESSION)
