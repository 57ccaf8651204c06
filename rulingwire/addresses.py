"""Which network addresses are public: asked before anything of ours connects to a host that others name."""

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

NAT64 = ip_network("64:ff9b::/96")  # RFC 6052: an IPv4 address in IPv6 clothes
GIVEN_OUT = (ip_network("0.0.0.0/0"), ip_network("2000::/3"), NAT64)  # all other IPv6 is reserved or local


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
