"""The ways a request can end. Empty, refused and unreadable are three different results."""

from enum import StrEnum


class Outcome(StrEnum):
    """How one request ended."""

    READ = "read"  # a document with entries
    UNCHANGED = "unchanged"  # 304, or the same body as last time
    EMPTY = "empty"  # a good document without entries
    UNREADABLE = "unreadable"  # an answer that is not what it should be
    REFUSED = "refused"  # 401, 403, 429, robots.txt, our own guard
    POSTPONED = "postponed"  # our own budget for the host is spent
    CHALLENGED = "challenged"  # a bot challenge; never fought
    GONE = "gone"  # 404 (of a page) or 410
    FAILED = "failed"  # DNS, connection, TLS, time, size, 5xx
    GAP = "gap"  # replay: the archive holds no such capture

    @property
    def good(self) -> bool:
        """Did the source answer as it should?"""
        return self in (Outcome.READ, Outcome.UNCHANGED, Outcome.EMPTY)
