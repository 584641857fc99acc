"""5, finalizer-in-section: the last reference to an object dies inside an exclusive section, and its ``__del__`` calls
back into the locked object. No deadlock; each finalizer runs once, after the section.

8 threads let 50,000 objects die, for each way to let go: first each on a shelf of its own, where the finalizer must also
have run when the call returns; then all on one shelf that everybody clears.
"""

from functools import partial

import stress
from harness import check, in_threads, main


class Mortal:
    """Notes its death in ``deaths[number]``, and on each shelf."""

    def __init__(self, deaths, number, *shelves):
        self.deaths = deaths
        self.number = number
        self.shelves = shelves

    def __del__(self):
        self.deaths[self.number] += 1
        for shelf in self.shelves:
            shelf.note()


def clear(own, other, mortal):
    own.add(mortal())
    return own.clear()


def clear_both(own, other, mortal):
    own.add(mortal())
    return own.clear_both(other)


def clear_both_as_the_other(own, other, mortal):
    own.add(mortal())
    return other.clear_both(own)


def clear_in_block(own, other, mortal):
    own.add(mortal())
    return own.clear_in_block()


def clear_both_in_block(own, other, mortal):
    own.add(mortal())
    return other.clear_both_in_block(own)


def clear_in_section(own, other, mortal):
    own.add(mortal())
    return own.clear_in_section()


def overwrite(own, other, mortal):
    own.last = mortal()
    own.last = None
    return True


WAYS = {
    "clear": (stress.Shelf, clear),
    "clear both": (stress.Shelf, clear_both),
    "clear both, as the other": (stress.Shelf, clear_both_as_the_other),
    "clear in a block": (stress.Shelf, clear_in_block),
    "clear both in a block": (stress.Shelf, clear_both_in_block),
    "clear in a section": (stress.Shelf, clear_in_section),
    "overwrite": (stress.Shelf, overwrite),
    "read-write, clear": (stress.ReadWriteShelf, clear),
    "read-write, clear both": (stress.ReadWriteShelf, clear_both_as_the_other),
    "read-write, overwrite": (stress.ReadWriteShelf, overwrite),
    "mutex, clear": (stress.MutexShelf, clear),
    "mutex, clear both": (stress.MutexShelf, clear_both),
}


def scenario(run):
    times = run.times(50_000)
    all_deaths = [bytearray(times) for _ in range(8)]

    def on_own_shelves(kind, way):
        for deaths in all_deaths:
            deaths[:] = bytes(times)
        shared = kind()

        def work(number):
            own, other = kind(), kind()
            deaths = all_deaths[number]
            for turn in range(times):
                after = way(own, other, lambda: Mortal(deaths, turn, own, shared))
                check(after, "a finalizer ran inside the section, in turn", turn)
                check(deaths[turn] == 1, f"{deaths[turn]} finalizations when the call returned, in turn", turn)
            check(own.notes() == times, f"{own.notes()} notes of {times}")

        in_threads(8, work)
        check(shared.notes() == 8 * times, f"{shared.notes()} notes of {8 * times}")

    def on_one_shelf(kind):
        for deaths in all_deaths:
            deaths[:] = bytes(times)
        shared = kind()

        def work(number):
            for turn in range(times):
                shared.add(Mortal(all_deaths[number], turn, shared))
                if turn % 3 == number % 3:
                    check(shared.clear(), "a finalizer ran inside the section, in turn", turn)

        in_threads(8, work)
        shared.clear()
        # Without the GIL, an object may be finalized by the thread that made it, when that gets to it or leaves.
        run.settles(lambda: shared.notes() == 8 * times)
        wrong = [count for deaths in all_deaths for count in deaths if count != 1]
        check(not wrong, f"{len(wrong)} objects were finalized {set(wrong)} times")

    parts = {name: partial(on_own_shelves, *way) for name, way in WAYS.items()}
    parts["one shelf"] = partial(on_one_shelf, stress.Shelf)
    parts["one shelf, read-write"] = partial(on_one_shelf, stress.ReadWriteShelf)
    parts["one shelf, mutex"] = partial(on_one_shelf, stress.MutexShelf)
    run.parts(parts)


main(scenario)
