"""One round of what takes a new process for each figure: importing the module, and the memory of its objects. Prints
JSON: [[row, [[entrant, figure], ...]], ...].
"""

import argparse
import json
import random
import subprocess
import sys

#: Of each, of which the shortest counts.
IMPORTS = 5
OBJECTS = 100_000

IMPORT = """\
import time
start = time.perf_counter_ns()
import {peer}_peer
print((time.perf_counter_ns() - start) / 1000)
"""

#: How the process grows, so that what a peer keeps elsewhere for each object counts as well.
MEMORY = """\
import gc, os
from {peer}_peer import {name} as Counter

def resident():
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")

gc.disable()
kept = [Counter() for _ in range(1000)]
objects = [None] * {count}
before = resident()
for at in range({count}):
    objects[at] = Counter()
print((resident() - before) / {count})
"""


def run(source):
    """What it prints, as a number; or the last line of its error."""
    done = subprocess.run([sys.executable, "-c", source], capture_output=True, text=True)
    if done.returncode == 0:
        return float(done.stdout)
    lines = done.stderr.strip().splitlines() or [f"the process ended with {done.returncode}"]
    return lines[-1]


def shuffled(items, seed):
    return random.Random(seed).sample(items, len(items))


def imports(peers, seed):
    figures = {peer: [] for peer in peers}
    for nth in range(IMPORTS):
        for peer in shuffled(peers, seed * IMPORTS + nth):
            figures[peer].append(run(IMPORT.format(peer=peer)))
    for peer, taken in figures.items():
        raised = [figure for figure in taken if isinstance(figure, str)]
        yield peer, raised[0] if raised else min(taken)


def memory(peers, name):
    for peer in peers:
        yield peer, run(MEMORY.format(peer=peer, name=name, count=OBJECTS))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("peers", nargs="+")
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--only-import", action="store_true")
    arguments = parser.parse_args()
    figures = [["import, µs", list(imports(arguments.peers, arguments.seed))]]
    if not arguments.only_import:
        for name in "Counter", "Frozen":
            figures.append([f"memory of a {name}, bytes", list(memory(arguments.peers, name))])
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
