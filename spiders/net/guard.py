"""No request of ours reaches an address that is not public: checked on the addresses connected to.

The check sits in the resolver. Twisted hands the addresses it returns straight to the connection, so
there is no second look-up between check and use, and redirects and IP literals pass here too.
"""

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Any, Self
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.resolver import CachingHostnameResolver
from twisted.internet.interfaces import IAddress, IHostResolution, IResolutionReceiver
from zope.interface import implementer

NAT64 = ip_network("64:ff9b::/96")  # RFC 6052: an IPv4 address in IPv6 clothes
GIVEN_OUT = (ip_network("0.0.0.0/0"), ip_network("2000::/3"), NAT64)  # all other IPv6 is reserved or local

refused: dict[str, str] = {}  # host -> the address it was refused for; one resolver serves the process


class AddressRefused(IgnoreRequest):
    """The host answers at an address that is not public."""


def is_public(address: str) -> bool:
    """Is this a globally routable unicast address, also after taking off any IPv4-in-IPv6 wrapping?"""
    ip = ip_address(address.split("%")[0])
    routable = all(part.is_global and not part.is_multicast for part in (ip, *_wrapped(ip)))
    return routable and any(ip in network for network in GIVEN_OUT)


def _wrapped(ip: IPv4Address | IPv6Address) -> list[IPv4Address]:
    if isinstance(ip, IPv4Address):
        return []
    inner = [ip.ipv4_mapped, ip.sixtofour, *(ip.teredo or ())]
    if ip in NAT64:
        inner.append(IPv4Address(int(ip) & 0xFFFFFFFF))
    return [part for part in inner if part is not None]


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
