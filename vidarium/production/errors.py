"""What can go wrong in production.

ProductionError
├── SourceRefused        the file can't be made into a film; each tells its owner why
│   ├── SourceEmpty
│   ├── SourceUnreadable
│   ├── SourcePlaylist
│   ├── SourceHasNoStreams
│   ├── SourceTruncated
│   ├── SourceCodecUnknown
│   ├── SourceTooLarge
│   └── SourceBomb
├── OutputMalformed      what an encoder wrote is not what was planned
│   └── PictureBroken    the source yields no frame there
├── OutrunByAnother      a worker's result comes after its chunk was given to another one
├── InitDiffers          two runs of one row made different initialization segments
└── WorkerBroughtDown    whoever tried to make it died of it, or of something else each time
"""

from __future__ import annotations

from vidarium.foundation.errors import VidariumError


class ProductionError(VidariumError):
    """This video could not be made."""

    code, status = "production", 500


class SourceRefused(ProductionError):
    """This file can't be made into a video."""

    code, status = "source", 422


class SourceEmpty(SourceRefused):
    """This file is empty. Check it where it came from and upload it again."""

    code = "source.empty"


class SourceUnreadable(SourceRefused):
    """This is not a video or sound file that we can read."""

    code = "source.unreadable"


class SourcePlaylist(SourceRefused):
    """This is a list of files, not a video. Upload the video itself."""

    code = "source.playlist"


class SourceHasNoStreams(SourceRefused):
    """There is neither picture nor sound in this file."""

    code = "source.no_streams"


class SourceTruncated(SourceRefused):
    """This file breaks off before its end. Upload it again."""

    code = "source.truncated"


class SourceCodecUnknown(SourceRefused):
    """This file is in a format that we do not open. Save it as H.264 in an MP4 file and upload that."""

    code = "source.codec"


class SourceTooLarge(SourceRefused):
    """The picture of this file is larger, or its tracks are more, than we take."""

    code = "source.too_large"


class SourceBomb(SourceRefused):
    """The times in this file can't be true: it promises hours and holds almost nothing."""

    code = "source.bomb"


class OutrunByAnother(ProductionError):
    """This part of the video was given to another worker meanwhile."""

    code, status = "production.outrun", 409


class InitDiffers(ProductionError):
    """Two parts of this video do not fit each other."""

    code = "production.init_differs"


class WorkerBroughtDown(ProductionError):
    """Making this part of the video brought its worker down, each time that it was tried."""

    code = "production.worker_brought_down"


class OutputMalformed(ProductionError):
    """A part of this video came out wrong."""

    code = "production.output_malformed"


class PictureBroken(OutputMalformed):
    """This part of the picture can't be read from the file."""

    code, status = "production.picture_broken", 422
