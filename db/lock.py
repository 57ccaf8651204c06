"""One run at a time on a data folder."""

from pathlib import Path

from filelock import FileLock, Timeout

from rulingwire.errors import RunLocked


def take_lock(folder: Path) -> FileLock:
    """The lock of a data folder, taken; the same process may take it again.

    Raises RunLocked at once where another process holds it. The operating system frees it when a
    process dies, however it dies.
    """
    folder.mkdir(parents=True, exist_ok=True)
    lock = FileLock(folder / "lock", is_singleton=True)
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        raise RunLocked(f"{folder}: another run is at work; this one leaves it alone.") from error
    return lock
