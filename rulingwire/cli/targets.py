"""Handing a digest to a target: e-mail, webhook, command, apprise. TargetFailed unless the target took it.

Settings and secrets come from the environment; docs/alerts.md names them.
"""

import hashlib
import hmac
import http.client
import importlib
import json
import os
import smtplib
import socket
import ssl
import subprocess
from collections.abc import Sequence
from contextlib import suppress
from email.message import EmailMessage
from ipaddress import ip_address
from urllib.parse import urlsplit

from rulingwire.addresses import is_public
from rulingwire.alerts import Alert, News
from rulingwire.digests import delivery, digest, payload, subject
from rulingwire.errors import RulingwireError

SECONDS = 30  # a target that takes longer has not taken it
SITE = "http://127.0.0.1:8001"


class TargetFailed(RulingwireError):
    """A target did not take a digest."""


def send(alert: Alert, news: Sequence[News]) -> None:
    """Hand news to the target of an alert; TargetFailed where it does not take it."""
    try:
        SENDERS[alert.to.kind](alert, news)
    except (OSError, ValueError, smtplib.SMTPException, http.client.HTTPException, subprocess.SubprocessError) as error:
        raise TargetFailed(f"{type(error).__name__}: {error}") from error


def site() -> str:
    """Where the corpus is served; links in digests lead there."""
    return os.environ.get("RULINGWIRE_SITE", SITE).rstrip("/")


def _json(alert: Alert, news: Sequence[News]) -> bytes:
    return json.dumps(payload(alert.name, news, site()), ensure_ascii=False, sort_keys=True).encode()


def send_mail(alert: Alert, news: Sequence[News]) -> None:
    """Send a digest by SMTP: with TLS from the start, or after STARTTLS, or plain where told so."""
    host = os.environ.get("RULINGWIRE_SMTP_HOST")
    if not host:
        raise TargetFailed("no mail server; set RULINGWIRE_SMTP_HOST and its fellows (docs/alerts.md)")
    tls, user = os.environ.get("RULINGWIRE_SMTP_TLS", "starttls"), os.environ.get("RULINGWIRE_SMTP_USER")
    if tls not in ("starttls", "tls", "none"):
        raise TargetFailed(f"RULINGWIRE_SMTP_TLS is {tls!r}; it must be starttls, tls or none")
    port = int(os.environ.get("RULINGWIRE_SMTP_PORT", "465" if tls == "tls" else "587"))
    context, mail = ssl.create_default_context(), message(alert, news)
    us = mail["From"].rpartition("@")[2]  # what we call ourselves; asking for our own name can take long
    with (
        smtplib.SMTP_SSL(host, port, us, timeout=SECONDS, context=context)
        if tls == "tls"
        else smtplib.SMTP(host, port, us, timeout=SECONDS)
    ) as server:
        if tls == "starttls":
            server.starttls(context=context)
        if user:
            server.login(user, os.environ.get("RULINGWIRE_SMTP_PASSWORD", ""))
        refused = server.send_message(mail)
    if refused:
        raise TargetFailed(f"the mail server did not take it for {', '.join(refused)}")


def message(alert: Alert, news: Sequence[News]) -> EmailMessage:
    """A digest as an e-mail; the same news has the same Message-ID."""
    mail = EmailMessage()
    mail["Subject"] = subject(alert.name, news)
    mail["From"] = os.environ.get("RULINGWIRE_SMTP_FROM", "rulingwire@localhost")
    mail["To"] = ", ".join(alert.to.words)
    mail["Message-ID"] = f"<{delivery(alert.name, news)}@rulingwire>"
    mail["Auto-Submitted"] = "auto-generated"  # RFC 3834: nobody's absence notice shall answer
    mail.set_content(digest(alert.name, news, site()))
    return mail


def send_webhook(alert: Alert, news: Sequence[News]) -> None:
    """POST the JSON of a digest, signed where RULINGWIRE_WEBHOOK_SECRET is set; redirects are not followed."""
    body, parts = _json(alert, news), urlsplit(alert.to.words[0])
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "rulingwire-alert",
        "X-Rulingwire-Delivery": delivery(alert.name, news),
    }
    if secret := os.environ.get("RULINGWIRE_WEBHOOK_SECRET"):
        headers["X-Rulingwire-Signature"] = sign(body, secret)
    connection = connect(parts.scheme, parts.hostname or "", parts.port, private=alert.to.private)
    try:
        connection.request("POST", (parts.path or "/") + (f"?{parts.query}" if parts.query else ""), body, headers)
        with connection.getresponse() as answer:
            status = answer.status
    finally:
        connection.close()
    if not 200 <= status < 300:
        raise TargetFailed(f"the webhook answered {status}")


def sign(body: bytes, secret: str) -> str:
    """The signature of a body, as the header X-Rulingwire-Signature has it."""
    return "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def connect(scheme: str, host: str, port: int | None, *, private: bool) -> http.client.HTTPConnection:
    """A connection to the very address that was judged: no second look-up between check and use.

    TargetFailed where one of the host's addresses is not public, unless `private` says that it may be.
    """
    port = port or (443 if scheme == "https" else 80)
    found = _addresses(host, port)
    inside = [address for address in found if not is_public(address)]
    if inside and not private and not _allowed_in_tests(inside):
        raise TargetFailed(f"{host} is at {inside[0]}, not a public address; `private: true` would allow it")
    wire = _first_that_answers(found, port)
    if scheme == "https":
        wire = ssl.create_default_context().wrap_socket(wire, server_hostname=host)
    connection = http.client.HTTPConnection(host, port, timeout=SECONDS)
    connection.sock = wire
    return connection


def _addresses(host: str, port: int) -> list[str]:
    with suppress(ValueError):
        return [str(ip_address(host))]
    return [str(row[4][0]) for row in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def _first_that_answers(addresses: Sequence[str], port: int) -> socket.socket:
    for address in addresses[:-1]:
        with suppress(OSError):  # a name may have an IPv6 address where we have none
            return socket.create_connection((address, port), timeout=SECONDS)
    return socket.create_connection((addresses[-1], port), timeout=SECONDS)


def _allowed_in_tests(addresses: Sequence[str]) -> bool:
    allowed = os.environ.get("RULINGWIRE_ALLOW_LOOPBACK") == "1"
    return allowed and all(ip_address(address.split("%")[0]).is_loopback for address in addresses)


def run_command(alert: Alert, news: Sequence[News]) -> None:
    """Run a command with the JSON of a digest on its standard input; exit code 0 means that it took it."""
    done = subprocess.run(  # noqa: S603  # the words come from the owner's own file, and no shell reads them
        alert.to.words, input=_json(alert, news), capture_output=True, timeout=SECONDS, check=False
    )
    if done.returncode:
        last = done.stderr.decode(errors="replace").strip().splitlines()[-1:]
        raise TargetFailed(f"{alert.to.words[0]} ended with {done.returncode}" + "".join(f": {one}" for one in last))


def send_apprise(alert: Alert, news: Sequence[News]) -> None:
    """Send a digest to what apprise reaches; it is no dependency of ours, so it may not be there."""
    try:
        apprise = importlib.import_module("apprise")
    except ImportError as error:
        raise TargetFailed("apprise is not installed; pip install apprise") from error
    addresses = os.environ.get(alert.to.words[0], "").split()
    sender = apprise.Apprise()
    if not addresses or not all(sender.add(address) for address in addresses):
        raise TargetFailed(f"{alert.to.words[0]} holds no address that apprise knows")
    if not sender.notify(title=subject(alert.name, news), body=digest(alert.name, news, site())):
        raise TargetFailed("apprise could not send it")


SENDERS = {"email": send_mail, "webhook": send_webhook, "command": run_command, "apprise": send_apprise}
