"""Why a file is not taken."""


class RefusedError(Exception):
    """The file is none that we take; the reason is one word, the detail a name."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(reason)
        self.reason, self.detail = reason, detail
