"""What spiders may ask of the past: a protocol, so that the network knows no SQL."""

from datetime import datetime
from typing import Protocol

from rulingwire.models import HostState, SourceState, WantedPage


class Memory(Protocol):
    """The past as spiders see it; `db.memory` keeps it, `Blank` has none."""

    def source_state(self, source_id: str) -> SourceState:
        """What we remember of a source."""

    def host_state(self, host: str) -> HostState:
        """What we remember of a host."""

    def remember_host(self, state: HostState) -> None:
        """Replace what we remember of a host."""

    def requests_since(self, host: str, moment: datetime) -> list[datetime]:
        """When we sent requests to a host with a budget after a moment, oldest first."""

    def note_request(self, host: str, moment: datetime) -> None:
        """Count a request to a host with a budget."""

    def has_fetch(self, source_id: str, url: str, fetched_at: datetime) -> bool:
        """Was this very capture stored before?"""

    def last_payload(self, url: str) -> tuple[str, datetime] | None:
        """Payload digest of the last archived body of an address, and when that body was first archived."""

    def wanted_pages(self, source_id: str, *, gaps: bool = False) -> tuple[WantedPage, ...]:
        """Pages still to be read, oldest wish first; with `gaps`, also those that a replay did not find."""


class Blank:
    """A memory without a past."""

    def __init__(self) -> None:
        self.hosts: dict[str, HostState] = {}
        self.requests: list[tuple[str, datetime]] = []

    def source_state(self, source_id: str) -> SourceState:
        return SourceState(source_id=source_id)

    def host_state(self, host: str) -> HostState:
        return self.hosts.get(host, HostState(host=host))

    def remember_host(self, state: HostState) -> None:
        self.hosts[state.host] = state

    def requests_since(self, host: str, moment: datetime) -> list[datetime]:
        return [at for name, at in self.requests if name == host and at > moment]

    def note_request(self, host: str, moment: datetime) -> None:
        self.requests.append((host, moment))

    def has_fetch(self, source_id: str, url: str, fetched_at: datetime) -> bool:
        return False

    def last_payload(self, url: str) -> tuple[str, datetime] | None:
        return None

    def wanted_pages(self, source_id: str, *, gaps: bool = False) -> tuple[WantedPage, ...]:
        return ()


def blank_for(_crawler: object) -> Blank:
    """A blank memory, for RULINGWIRE_MEMORY."""
    return Blank()
