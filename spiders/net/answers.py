"""What an answer or a failure means: an outcome and the words behind it."""

from datetime import datetime, timedelta
from hashlib import sha256

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
)
from scrapy.http import Response

from rulingwire.models import Capture, SourceState
from rulingwire.outcomes import Outcome
from rulingwire.schedule import wants_full_fetch
from spiders.net.budget import BudgetSpent
from spiders.net.guard import AddressRefused
from spiders.net.manners import HostRefuses, header, is_challenge, retry_after
from spiders.net.replay import NotArchived

NOT_A_PAGE = (404, 410)
FORBIDDEN = (401, 402, 403, 407, 429, 451)


def conditional_headers(state: SourceState, moment: datetime) -> dict[str, str]:
    """If-None-Match and If-Modified-Since from the last good reading; none when a whole fetch is due."""
    if wants_full_fetch(state, moment):
        return {}
    headers = {"If-None-Match": state.etag, "If-Modified-Since": state.last_modified}
    return {name: value for name, value in headers.items() if value}


def capture_of(response: Response) -> Capture:
    """The capture behind a response, as the archive filed it."""
    assert response.request
    moment, file, offset, digest = response.request.meta["archived"]
    return Capture(
        url=response.request.meta.get("archive_as", response.url),
        fetched_at=moment,
        status=response.status,
        body_hash=sha256(response.body).hexdigest() if response.body else "",
        size=len(response.body),
        warc_file=file,
        warc_offset=offset,
        payload_digest=digest,
    )


def judge_answer(response: Response) -> tuple[Outcome, str]:
    """The outcome of an answer that is no document; READ for one that should be."""
    status = response.status
    if is_challenge(response):
        return Outcome.CHALLENGED, f"HTTP {status}: a Cloudflare challenge page instead of an answer"
    if status == 304:
        return Outcome.UNCHANGED, ""
    if status in NOT_A_PAGE:
        return Outcome.GONE, f"HTTP {status}"
    if status in FORBIDDEN:
        return Outcome.REFUSED, f"HTTP {status}"
    if status != 200:
        return Outcome.FAILED, f"HTTP {status}"
    return Outcome.READ, ""


def judge_failure(error: BaseException) -> tuple[Outcome, str]:
    """The outcome of a request that brought no answer."""
    if isinstance(error, NotArchived):
        return Outcome.GAP, str(error)
    if isinstance(error, BudgetSpent):
        return Outcome.POSTPONED, str(error)
    if isinstance(error, (AddressRefused, HostRefuses)):
        return Outcome.REFUSED, str(error)
    words = {
        CannotResolveHostError: "the host name does not resolve",
        DownloadTimeoutError: "no complete answer in time",
        DownloadConnectionRefusedError: "the connection was refused",
        DownloadCancelledError: f"larger than it may be: {error}".removesuffix(": ")[:300],
        ResponseDataLossError: "the answer broke off",
        IgnoreRequest: f"not accepted: {error}",
    }
    for kind, what in words.items():
        if isinstance(error, kind):
            return Outcome.FAILED, what
    return Outcome.FAILED, f"{type(error).__name__}: {error}"[:300]


def fresh_for(response: Response, moment: datetime) -> timedelta | None:
    """How long Cache-Control or, without it, Expires calls the document fresh; None where neither does."""
    for part in header(response, "Cache-Control").split(","):
        name, _, value = part.strip().partition("=")
        if name.lower() == "max-age" and value.isdecimal():
            return timedelta(seconds=min(int(value[:9]), 10**7))
    return retry_after(header(response, "Expires"), moment)  # the same form; "0" and a date gone by mean no time
