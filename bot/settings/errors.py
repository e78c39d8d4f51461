"""What an installer is told: one line what is wrong, one line what to do."""


class ConfigError(Exception):
    """Two German sentences; neither ever holds a secret."""

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(what, remedy)
        self.what = what
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.what}\n{self.remedy}"


class Unreadable(ValueError):
    """A value that says nothing we understand; where it stood is added by the reader of the section."""

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(what)
        self.what = what
        self.remedy = remedy
