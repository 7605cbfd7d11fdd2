"""Labels that the fields of this room share."""

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

DELETED = Term("the video is deleted")

WORDS = Personal(
    "content.words", clause="I.A.2.2-b", source=Provenance.PROVIDED,
    uses={Purpose.SERVICE: Ground.CONTRACT},
    keep=DELETED, erase=Erasure.ROW, export=True, log=LogTreatment.NEVER, role=Role.PROCESSOR, owner=Owner.THIRD,
    seen_by=("your colleagues in the company", "whoever the company shows the video to"),
    words="The words a company gives a video: its title and notes, which may name people",
)  # fmt: skip
FILE_NAME = Personal(
    "content.file-name", clause="I.A.2.2-b", source=Provenance.PROVIDED,
    uses={Purpose.SERVICE: Ground.CONTRACT},
    keep=DELETED, erase=Erasure.ROW, export=True, log=LogTreatment.NEVER, role=Role.PROCESSOR, owner=Owner.THIRD,
    seen_by=("your colleagues in the company",), words="The name of an uploaded file, as it was on the sender's machine",
)  # fmt: skip
