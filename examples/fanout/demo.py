"""Counts steps of the Collatz sequence in 1, 2, ... threads of one interpreter, and in as many interpreters.

Each result is compared with the first. ``cargo xtask demo fanout`` builds the module and runs this, on both Pythons.
"""

import argparse
import os
import statistics
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import fanout

SETUP = """
def steps(start):
    total = 0
    for number in range(start, start + 500):
        while number > 1:
            number = number // 2 if number % 2 == 0 else 3 * number + 1
            total += 1
    return total
"""


def main():
    cores = os.cpu_count() or 1
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--work", type=int, default=120, help="how many times 500 sequences (default: 120)")
    parser.add_argument("--repeat", type=int, default=5, help="runs of each; the table shows the median (default: 5)")
    options = parser.parse_args()
    if sys.version_info < (3, 12):
        print("Python", sys.version.split()[0], "has no interpreters with a GIL of their own: 3.12 and later do")
        return 0

    numbers = [1 + 500 * share for share in range(options.work)]
    namespace = {}
    exec(SETUP, namespace)
    steps = namespace["steps"]
    expected = [steps(number) for number in numbers]

    gil = getattr(sys, "_is_gil_enabled", lambda: True)()
    print(f"Python {sys.version.split()[0]}, the GIL is {'on' if gil else 'off'}, {cores} cores")
    print(f"{'':16}{'workers':>8}{'seconds':>10}{'speed-up':>10}")
    for count in sorted({1, 2, cores}):
        with ThreadPoolExecutor(count) as threads:
            show("threads", count, options.repeat, expected, lambda: list(threads.map(steps, numbers)))
    for count in sorted({1, 2, cores}):
        began = time.perf_counter()
        pool = fanout.Pool(count, SETUP)
        made = time.perf_counter() - began
        show("interpreters", count, options.repeat, expected, lambda: pool.map("steps", numbers), f"made in {made:.3f} s")
        del pool
    return 0


FIRST = []


def show(name, count, repeat, expected, run, note=""):
    """The median of some runs, and how much faster that is than one thread of one interpreter."""
    seconds = []
    for _ in range(repeat):
        began = time.perf_counter()
        result = run()
        seconds.append(time.perf_counter() - began)
        if result != expected:
            raise SystemExit(f"{count} {name}: the results differ")
    median = statistics.median(seconds)
    FIRST.append(median)
    print(f"{name:16}{count:8}{median:10.3f}{FIRST[0] / median:10.2f}   {note}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
