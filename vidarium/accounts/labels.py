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
LEFT_ADDRESS = Personal(
    "contact.left-address", clause="I.A.1.1-a", source=Provenance.PROVIDED,
    uses={Purpose.SECURITY: Ground.CONTRACT},
    keep=Term(_("three days have passed since your account left it"), timedelta(days=1)), erase=Erasure.BLANK, export=True,
    log=LogTreatment.NEVER, role=Role.CONTROLLER, owner=Owner.SELF, seen_by=(YOU,),
    words=_("The e-mail address that your account has left, so that it can be taken back"),
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
SECRET = NotPersonal("a secret of ours, in one-way form")
SIGNED_OUT = Term(_("you sign out, or two weeks have passed"))
PHONE = Personal(
    "contact.phone", clause="I.A.1.1-c", source=Provenance.PROVIDED,
    uses={Purpose.ACCOUNT: Ground.CONTRACT, Purpose.SECURITY: Ground.CONTRACT},
    keep=CLOSED, erase=Erasure.BLANK, export=True, log=LogTreatment.NEVER, role=Role.CONTROLLER, owner=Owner.SELF,
    seen_by=(YOU, _("your company’s owner")), words=_("Your phone number"),
)  # fmt: skip
COUNTRY = Personal(
    "contact.country", clause="I.A.1.1-b", source=Provenance.PROVIDED,
    uses={Purpose.ACCOUNT: Ground.CONTRACT},
    keep=CLOSED, erase=Erasure.ROW, export=True, log=LogTreatment.PLAIN, role=Role.CONTROLLER, owner=Owner.SELF,
    seen_by=(YOU, _("your administrator")), words=_("Your country or region; it decides the law that protects you"),
)  # fmt: skip
ZONE = Personal(
    "preference.time-zone", clause="I.A.1.1-f", source=Provenance.PROVIDED,
    uses={Purpose.ACCOUNT: Ground.CONTRACT},
    keep=CLOSED, erase=Erasure.BLANK, export=True, log=LogTreatment.PLAIN, role=Role.CONTROLLER, owner=Owner.SELF,
    seen_by=(YOU,), words=_("Your time zone, to show times as you read them"),
)  # fmt: skip
LANGUAGE = Personal(
    "device.language", clause="I.A.2.1-d", source=Provenance.OBSERVED,
    uses={Purpose.ACCOUNT: Ground.CONTRACT},
    keep=CLOSED, erase=Erasure.BLANK, export=True, log=LogTreatment.PLAIN, role=Role.CONTROLLER, owner=Owner.SELF,
    seen_by=(YOU,), words=_("The language that you read"),
)  # fmt: skip
POSITION = Personal(
    "identity.position", clause="I.A.1.1-n", source=Provenance.PROVIDED,
    uses={Purpose.ACCOUNT: Ground.CONTRACT},
    keep=LEFT, erase=Erasure.ROW, export=True, log=LogTreatment.NEVER, role=Role.CONTROLLER, owner=Owner.EMPLOYEE,
    seen_by=(YOU, COLLEAGUES), words=_("Your position in the company, if one is given"),
)  # fmt: skip
INVITED = Personal(
    "contact.invitation", clause="I.A.1.1-l", source=Provenance.PROVIDED,
    uses={Purpose.ACCOUNT: Ground.CONTRACT},
    keep=Term(_("you join, the invitation is withdrawn, or it has expired"), timedelta(days=30)), erase=Erasure.ROW, export=True,
    log=LogTreatment.HASH, role=Role.CONTROLLER, owner=Owner.EMPLOYEE,
    seen_by=(YOU, _("those who manage people in that company")), words=_("That a company has invited you, and as what"),
)  # fmt: skip
CODE = Personal(
    "security.code", clause="I.A.1.1-g", source=Provenance.DERIVED,
    uses={Purpose.ACCOUNT: Ground.CONTRACT, Purpose.SECURITY: Ground.CONTRACT},
    keep=Term(_("you have used it, or ten minutes have passed"), timedelta(days=1)), erase=Erasure.ROW, export=False,
    log=LogTreatment.NEVER, role=Role.CONTROLLER, owner=Owner.SELF, seen_by=(NOBODY,), words=_("The codes that prove an address"),
)  # fmt: skip
ATTEMPTS = Personal(
    "security.attempts", clause="I.A.1.1-q", source=Provenance.DERIVED,
    uses={Purpose.SECURITY: Ground.LEGITIMATE_INTEREST},
    keep=Term(_("the limit is no longer near"), timedelta(days=1)), erase=Erasure.EXPIRY, export=False,
    log=LogTreatment.NEVER, role=Role.CONTROLLER, owner=Owner.SELF, seen_by=(NOBODY,),
    words=_("How often something was tried from an address or for an account"),
)  # fmt: skip
ADDRESS = Personal(
    "device.address", clause="I.A.2.1-a", source=Provenance.OBSERVED,
    uses={Purpose.SECURITY: Ground.LEGITIMATE_INTEREST},
    keep=SIGNED_OUT, erase=Erasure.ROW, export=True, log=LogTreatment.NEVER, role=Role.CONTROLLER, owner=Owner.SELF,
    seen_by=(YOU,), words=_("The internet address that a session comes from"),
)  # fmt: skip
BROWSER = Personal(
    "device.browser", clause="I.A.2.1-b", source=Provenance.OBSERVED,
    uses={Purpose.SECURITY: Ground.LEGITIMATE_INTEREST},
    keep=SIGNED_OUT, erase=Erasure.ROW, export=True, log=LogTreatment.NEVER, role=Role.CONTROLLER, owner=Owner.SELF,
    seen_by=(YOU,), words=_("The browser of a session, by its name and version"),
)  # fmt: skip
SYSTEM = Personal(
    "device.system", clause="I.A.2.1-c", source=Provenance.OBSERVED,
    uses={Purpose.SECURITY: Ground.LEGITIMATE_INTEREST},
    keep=SIGNED_OUT, erase=Erasure.ROW, export=True, log=LogTreatment.NEVER, role=Role.CONTROLLER, owner=Owner.SELF,
    seen_by=(YOU,), words=_("The operating system of a session, by its name and version"),
)  # fmt: skip
DEVICE = Personal(
    "device.kind", clause="I.A.2.1-e", source=Provenance.OBSERVED,
    uses={Purpose.SECURITY: Ground.LEGITIMATE_INTEREST},
    keep=SIGNED_OUT, erase=Erasure.ROW, export=True, log=LogTreatment.NEVER, role=Role.CONTROLLER, owner=Owner.SELF,
    seen_by=(YOU,), words=_("The kind and the model of a session’s device, where it tells"),
)  # fmt: skip
FACTOR = Personal(
    "security.second-factor", clause="I.A.1.1-q", source=Provenance.PROVIDED,
    uses={Purpose.SECURITY: Ground.CONTRACT},
    keep=Term(_("you remove it, or the account is closed"), timedelta(days=30)), erase=Erasure.ROW, export=False,
    log=LogTreatment.NEVER, role=Role.CONTROLLER, owner=Owner.SELF, seen_by=(_("nobody; it is kept encrypted"),),
    words=_("Your second factor: an app’s secret, passkeys, recovery codes"),
)  # fmt: skip
REMEMBERED = Personal(
    "device.remembered", clause="I.C-e", source=Provenance.PROVIDED,
    uses={Purpose.SECURITY: Ground.CONTRACT},
    keep=Term(_("thirty days have passed, you end it, or your password or second step changes"), timedelta(days=1)),
    erase=Erasure.ROW, export=True, log=LogTreatment.NEVER, role=Role.CONTROLLER, owner=Owner.SELF, seen_by=(YOU,),
    words=_("The browsers in which you are not asked for a second step, if you chose so"),
)  # fmt: skip
MAKER = Personal(
    "use.keys", clause="I.A.2.3-a", source=Provenance.OBSERVED,
    uses={Purpose.ACCOUNT: Ground.CONTRACT, Purpose.SECURITY: Ground.CONTRACT},
    keep=LEFT, erase=Erasure.ROW, export=True, log=LogTreatment.PLAIN, role=Role.CONTROLLER, owner=Owner.EMPLOYEE,
    seen_by=(YOU, _("those who manage keys in your company")), words=_("Which API keys are yours"),
)  # fmt: skip
ANSWERED = Personal(
    "use.answer", clause="I.A.2.3-a", source=Provenance.OBSERVED,
    uses={Purpose.SERVICE: Ground.CONTRACT},
    keep=Term(_("a program was answered"), timedelta(days=1)), erase=Erasure.EXPIRY, export=False, log=LogTreatment.NEVER,
    role=Role.PROCESSOR, owner=Owner.EMPLOYEE, seen_by=(_("the program that asked"),),
    words=_("What a program was told that asked for something about you, such as an invitation"),
)  # fmt: skip
ACTED = Personal(
    "use.activity", clause="I.A.2.3-a", source=Provenance.OBSERVED,
    uses={Purpose.SECURITY: Ground.CONTRACT, Purpose.SERVICE: Ground.CONTRACT},
    keep=Term(_("two years have passed"), timedelta(days=0)), erase=Erasure.EXPIRY, export=True, log=LogTreatment.NEVER,
    role=Role.PROCESSOR, owner=Owner.EMPLOYEE, seen_by=(YOU, _("those who may see your company’s activity")),
    words=_("What you did in a company’s account, when and from where"),
)  # fmt: skip
HERE = Personal(
    "use.presence", clause="I.A.2.3-a", source=Provenance.OBSERVED,
    uses={Purpose.SECURITY: Ground.CONTRACT},
    keep=LEFT, erase=Erasure.ROW, export=True, log=LogTreatment.NEVER, role=Role.PROCESSOR, owner=Owner.EMPLOYEE,
    seen_by=(YOU, _("those who manage people in that company")), words=_("The day on which you were last in a company’s account"),
)  # fmt: skip
STAFF = Personal(
    "account.staff", clause="III.B.2-c", source=Provenance.PROVIDED,
    uses={Purpose.ACCOUNT: Ground.CONTRACT, Purpose.SECURITY: Ground.CONTRACT},
    keep=Term(_("you are service staff no longer"), timedelta(days=730)), erase=Erasure.ROW, export=True, log=LogTreatment.PLAIN,
    role=Role.CONTROLLER, owner=Owner.SELF, seen_by=(YOU, _("whoever runs this service")),
    words=_("That you are service staff, since when and until when"),
)  # fmt: skip
LOOKED_INTO = Personal(
    "use.staff-access", clause="III.B.1-e", source=Provenance.PROVIDED,
    uses={Purpose.SECURITY: Ground.CONTRACT},
    keep=Term(_("two years have passed"), timedelta(days=0)), erase=Erasure.ROW, export=True, log=LogTreatment.NEVER,
    role=Role.CONTROLLER, owner=Owner.SELF, seen_by=(YOU, _("those who may see the activity of that company")),
    words=_("Which company’s account you looked into as service staff, and why"),
)  # fmt: skip
