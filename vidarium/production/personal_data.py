"""What this room keeps about people outside its fields: pictures and sound made from a film, and the folder in which they are made."""

from django.utils.translation import gettext_noop as _

from vidarium.accounts.labels import COLLEAGUES
from vidarium.foundation.datamap import Erasure, Ground, Kept, LogTreatment, Owner, Personal, Provenance, Purpose, Role, Store, Term
from vidarium.library.labels import AUDIENCE, DELETED

MADE = Personal(
    "content.rendition", clause="I.A.1.2-e", source=Provenance.DERIVED,
    uses={Purpose.SERVICE: Ground.CONTRACT},
    keep=DELETED, erase=Erasure.OBJECT, export=True, log=LogTreatment.NEVER, role=Role.PROCESSOR, owner=Owner.THIRD,
    seen_by=(COLLEAGUES, AUDIENCE), words=_("The video as it plays, in several sizes, without its maker’s notes"),
)  # fmt: skip
POSTER = Personal(
    "content.picture", clause="I.A.1.2-d", source=Provenance.DERIVED,
    uses={Purpose.SERVICE: Ground.CONTRACT},
    keep=DELETED, erase=Erasure.OBJECT, export=True, log=LogTreatment.NEVER, role=Role.PROCESSOR, owner=Owner.THIRD,
    seen_by=(COLLEAGUES, AUDIENCE), words=_("A picture taken from the video"),
)  # fmt: skip
IN_HAND = Personal(
    "content.work", clause="I.A.1.2-e", source=Provenance.DERIVED,
    uses={Purpose.SERVICE: Ground.CONTRACT},
    keep=Term(_("the piece in hand is made")), erase=Erasure.OBJECT, export=False, log=LogTreatment.NEVER,
    role=Role.PROCESSOR, owner=Owner.THIRD, seen_by=(_("nobody"),), words=_("Pieces of a video while they are being made"),
)  # fmt: skip

KEPT = (
    Kept(Store.OBJECTS, "c/{company}/a/{asset}/g/{grid}/{row}/init.mp4", MADE),
    Kept(Store.OBJECTS, "c/{company}/a/{asset}/g/{grid}/{row}/{column}.m4s", MADE),
    Kept(Store.OBJECTS, "c/{company}/a/{asset}/g/{grid}/poster.jpg", POSTER),
    Kept(Store.DISK, "work/", IN_HAND),
)
