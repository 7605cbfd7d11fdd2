"""Labels that the fields of this room share."""

from datetime import timedelta

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

CLOSED = Term("the account is closed", timedelta(days=30))
LEFT = Term("you leave the company")

EMAIL = Personal(
    "contact.email", clause="I.A.1.1-a", source=Provenance.PROVIDED,
    uses={Purpose.ACCOUNT: Ground.CONTRACT, Purpose.SECURITY: Ground.CONTRACT},
    keep=CLOSED, erase=Erasure.TOMBSTONE, export=True, log=LogTreatment.HASH, role=Role.CONTROLLER, owner=Owner.SELF,
    seen_by=("you", "your colleagues in the company"), words="Your e-mail address",
)  # fmt: skip
NAME = Personal(
    "identity.name", clause="I.A.1.1-a", source=Provenance.PROVIDED,
    uses={Purpose.ACCOUNT: Ground.CONTRACT},
    keep=CLOSED, erase=Erasure.TOMBSTONE, export=True, log=LogTreatment.NEVER, role=Role.CONTROLLER, owner=Owner.SELF,
    seen_by=("you", "your colleagues in the company"), words="Your name",
)  # fmt: skip
SECRET = Personal(
    "security.credential", clause="III.B.1-d", source=Provenance.PROVIDED,
    uses={Purpose.SECURITY: Ground.CONTRACT},
    keep=CLOSED, erase=Erasure.ROW, export=False, log=LogTreatment.NEVER, role=Role.CONTROLLER, owner=Owner.SELF,
    seen_by=("nobody: only a one-way form is kept",), words="What proves that it is you",
)  # fmt: skip
LAST_SEEN = Personal(
    "use.sign-in", clause="I.A.2.1-c", source=Provenance.OBSERVED,
    uses={Purpose.SECURITY: Ground.CONTRACT},
    keep=CLOSED, erase=Erasure.BLANK, export=True, log=LogTreatment.PLAIN, role=Role.CONTROLLER, owner=Owner.SELF,
    seen_by=("you",), words="When you last signed in",
)  # fmt: skip
STANDING = Personal(
    "account.standing", clause="I.A.1.1-b", source=Provenance.PROVIDED,
    uses={Purpose.ACCOUNT: Ground.CONTRACT},
    keep=LEFT, erase=Erasure.ROW, export=True, log=LogTreatment.PLAIN, role=Role.CONTROLLER, owner=Owner.EMPLOYEE,
    seen_by=("you", "your colleagues in the company"), words="Which company you work in, and what you may do there",
)  # fmt: skip
AUTHOR = Personal(
    "account.author", clause="I.A.2.1-c", source=Provenance.OBSERVED,
    uses={Purpose.SERVICE: Ground.CONTRACT},
    keep=LEFT, erase=Erasure.BLANK, export=True, log=LogTreatment.PLAIN, role=Role.PROCESSOR, owner=Owner.EMPLOYEE,
    seen_by=("your colleagues in the company",), words="Who added, changed or removed something",
)  # fmt: skip
