"""The name under which the archive keeps an answer: its address, and for a POST also what was sent.

The form is that of pywb (`__wb_method`, `__wb_post_data`). A key that travels in an address is not part of its name.
"""

from hashlib import sha256
from urllib.parse import quote

LONGEST = 900  # characters of a body that stands in the name as it is


def archive_name(url: str, method: str = "GET", body: str = "") -> str:
    """The name of an answer."""
    if method == "GET":
        return url
    sent = quote(body, safe="")
    if len(sent) > LONGEST:
        sent = "sha256:" + sha256(body.encode()).hexdigest()
    return f"{url}{'&' if '?' in url else '?'}__wb_method={method}&__wb_post_data={sent}"
