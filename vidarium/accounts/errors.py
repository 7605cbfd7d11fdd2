"""What can go wrong with accounts.

AccountsError
├── NotSignedIn      401
├── NotAllowed       403
│   └── MoreThanOnesOwn
├── TooMany          429   too many tries in too short a time
├── LimitReached     409
├── AlreadyAMember   409
├── InvitationIsSpent 410
├── SignInFirst      409
├── ForSomebodyElse  403
├── NoSuchInvitation 404
├── NoSuchMember     404
├── LastOwner        409
├── NoSuchRole       404
├── RoleIsInUse      409
├── RoleNameTaken    409
├── DoesNotFit       422   what was typed, field by field
├── NotRecognised    403   this address and this password don't belong together
├── CodeIsWrong      400   another try is left
├── CodeIsVoid       410   used, too old, or tried too often
├── PasswordIsWeak   400
├── PasswordIsUnfit  400   too long, or not typed
├── PhoneIsWrong     400
├── PlaceIsUnknown   400   no such country, no such time zone
├── LinkIsSpent      410
├── WayBackIsOver    410   used, or three days have passed
├── SecondFactorWrong 400
├── MailIsWrong      400
├── PasswordIsWrong  400
├── PasskeyRefused   400
├── StepUpNeeded     403   a dangerous act; say once more who you are
├── NoSuchCompany    404
├── NotAMember       404
├── NoSuchKey        404
├── KeyIsOver        409   rotated already, revoked or expired
├── KeyDoesNotFit    422   a field is refused; says which
└── SlugIsTaken      409

Those of the service desk stand in `desk_errors.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from vidarium.foundation.errors import VidariumError


class AccountsError(VidariumError):
    """Something about this account does not fit."""

    code: ClassVar[str] = "accounts"
    status: ClassVar[int] = 400


class NotSignedIn(AccountsError):
    """Sign in first, or send a token that is valid."""

    code, status = "accounts.not_signed_in", 401


class LinkIsSpent(AccountsError):
    """This sign-in link was used already or is too old. Ask for a new one."""

    code, status = "accounts.link_spent", 410


class WayBackIsOver(AccountsError):
    """There is nothing left to take back here: the link was used already, or its three days are over."""

    code, status = "accounts.way_back_over", 410


class NoSuchCompany(AccountsError):
    """There is no company of this name here."""

    code, status = "accounts.no_such_company", 404


class NotAMember(AccountsError):
    """Nobody with this address works in this company."""

    code, status = "accounts.not_a_member", 404


class SlugIsTaken(AccountsError):
    """Another company has this short name already. Choose a different one."""

    code, status = "accounts.slug_taken", 409


class NotAllowed(AccountsError):
    """Your role in this company does not include this. Its administrator can change that."""

    code, status = "accounts.not_allowed", 403

    def __init__(self, detail: str = "", *, permission: str = "") -> None:
        super().__init__(detail)
        self.permission = permission
        """What was missing, by its name; empty where more was asked for than one may give."""


class TooMany(AccountsError):
    """That was tried too often in a short time. Wait a moment, then try again."""

    code, status = "accounts.too_many", 429

    def __init__(self, detail: str = "", *, seconds: int = 60) -> None:
        super().__init__(detail)
        self.seconds = seconds
        """Until another try counts."""


class NoSuchKey(AccountsError):
    """There is no such key here."""

    code, status = "accounts.no_such_key", 404


class KeyIsOver(AccountsError):
    """This key was rotated already, or works no more. Make a new one."""

    code, status = "accounts.key_over", 409


class KeyDoesNotFit(AccountsError):
    """Something about this key does not fit."""

    code, status = "accounts.key_invalid", 422

    def __init__(self, fields: Mapping[str, str]) -> None:
        """`fields`: the name of each refused field, and a sentence that says why."""
        super().__init__(" ".join(fields.values()))
        self.fields = dict(fields)


class MoreThanOnesOwn(NotAllowed):
    """Nobody can give, change or take away more than they may do themselves. Somebody who may do it can."""

    code, status = "accounts.more_than_ones_own", 403


class LimitReached(AccountsError):
    """The company has as many as its plan allows. Remove one first, or ask for more room."""

    code, status = "accounts.limit_reached", 409


class AlreadyAMember(AccountsError):
    """Somebody with this address works in this company already."""

    code, status = "accounts.already_a_member", 409


class InvitationIsSpent(AccountsError):
    """This invitation was accepted, withdrawn, sent anew or is older than seven days. Ask whoever invited you for a new one."""

    code, status = "accounts.invitation_spent", 410


class SignInFirst(AccountsError):
    """This address has an account already. Sign in with it, then open the invitation again."""

    code, status = "accounts.sign_in_first", 409


class ForSomebodyElse(AccountsError):
    """This invitation is for another address than the one you are signed in with. Sign out, then open it again."""

    code, status = "accounts.for_somebody_else", 403


class NoSuchInvitation(AccountsError):
    """There is no such invitation in this company."""

    code, status = "accounts.no_such_invitation", 404


class NoSuchMember(AccountsError):
    """There is no such person in this company."""

    code, status = "accounts.no_such_member", 404


class LastOwner(AccountsError):
    """A company always has an owner who can sign in. Hand the ownership over first."""

    code, status = "accounts.last_owner", 409


class NoSuchRole(AccountsError):
    """There is no such role in this company."""

    code, status = "accounts.no_such_role", 404


class RoleIsInUse(AccountsError):
    """Somebody has this role, or is invited with it. Give them another one first."""

    code, status = "accounts.role_in_use", 409


class RoleNameTaken(AccountsError):
    """A role of this name exists already. Choose a different name."""

    code, status = "accounts.role_name_taken", 409


class DoesNotFit(AccountsError):
    """Something that was typed can't be kept as it is. What is wrong stands beside it."""

    code, status = "accounts.does_not_fit", 422

    def __init__(self, misfits: Mapping[str, str]) -> None:
        super().__init__()
        self.misfits = dict(misfits)
        """By field, a sentence."""


class SecondFactorWrong(AccountsError):
    """This code does not fit. It changes every half minute; a recovery code works once."""

    code, status = "accounts.second_factor_wrong", 400


class PasskeyRefused(AccountsError):
    """This passkey was not accepted. Use another one, or another way to sign in."""

    code, status = "accounts.passkey_refused", 400


class StepUpNeeded(AccountsError):
    """This needs to be sure that it is you. Say so once more, then go on."""

    code, status = "accounts.step_up_needed", 403


class NotRecognised(AccountsError):
    """This address and this password don’t belong together. Look at both again, or have a code sent."""

    code, status = "accounts.not_recognised", 403


class CodeIsWrong(AccountsError):
    """This is not the code that was sent."""

    code, status = "accounts.code_wrong", 400


class CodeIsVoid(AccountsError):
    """This code was used, is older than ten minutes, or was tried too often. Have a new one sent."""

    code, status = "accounts.code_void", 410


class PasswordIsWeak(AccountsError):
    """This password would soon be guessed. Four ordinary words that don’t belong together are better."""

    code, status = "accounts.password_weak", 400


class PasswordIsUnfit(AccountsError):
    """A password has at most 1,024 characters, each of which can be typed."""

    code, status = "accounts.password_unfit", 400


class PhoneIsWrong(AccountsError):
    """This is no phone number. Write it with the country code, as in +49 30 1234567."""

    code, status = "accounts.phone_wrong", 400


class PlaceIsUnknown(AccountsError):
    """There is no such country, region or time zone. Choose one of the list."""

    code, status = "accounts.place_unknown", 400


class PasswordIsWrong(AccountsError):
    """This is not your password."""

    code, status = "accounts.password_wrong", 400


class MailIsWrong(AccountsError):
    """This is no e-mail address that we can write to."""

    code, status = "accounts.mail_wrong", 400
