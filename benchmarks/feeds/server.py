"""HTTP on 127.0.0.1 with strong validators and keep-alive; prints its port, ends with its input.

python -m benchmarks.feeds.server COUNT [--no-validators]
"""

import asyncio
import sys
from hashlib import sha256

from benchmarks.feeds.documents import document

Documents = dict[str, tuple[bytes, str]]
REASONS = {200: b"OK", 304: b"Not Modified", 404: b"Not Found"}


def answer(documents: Documents, path: str, headers: dict[str, str], *, validators: bool) -> bytes:
    body, etag = documents.get(path, (b"", ""))
    status = 200 if body else 404
    lines = [b"Content-Type: application/xml"]
    if body and validators:
        lines.append(f'ETag: "{etag}"'.encode())
        if etag in headers.get("if-none-match", ""):
            status, body = 304, b""
    if status != 304:
        lines.append(b"Content-Length: %d" % len(body))
    return b"\r\n".join([b"HTTP/1.1 %d %s" % (status, REASONS[status]), *lines, b"", body])


async def serve(count: int, *, validators: bool) -> None:
    documents: Documents = {}
    for feed in range(count):
        body = document(feed)
        documents[f"/feed/{feed}.xml"] = (body, sha256(body).hexdigest()[:16])

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while request := await reader.readuntil(b"\r\n\r\n"):
                first, *rest = request.decode("latin-1").split("\r\n")
                headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in rest)}
                writer.write(answer(documents, first.split(" ")[1], headers, validators=validators))
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    server = await asyncio.start_server(talk, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), validators="--no-validators" not in sys.argv))
