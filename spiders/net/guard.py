"""No request of ours reaches an address that is not public: checked on the addresses connected to.

The check sits in the resolver. Twisted hands the addresses it returns straight to the connection, so
there is no second look-up between check and use, and redirects and IP literals pass here too.
"""

from ipaddress import ip_address
from typing import Any, Self
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.resolver import CachingHostnameResolver
from twisted.internet.interfaces import IAddress, IHostResolution, IResolutionReceiver
from zope.interface import implementer

from rulingwire.addresses import is_public

refused: dict[str, str] = {}  # host -> the address it was refused for; one resolver serves the process


class AddressRefused(IgnoreRequest):
    """The host answers at an address that is not public."""


@implementer(IResolutionReceiver)
class _PublicOnly:
    """Passes on the public addresses of a host."""

    def __init__(self, receiver: IResolutionReceiver, host: str, *, loopback: bool) -> None:
        self.receiver, self.host, self.loopback = receiver, host, loopback

    def resolutionBegan(self, resolution: IHostResolution) -> None:
        refused.pop(self.host, None)
        self.receiver.resolutionBegan(resolution)

    def addressResolved(self, address: IAddress) -> None:
        number: str = address.host
        if is_public(number) or (self.loopback and ip_address(number).is_loopback):
            self.receiver.addressResolved(address)
        else:
            refused[self.host] = number

    def resolutionComplete(self) -> None:
        self.receiver.resolutionComplete()


class GuardedResolver(CachingHostnameResolver):
    """Scrapy's caching resolver for IPv4 and IPv6, behind the guard.

    RULINGWIRE_ALLOW_LOOPBACK, for tests, lets 127.0.0.0/8 and ::1 pass.
    """

    loopback = False

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: Any) -> Self:
        resolver = super().from_crawler(crawler, reactor)
        resolver.loopback = crawler.settings.getbool("RULINGWIRE_ALLOW_LOOPBACK")
        return resolver

    def resolveHostName(
        self, resolutionReceiver: IResolutionReceiver, hostName: str, *args: Any, **kwargs: Any
    ) -> IHostResolution:
        receiver = _PublicOnly(resolutionReceiver, hostName, loopback=self.loopback)
        return super().resolveHostName(receiver, hostName, *args, **kwargs)


class Guard:
    """Gives a refused address its name: without this it looks like a host that does not exist."""

    def process_exception(self, request: Request, exception: Exception) -> None:
        host = urlsplit(request.url).hostname or ""
        if host in refused and not isinstance(exception, IgnoreRequest):
            raise AddressRefused(f"{host} is at {refused[host]}, not a public address") from exception
