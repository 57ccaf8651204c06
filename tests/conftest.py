"""No test reaches anything but this machine; a process that a test starts has to see to that itself."""

import _sqlite3
import ctypes
import socket
from contextlib import suppress
from ipaddress import ip_address

import pytest

GUARDED = ("connect", "connect_ex", "sendto")


def is_near(address) -> bool:
    """Does an address lead no farther than this machine? Paths of Unix sockets do not."""
    if not isinstance(address, tuple):
        return True
    host = address[0]
    host = host.decode() if isinstance(host, bytes) else host
    if host in (None, "", "localhost"):
        return True
    try:
        return ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        return False


def refuse(address):
    # A failure is no Exception, so product code that outlives any error does not outlive this one.
    pytest.fail(f"a test reached for {address}, which is not this machine")


def guarded_method(real):
    def method(self, *words):
        return real(self, *words) if is_near(words[-1]) else refuse(words[-1])

    return method


def guarded_lookup(real):
    def lookup(host, *words, **named):
        return real(host, *words, **named) if is_near((host,)) else refuse(host)

    return lookup


@pytest.fixture(scope="session", autouse=True)
def no_network_but_loopback():
    with pytest.MonkeyPatch.context() as patch:
        for name in GUARDED:
            patch.setattr(socket.socket, name, guarded_method(getattr(socket.socket, name)))
        for name in ("getaddrinfo", "gethostbyname"):
            patch.setattr(socket, name, guarded_lookup(getattr(socket, name)))
        yield


@pytest.fixture(scope="module", autouse=True)
def no_limit_of_memory_left_behind():
    """Lift what Datasette set for all SQLite of the process (`web/plugins/limits.py`); SQL can only lower it."""
    yield
    with suppress(AttributeError, OSError):  # where SQLite is built into Python there is nothing to call
        lift = ctypes.CDLL(_sqlite3.__file__).sqlite3_hard_heap_limit64
        lift.restype, lift.argtypes = ctypes.c_int64, [ctypes.c_int64]
        lift(0)
