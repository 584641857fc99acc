"""One round of everything that is measured on several threads. Prints JSON: [[row, [[entrant, ns or error], ...]], ...].

A figure is the time on the clock for each call of any thread: twice as many threads would halve it, if they did not
hinder each other. Here the median of the slices counts: threads that happen to miss each other make a slice short.
"""

import argparse
import dataclasses
import gc
import itertools
import json
import os
import textwrap
import threading

try:
    import resource
except ImportError:
    resource = None

import check
import entrants
import slices

THREADS = "1,2,4"
UNROLLED = 8
#: So many reads of an object that is mostly read come with one write, and of one that is written rarely.
READS = 31
READS_OF_RARELY_WRITTEN = 1023
#: How often a slice is measured again if other processes were in its way.
ATTEMPTS = 5


@dataclasses.dataclass(frozen=True)
class Row:
    name: str
    #: What the threads share, made anew for each slice.
    shared: str
    #: In each thread, before it begins.
    setup: str
    statement: str
    #: True of `shared` after `calls` calls; else calls have been lost.
    holds: str = "True"
    calls: int = UNROLLED
    locks: bool = False


def read_and_write(reads):
    """The methods are looked up before: else 3.13 would count references to the object, in the object, for each call."""
    return {
        "setup": "read, write = shared.read, shared.write",
        "statement": "\n".join(["read()"] * reads + ["write(5)"]),
        "holds": "shared.read() == 5",
        "calls": reads + 1,
    }


ROWS = [
    Row("shared function", "None", "f = m.inc", "f(41)"),
    # Made by the thread itself: objects that one thread makes in a row may share a cache line.
    Row("own objects", "None", "o = Counter()", "o.hit()", locks=True),
    Row("new objects", "None", "", "Counter()", locks=True),
    Row("one contended object", "Counter()", "o = shared", "o.hit()", "shared.value == calls", locks=True),
    Row(
        "two contended objects",
        "one_and_other(Counter)",
        "o, p = shared if index % 2 == 0 else shared[::-1]",
        "o.absorb(p)",
        "shared[0].value + shared[1].value == 1",
        locks=True,
    ),
    # Made by one thread in a row. Freehold's iterators have the option that keeps them apart.
    Row("neighbouring objects", "[Counter() for _ in range(8)]", "o = shared[index]", "o.hit()", locks=True),
    Row("neighbouring iterators", "[m.Numbers(1 << 60) for _ in range(8)]", "o = shared[index]; step = next", "step(o)"),
    Row("read-mostly object", "m.Board()", **read_and_write(READS)),
    Row("rarely written object", "m.Board()", **read_and_write(READS_OF_RARELY_WRITTEN)),
]

TEMPLATE = """\
def work(count, shared, index, ready, m=m, Counter=Counter):
{setup}
    for times in repeat(None, 2), repeat(None, count):
        before = switches()
        start = clock()
        for _ in times:
{statements}
        end = clock()
        disturbed = switches() - before
        ready()
        ready = no_more
    return start, end, disturbed
"""


def switches():
    """How often the system has given this thread's processor to somebody else, as far as it tells."""
    who = getattr(resource, "RUSAGE_THREAD", None)
    return 0 if who is None else resource.getrusage(who).ru_nivcsw


def one_and_other(counter):
    one, other = counter(), counter()
    one.value = 1
    return one, other


def worker(row, entrant):
    """What each thread does: a little to warm up, then what counts."""
    repeated = row.calls if row.calls == UNROLLED else 1
    source = TEMPLATE.format(
        setup=textwrap.indent(row.setup or "pass", " " * 4),
        statements=textwrap.indent("\n".join([row.statement] * repeated), " " * 12),
    )
    names = {"m": entrant.module, "Counter": entrant.counter, "clock": slices.clock, "repeat": itertools.repeat}
    names["no_more"] = lambda: None
    names["switches"] = switches
    exec(compile(source, f"<{row.name}, {entrant.name}>", "exec"), names)
    return names["work"]


def runner(row, entrant, count_of_threads):
    work = worker(row, entrant)
    names = {"m": entrant.module, "Counter": entrant.counter, "one_and_other": one_and_other}

    def spans(count):
        shared = eval(row.shared, names)
        barrier = threading.Barrier(count_of_threads)
        ends, errors = [], []

        def thread(index):
            try:
                ends.append(work(count, shared, index, barrier.wait))
            except threading.BrokenBarrierError:
                pass
            except BaseException as error:
                errors.append(error)
                barrier.abort()

        threads = [threading.Thread(target=thread, args=(index,)) for index in range(count_of_threads)]
        for one in threads:
            one.start()
        for one in threads:
            one.join()
        if errors:
            raise errors[0]
        calls = row.calls * (count + 2) * count_of_threads
        if not eval(row.holds, {"shared": shared, "calls": calls}):
            raise AssertionError("calls were lost")
        return ends

    def run(count):
        for _ in range(ATTEMPTS if count_of_threads <= (os.cpu_count() or 1) else 1):
            ends = spans(count)
            if not any(disturbed for _, _, disturbed in ends):
                break
        return max(end for _, end, _ in ends) - min(start for start, _, _ in ends)

    def calibrate(count):
        """Without how long the threads took to come."""
        return max(end - start for start, end, _ in spans(count))

    return slices.Run(run, row.calls * count_of_threads, calibrate)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    slices.add_arguments(parser)
    parser.add_argument("--threads", default=THREADS, help="numbers of threads, with commas between")
    arguments = parser.parse_args()
    settings = slices.Settings(arguments)
    plain = entrants.of_peers(arguments.peers)
    locking = entrants.with_mutexes(plain)
    check.check(locking)
    gc.disable()
    figures = []
    for row in ROWS:
        for count in map(int, arguments.threads.split(",")):
            name = f"{row.name}, {count} thread{'s' if count > 1 else ''}"
            if not slices.wanted(name, arguments):
                continue
            runs = {one.name: runner(row, one, count) for one in (locking if row.locks else plain)}
            medians = slices.measure(runs, settings, slices.median)
            figures.append([name, list(medians.items())])
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
