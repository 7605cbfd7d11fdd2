"""Labels that the fields of this room share."""

from django.utils.translation import gettext_noop as _

from vidarium.accounts.labels import COLLEAGUES
from vidarium.foundation.datamap import (
    Erasure,
    Ground,
    LogTreatment,
    Owner,
    Personal,
    Provenance,
    Purpose,
    Role,
    Term,
)

DELETED = Term(_("the video is deleted"))
AUDIENCE = _("the video’s viewers")

WORDS = Personal(
    "content.words", clause="I.A.1.2-g", source=Provenance.PROVIDED,
    uses={Purpose.SERVICE: Ground.CONTRACT},
    keep=DELETED, erase=Erasure.ROW, export=True, log=LogTreatment.NEVER, role=Role.PROCESSOR, owner=Owner.THIRD,
    seen_by=(COLLEAGUES, AUDIENCE), words=_("A video’s title and notes, which may name people"),
)  # fmt: skip
PILE = Personal(
    "content.collection", clause="I.A.1.2-g", source=Provenance.PROVIDED,
    uses={Purpose.SERVICE: Ground.CONTRACT},
    keep=Term(_("the collection is deleted")), erase=Erasure.ROW, export=True, log=LogTreatment.NEVER, role=Role.PROCESSOR,
    owner=Owner.THIRD, seen_by=(COLLEAGUES,), words=_("A collection’s name, which may name people"),
)  # fmt: skip
FILE_NAME = Personal(
    "content.file-name", clause="I.A.1.2-g", source=Provenance.PROVIDED,
    uses={Purpose.SERVICE: Ground.CONTRACT},
    keep=DELETED, erase=Erasure.ROW, export=True, log=LogTreatment.NEVER, role=Role.PROCESSOR, owner=Owner.THIRD,
    seen_by=(COLLEAGUES,), words=_("A file’s name, as it was on the sender’s machine"),
)  # fmt: skip
FILM = Personal(
    "content.video", clause="I.A.1.2-e", source=Provenance.PROVIDED,
    uses={Purpose.SERVICE: Ground.CONTRACT},
    keep=DELETED, erase=Erasure.OBJECT, export=True, log=LogTreatment.NEVER, role=Role.PROCESSOR, owner=Owner.THIRD,
    seen_by=(COLLEAGUES,), words=_("The uploaded file, with what its maker wrote into it"),
)  # fmt: skip
ARRIVING = Personal(
    "content.upload", clause="I.A.1.2-e", source=Provenance.PROVIDED,
    uses={Purpose.SERVICE: Ground.CONTRACT},
    keep=Term(_("the upload is complete, or has expired")), erase=Erasure.OBJECT, export=False, log=LogTreatment.NEVER,
    role=Role.PROCESSOR, owner=Owner.THIRD, seen_by=(_("nobody"),), words=_("The part of a file that has arrived so far"),
)  # fmt: skip
