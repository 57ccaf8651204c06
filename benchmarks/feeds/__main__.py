"""CPU seconds and peak memory of feed readers over feeds on loopback.

    python -m benchmarks.feeds --peers peers/bin/python

Each run is a process: user and system CPU and peak memory as the system counts them, the median of
--rounds. "Start" is a run that asks nobody; "first" and "unchanged" are given with start-up taken off.
How to make the peers' Python: `benchmarks/feeds/peers.py`.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent.parent
TASKS = ("first", "idle", "unchanged")  # in this order: idle needs what the first run kept
OURS = ("rulingwire", "scrapy", "feedparser")
PEERS = ("reader", "feed-to-sqlite")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What a process used: CPU in seconds, memory in MB at its peak."""

    cpu: float
    memory: float


@contextmanager
def serving(count: int, *, validators: bool) -> Iterator[int]:
    """The port of a server that lives as long as the block."""
    command = [sys.executable, "-m", "benchmarks.feeds.server", str(count)]
    command += [] if validators else ["--no-validators"]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout
        yield int(server.stdout.readline())
        server.communicate("")


def cost_of(command: list[str]) -> Cost:
    """Run a command to its end; raises where it fails."""
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)}: exit code {process.returncode}")
    return Cost(cpu=used.ru_utime + used.ru_stime, memory=used.ru_maxrss / 1024)


def measure(system: str, python: str, module: str, port: int, options: argparse.Namespace) -> dict[str, Cost]:
    """The cost of each task, the median of some rounds, start-up taken off."""
    rounds = []
    for _ in range(options.rounds):
        with tempfile.TemporaryDirectory() as folder:
            command = [python, "-m", module, system]
            rounds.append({task: cost_of([*command, task, str(port), str(options.feeds), folder]) for task in TASKS})
    cpu = {task: median(done[task].cpu for done in rounds) for task in TASKS}
    memory = {task: median(done[task].memory for done in rounds) for task in TASKS}
    started = cpu["idle"]
    return {t: Cost(cpu=cpu[t] - (started if t != "idle" else 0), memory=memory[t]) for t in TASKS}


def table(results: dict[str, dict[str, Cost]]) -> str:
    """A Markdown table: seconds, and in brackets how many times those of rulingwire."""
    ours = results["rulingwire"]
    lines = ["| system | first run | unchanged run | start | peak MB first / unchanged |", "|---|---|---|---|---|"]
    for system, costs in results.items():
        cells = [f"{costs[t].cpu:.2f} s ({costs[t].cpu / ours[t].cpu:.2f})" for t in ("first", "unchanged")]
        peaks = f"{costs['first'].memory:.0f} / {costs['unchanged'].memory:.0f}"
        lines.append(f"| {' | '.join([system, *cells, f'''{costs['idle'].cpu:.2f} s''', peaks])} |")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--feeds", type=int, default=300)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--peers", help="a Python that has the peers; without it they are left out")
    parser.add_argument("--no-validators", action="store_true", help="the server ignores conditional requests")
    options = parser.parse_args()
    results = {}
    with serving(options.feeds, validators=not options.no_validators) as port:
        for system in OURS:
            results[system] = measure(system, sys.executable, "benchmarks.feeds.ours", port, options)
        for system in PEERS if options.peers else ():
            results[system] = measure(system, options.peers, "benchmarks.feeds.peers", port, options)
    print(table(results))


if __name__ == "__main__":
    main()
