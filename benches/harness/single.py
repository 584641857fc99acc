"""One round of everything that is measured on one thread. Prints JSON: [[row, [[entrant, ns or error], ...]], ...].

Each round is a process of its own: where the loader and the allocator happen to put things makes a difference of some
percent, which only other processes can average out.
"""

import argparse
import gc
import itertools
import json
import os
import textwrap

import check
import entrants
import rows
import slices

#: Statements in a row, so that the loop around them hardly counts. What is left of it is not subtracted.
UNROLLED = 8

#: The names are local variables, as in code that is in a hurry.
TEMPLATE = """\
def run(count, m=m, Counter=Counter):
{setup}
    times = repeat(None, count)
    start = clock()
    for _ in times:
{statements}
    return clock() - start
"""


def in_a_row(row):
    return UNROLLED if row.items == 1 else 1


def things(row):
    """How many things one turn of the loop does."""
    return in_a_row(row) * row.items


def runner(row, entrant):
    """A function of its own for each entrant: CPython specialises code by what it has called before."""
    source = TEMPLATE.format(
        setup=textwrap.indent(row.setup.replace("; ", "\n"), " " * 4),
        statements=textwrap.indent("\n".join([row.statement] * in_a_row(row)), " " * 8),
    )
    names = {"m": entrant.module, "Counter": entrant.counter, "clock": slices.clock, "repeat": itertools.repeat}
    exec(compile(source, f"<{row.name}, {entrant.name}>", "exec"), names)
    return names["run"]


def compared(row, entrants_of_row):
    return slices.Comparison(row.name, {one.name: slices.Run(runner(row, one), things(row)) for one in entrants_of_row})


def pin():
    """To one core, so that no figure depends on how often the system moves the process."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    slices.add_arguments(parser)
    arguments = parser.parse_args()
    settings = slices.Settings(arguments)
    plain = entrants.of_peers(arguments.peers)
    locking = entrants.with_mutexes(plain)
    check.check(locking)
    pin()
    gc.disable()
    wanted = [row for row in rows.ROWS if slices.wanted(row.name, arguments)]
    figures = slices.measure([compared(row, locking if row.locks else plain) for row in wanted], settings)
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
