"""3, torn-pair: writers update two fields, readers compare. They are never seen unequal.

For each policy first one writer, who has made the object, and one reader with 5,000,000 turns each, then 8 threads with
200,000: half write, half read, by the methods, by the generated property, and by value.
"""

from functools import partial
from queue import SimpleQueue

import stress
from harness import all_together, check, in_threads, main

PAIRS = {
    "locked": (stress.LockedPair, lambda pair: [partial(stress.read_by_value, pair)]),
    "handles": (stress.HandlePair, lambda pair: []),
    "read-write": (stress.ReadWritePair, lambda pair: []),
    "mutex": (stress.MutexPair, lambda pair: []),
}


def same_both(pair):
    first, second = pair.both
    return first == second


def read(times, see):
    for turn in range(times):
        check(see(), "torn in turn", turn)


def scenario(run):
    def one_writer_one_reader(kind):
        times = run.times(5_000_000)
        made = SimpleQueue()

        def write():
            pair = kind()
            put = pair.set
            made.put(pair.is_whole)
            for value in range(times):
                put(value)

        all_together(write, lambda: read(times, made.get()))

    def many(kind, more):
        times = run.times(200_000)
        pair = kind()
        readers = [pair.is_whole, partial(same_both, pair), *more(pair)]

        def write(number):
            for value in range(times // 2):
                value = value * 8 + number
                pair.set(value)
                pair.both = (value, value)

        def work(number):
            if number % 2:
                write(number)
            else:
                read(times, readers[number // 2 % len(readers)])

        in_threads(8, work)

    parts = {}
    for name, (kind, more) in PAIRS.items():
        parts[f"{name}, 2 threads"] = partial(one_writer_one_reader, kind)
        parts[f"{name}, 8 threads"] = partial(many, kind, more)
    run.parts(parts)


main(scenario)
