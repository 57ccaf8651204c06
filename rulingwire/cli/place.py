"""Where a run works, and what its exit codes mean."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rulingwire.alerts import ALERTS
from rulingwire.corrections import CORRECTIONS

ALL_WELL, SOURCES_FAILING, CONFIG_WRONG, LOCKED = 0, 1, 2, 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A data folder and the list of sources."""

    data: Path
    feeds: Path

    @property
    def database(self) -> Path:
        return self.data / "rulings.db"

    @property
    def archive(self) -> Path:
        return self.data / "archive"

    @property
    def watch(self) -> Path:
        return self.feeds.with_name("watch.yml")

    @property
    def corrections(self) -> Path:
        return self.feeds.with_name(CORRECTIONS)

    @property
    def alerts(self) -> Path:
        return self.feeds.with_name(ALERTS)

    @property
    def snapshots(self) -> Path:
        return self.data / "snapshots"

    def settings(self) -> dict[str, Any]:
        """Scrapy settings of a run here; its log is a file, so that cron stays silent."""
        return {
            "RULINGWIRE_FEEDS": str(self.feeds),
            "RULINGWIRE_DATABASE": str(self.database),
            "RULINGWIRE_ARCHIVE": str(self.archive),
            "LOG_FILE": str(self.data / "rulingwire.log"),
        }
