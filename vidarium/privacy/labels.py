"""Labels that the fields of this room share."""

from datetime import timedelta

from django.utils.translation import gettext_noop as _

from vidarium.foundation.datamap import Erasure, Ground, LogTreatment, Owner, Personal, Provenance, Purpose, Role, Term

SUBJECT = Personal(
    "consent.subject", clause="I.A.1.1-o", source=Provenance.DERIVED,
    uses={Purpose.ACCOUNT: Ground.CONTRACT},
    keep=Term(_("the account is closed"), timedelta(days=30)), erase=Erasure.ROW, export=True, log=LogTreatment.NEVER,
    role=Role.CONTROLLER, owner=Owner.SELF, seen_by=(_("you"),), words=_("The random number that your receipts carry instead of your name"),
)  # fmt: skip
RECEIPT = Personal(
    "consent.receipt", clause="I.A.1.1-o", source=Provenance.OBSERVED,
    uses={Purpose.ACCOUNT: Ground.CONTRACT, Purpose.SECURITY: Ground.LEGITIMATE_INTEREST},
    keep=Term(_("the account is closed"), timedelta(days=3 * 365)), erase=Erasure.EXPIRY, export=True, log=LogTreatment.NEVER,
    role=Role.CONTROLLER, owner=Owner.SELF, seen_by=(_("you"),),
    words=_("Receipts of what you agreed to: when, in which language, beneath which notice"),
)  # fmt: skip
