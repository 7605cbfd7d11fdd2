"""Labels that the fields of this room share."""

from datetime import timedelta

from django.utils.translation import gettext_noop as _

from vidarium.foundation.datamap import (
    Erasure,
    Ground,
    LogTreatment,
    NotPersonal,
    Owner,
    Personal,
    Provenance,
    Purpose,
    Role,
    Term,
)

KEY = NotPersonal("a random or time-ordered number that names the row and nothing outside it")
OF_COMPANY = NotPersonal("names the company, which is no person")
MOMENT = NotPersonal("when the row was written; says nothing about a person by itself")

CLOSED = Term(_("the account is closed"), timedelta(days=30))
LEFT = Term(_("you leave the company"))
SPENT = Term(_("the link is used or too old"), timedelta(days=1))

YOU, COLLEAGUES = _("you"), _("your colleagues")
NOBODY = _("nobody; only its hash is kept")

EMAIL = Personal(
    "contact.email", clause="I.A.1.1-a", source=Provenance.PROVIDED,
    uses={Purpose.ACCOUNT: Ground.CONTRACT, Purpose.SECURITY: Ground.CONTRACT},
    keep=CLOSED, erase=Erasure.TOMBSTONE, export=True, log=LogTreatment.HASH, role=Role.CONTROLLER, owner=Owner.SELF,
    seen_by=(YOU, COLLEAGUES), words=_("Your e-mail address"),
)  # fmt: skip
NAME = Personal(
    "identity.name", clause="I.A.1.1-d", source=Provenance.PROVIDED,
    uses={Purpose.ACCOUNT: Ground.CONTRACT},
    keep=CLOSED, erase=Erasure.TOMBSTONE, export=True, log=LogTreatment.NEVER, role=Role.CONTROLLER, owner=Owner.SELF,
    seen_by=(YOU, COLLEAGUES), words=_("Your name, if you give one"),
)  # fmt: skip
PASSWORD = Personal(
    "security.password", clause="I.A.1.1-h", source=Provenance.PROVIDED,
    uses={Purpose.SECURITY: Ground.CONTRACT},
    keep=CLOSED, erase=Erasure.ROW, export=False, log=LogTreatment.NEVER, role=Role.CONTROLLER, owner=Owner.SELF,
    seen_by=(NOBODY,), words=_("Your password, if you set one"),
)  # fmt: skip
LINK = Personal(
    "security.code", clause="I.A.1.1-g", source=Provenance.DERIVED,
    uses={Purpose.ACCOUNT: Ground.CONTRACT, Purpose.SECURITY: Ground.CONTRACT},
    keep=SPENT, erase=Erasure.ROW, export=False, log=LogTreatment.NEVER, role=Role.CONTROLLER, owner=Owner.SELF,
    seen_by=(NOBODY,), words=_("The one-time links that sign you in"),
)  # fmt: skip
OPENED = Personal(
    "account.opened", clause="I.A.2.2-a", source=Provenance.OBSERVED,
    uses={Purpose.ACCOUNT: Ground.CONTRACT},
    keep=CLOSED, erase=Erasure.ROW, export=True, log=LogTreatment.PLAIN, role=Role.CONTROLLER, owner=Owner.SELF,
    seen_by=(YOU,), words=_("When your account was opened, and whether it still is"),
)  # fmt: skip
LAST_SEEN = Personal(
    "use.sign-in", clause="I.A.2.3-a", source=Provenance.OBSERVED,
    uses={Purpose.SECURITY: Ground.CONTRACT},
    keep=CLOSED, erase=Erasure.BLANK, export=True, log=LogTreatment.PLAIN, role=Role.CONTROLLER, owner=Owner.SELF,
    seen_by=(YOU,), words=_("When you last signed in"),
)  # fmt: skip
SESSION = Personal(
    "use.session", clause="I.A.2.3-a", source=Provenance.OBSERVED,
    uses={Purpose.ACCOUNT: Ground.CONTRACT, Purpose.SECURITY: Ground.CONTRACT},
    keep=Term(_("you sign out, or two weeks have passed")), erase=Erasure.ROW, export=False, log=LogTreatment.NEVER,
    role=Role.CONTROLLER, owner=Owner.SELF, seen_by=(_("nobody"),), words=_("That you are signed in"),
)  # fmt: skip
STANDING = Personal(
    "account.standing", clause="I.A.1.1-m", source=Provenance.PROVIDED,
    uses={Purpose.ACCOUNT: Ground.CONTRACT},
    keep=LEFT, erase=Erasure.ROW, export=True, log=LogTreatment.PLAIN, role=Role.CONTROLLER, owner=Owner.EMPLOYEE,
    seen_by=(YOU, COLLEAGUES), words=_("Which company you work in, and what you may do there"),
)  # fmt: skip
AUTHOR = Personal(
    "use.author", clause="I.A.2.3-a", source=Provenance.OBSERVED,
    uses={Purpose.SERVICE: Ground.CONTRACT},
    keep=LEFT, erase=Erasure.BLANK, export=True, log=LogTreatment.PLAIN, role=Role.PROCESSOR, owner=Owner.EMPLOYEE,
    seen_by=(COLLEAGUES,), words=_("Who added or removed a video"),
)  # fmt: skip
