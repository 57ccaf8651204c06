"""The exception tree.

RulingwireError
+-- ConfigError        feeds.yml or a rules file is wrong; every mistake is listed
+-- UnknownDate        a date in no form we accept
+-- NotHttp            a link that is not http(s)
+-- RunLocked          another run holds the lock
+-- ArchiveError       a WARC file that cannot be read or written
+-- CorpusError        the database is not what this version expects
"""


class RulingwireError(Exception):
    """Base of all errors of ours; its message says what to do next."""


class ConfigError(RulingwireError):
    """A configuration file is wrong: one line per mistake, all of them at once."""

    def __init__(self, mistakes: list[str]) -> None:
        self.mistakes = tuple(mistakes)
        super().__init__("\n".join(mistakes))


class UnknownDate(RulingwireError):
    """A date in a form we do not accept; nothing is guessed."""


class NotHttp(RulingwireError):
    """A link that is not an absolute http or https address."""


class RunLocked(RulingwireError):
    """Another run holds the lock on this data folder."""


class ArchiveError(RulingwireError):
    """A WARC file cannot be read or written."""


class CorpusError(RulingwireError):
    """The database is not what this version of the program expects."""
