"""`publish --folder`: a snapshot with all that serving it needs, for a container or another machine."""

import json
import shutil
from importlib.metadata import version
from pathlib import Path

from rulingwire.errors import CorpusError
from web.site import WEB, datasette_command

PARTS = ("plugins", "templates", "static")
QUESTIONS = WEB.parent / "db"

# Nothing in the container may write, and nobody in it is root. What it serves stands in it.
DOCKERFILE = """\
FROM python:3.11-slim
RUN pip install --no-cache-dir datasette=={version} && useradd --no-create-home reader
WORKDIR /srv
COPY . .
USER reader
EXPOSE {port}
CMD {command}
"""


def write_folder(snapshot: Path, folder: Path, *, port: int = 8001) -> Path:
    """Copy a snapshot and the site to a new folder with a Dockerfile; return the folder.

    CorpusError where the folder exists: what stands there may be in service. It appears whole or not at all.
    """
    if folder.exists():
        raise CorpusError(f"{folder}: exists; name a new folder, then switch to it")
    draft = folder.with_name(f".{folder.name}.draft")
    shutil.rmtree(draft, ignore_errors=True)
    shutil.copytree(snapshot.parent, draft)
    for part in PARTS:
        shutil.copytree(WEB / part, draft / "web" / part, ignore=shutil.ignore_patterns("__pycache__"))
    # the plugins look for what they ask beside the folder they stand in, as in the project
    shutil.copytree(QUESTIONS, draft / "db", ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    (draft / "Dockerfile").write_text(_dockerfile(draft, port), encoding="utf-8")
    draft.rename(folder)
    return folder


def _dockerfile(folder: Path, port: int) -> str:
    command = json.dumps(served_command(folder, port))
    return DOCKERFILE.format(version=version("datasette"), port=port, command=command)


def served_command(folder: Path, port: int) -> list[str]:
    """The command that serves the folder to everybody from within it: free SQL off."""
    everywhere = "0.0.0.0"  # noqa: S104  # of the container, which is what its port is opened on
    command = datasette_command(
        folder / "rulings.db",
        metadata_path=folder / "metadata.json",
        host=everywhere,
        port=port,
        public=True,
        web=folder / "web",
    )
    return ["datasette", *(word.replace(f"{folder}/", "") for word in command[3:])]
