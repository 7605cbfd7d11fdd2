"""Labels that the fields of this room share."""

from datetime import timedelta

from django.utils.translation import gettext_noop as _

from vidarium.foundation.datamap import Erasure, Ground, LogTreatment, Owner, Personal, Provenance, Purpose, Role, Term

MAIL = Personal(
    "contact.message", clause="I.B-f5", source=Provenance.DERIVED,
    uses={Purpose.ACCOUNT: Ground.CONTRACT, Purpose.SECURITY: Ground.CONTRACT},
    keep=Term(_("it is sent"), timedelta(days=1)), erase=Erasure.ROW, export=False, log=LogTreatment.NEVER,
    role=Role.CONTROLLER, owner=Owner.SELF, seen_by=(_("you"),), words=_("A mail to you, until it is on its way"),
)  # fmt: skip
