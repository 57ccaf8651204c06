"""CPU seconds and peak memory of feed readers over feeds on loopback.

    python -m benchmarks.feeds --peers peers/bin/python

Each run is a process: user and system CPU and peak memory as the operating system counts them, the least
CPU of --rounds. "Start" is a run that asks nobody; it is taken off the first and the unchanged run.
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


def measure(options: argparse.Namespace, port: int) -> dict[str, dict[str, Cost]]:
    """The least cost of each task of each system, start-up taken off; a round runs all systems in turn."""
    commands = {system: [sys.executable, "-m", "benchmarks.feeds.ours", system] for system in OURS}
    if options.peers:
        commands |= {system: [options.peers, "-m", "benchmarks.feeds.peers", system] for system in PEERS}
    done: dict[str, list[dict[str, Cost]]] = {system: [] for system in commands}
    for _ in range(options.rounds):
        for system, command in commands.items():
            with tempfile.TemporaryDirectory() as folder:
                where = [str(port), str(options.feeds), folder]
                done[system].append({task: cost_of([*command, task, *where]) for task in TASKS})
    return {system: _least(rounds) for system, rounds in done.items()}


def _least(rounds: list[dict[str, Cost]]) -> dict[str, Cost]:
    cpu = {task: min(costs[task].cpu for costs in rounds) for task in TASKS}
    memory = {task: max(costs[task].memory for costs in rounds) for task in TASKS}
    started = cpu["idle"]
    return {t: Cost(cpu=max(0.0, cpu[t] - (started if t != "idle" else 0)), memory=memory[t]) for t in TASKS}


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
    with serving(options.feeds, validators=not options.no_validators) as port:
        print(table(measure(options, port)))


if __name__ == "__main__":
    main()
