"""One round of everything that is measured on several threads. Prints JSON: [[row, [[entrant, ns or error], ...]], ...].

A figure is the time on the clock for each call of any thread: twice as many threads would halve it, if they did not
hinder each other. The slices for all numbers of threads take turns, as they are compared with each other. Where threads
want the same object, the median of the slices counts: those that happen to miss each other make a slice short.
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
#: So long after the last thread has come all of them begin, those that the system has to wake too.
WAKING_NS = 200_000
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
    #: Whether the threads want the same object.
    contended: bool = False


def read_and_write(reads):
    """The methods are looked up before: else 3.13 would count references to the object, in the object, for each call."""
    return {
        "setup": "read, write = shared.read, shared.write",
        "statement": "\n".join(["read()"] * reads + ["write(5)"]),
        "holds": "shared.read() == 5",
        "calls": reads + 1,
        "contended": True,
    }


#: Made by the thread itself: objects that one thread makes in a row may share a cache line.
OWN = Row("own objects", "None", "o = Counter()", "o.hit()", locks=True)

#: No thread uses another one's objects. Measured first: a peer may lock otherwise once that has happened.
ON_THEIR_OWN = [
    Row("shared function", "None", "f = m.inc", "f(41)"),
    OWN,
    Row("new objects", "None", "", "Counter()", locks=True),
]

AMONG_OTHERS = [
    dataclasses.replace(OWN, name="own objects of a class that is shared", shared="use_by_another_thread(Counter())"),
    Row(
        "one contended object",
        "Counter()",
        "o = shared",
        "o.hit()",
        "shared.value == calls",
        locks=True,
        contended=True,
    ),
    Row(
        "two contended objects",
        "one_and_other(Counter)",
        "o, p = shared if index % 2 == 0 else shared[::-1]",
        "o.absorb(p)",
        "shared[0].value + shared[1].value == 1",
        locks=True,
        contended=True,
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
        begin = ready()
        ready = no_more
        while clock() < begin:
            pass
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


def use_by_another_thread(counter):
    thread = threading.Thread(target=counter.hit)
    thread.start()
    thread.join()


def worker(row, entrant):
    """What each thread does: a little to warm up, then what counts."""
    repeated = row.calls if row.calls == UNROLLED else 1
    source = TEMPLATE.format(
        setup=textwrap.indent(row.setup or "pass", " " * 4),
        statements=textwrap.indent("\n".join([row.statement] * repeated), " " * 12),
    )
    names = {"m": entrant.module, "Counter": entrant.counter, "clock": slices.clock, "repeat": itertools.repeat}
    names["no_more"] = lambda: 0
    names["switches"] = switches
    exec(compile(source, f"<{row.name}, {entrant.name}>", "exec"), names)
    return names["work"]


def runner(row, entrant, count_of_threads):
    work = worker(row, entrant)
    names = {"m": entrant.module, "Counter": entrant.counter}
    names["one_and_other"] = one_and_other
    names["use_by_another_thread"] = use_by_another_thread

    def spans(count):
        shared = eval(row.shared, names)
        ends, errors = [], []
        begin = 0

        def all_are_there():
            nonlocal begin
            begin = slices.clock() + WAKING_NS

        barrier = threading.Barrier(count_of_threads, all_are_there)

        def ready():
            barrier.wait()
            return begin

        def thread(index):
            try:
                ends.append(work(count, shared, index, ready))
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
    counts = [int(count) for count in arguments.threads.split(",")]

    def compared(row):
        wanted = [count for count in counts if slices.wanted(name(row.name, count), arguments)]
        taking_part = locking if row.locks else plain
        runs = {(count, one.name): runner(row, one, count) for count in wanted for one in taking_part}
        return slices.Comparison(row.name, runs, slices.median if row.contended else slices.shortest)

    measured = [slices.measure([compared(row) for row in rows], settings) for rows in (ON_THEIR_OWN, AMONG_OTHERS)]
    print(json.dumps(list(split(sum(measured, [])))))


def split(measured):
    """A row for each number of threads."""
    for row, figures in measured:
        for count in dict.fromkeys(count for (count, _), _ in figures):
            yield name(row, count), [[one, figure] for (of, one), figure in figures if of == count]


def name(row, count):
    return f"{row}, {count} thread{'s' if count > 1 else ''}"


if __name__ == "__main__":
    main()
