"""20, traverse-pure: collections while objects are locked, while payloads end, and that stop early. Every cycle ends;
what is in use does not.

8 threads do each thing 10,000 times, while 2 collect.
"""

import collections
import gc
import sys
import time
import weakref
from functools import partial

import stress
from harness import FREE_THREADED, all_together, check, main


class Derived(stress.Link):
    """An object of a class of Python, with a dictionary."""


class Witness:
    """Can be watched."""


def of_one(witness):
    link = stress.Link()
    link.set(link)
    link.add(witness)


def of_two(witness):
    link, other = stress.Link(), stress.ReadWriteLink()
    link.set(other)
    other.set(link)
    link.add(witness)


def of_second_field(witness):
    """The first one is in no cycle: to empty that is not enough."""
    link = stress.Link()
    link.set("first")
    link.add(link)
    link.add(witness)


def of_frozen(witness):
    link = stress.FrozenLink()
    link.set((link, witness))


def of_read_write(witness):
    link = stress.ReadWriteLink()
    link.set((link, witness))


def of_list(witness):
    items = [witness]
    link = stress.Link()
    link.add(items)
    items.append(link)


def of_derived(witness):
    link = Derived()
    link.me, link.witness = link, witness
    link.set(link)


def of_class(witness):
    """The object holds its class, which holds the object."""
    kind = type("Kind", (stress.Link,), {})
    kind.only = kind()
    kind.only.add(witness)


def by_hand(witness):
    items = [witness]
    link = stress.Watched()
    link.add(items)
    items.append(link)


TIES = [of_one, of_two, of_second_field, of_frozen, of_read_write, of_list, of_derived, by_hand]


def scenario(run):
    times = run.times(10_000)

    def with_collections(work, every=1, rest=0.0002):
        """8 threads that take steps, and 2 that collect, and rest for up to so many seconds."""
        count = max(1, times // every)
        moving = run.moving(8)

        def steps(number):
            for turn in moving.steps_of(number, count):
                work(number, turn)

        workers = [partial(steps, number) for number in range(8)]
        all_together(*workers, partial(moving.collect, rest), partial(moving.collect, rest, 0), moving.watch)

    def settle(are_left):
        """Without the GIL, the last objects may end in threads that are just leaving."""

        def settled():
            gc.collect()
            return not are_left()

        return run.settles(settled)

    def cycles(ties, every=1):
        watched = [[] for _ in range(8)]

        def work(number, turn):
            witness = Witness()
            ties[(turn + number) % len(ties)](witness)
            mine = watched[number]
            mine.append(weakref.ref(witness))
            if len(mine) > 1_000:
                mine[:] = [ref for ref in mine if ref() is not None]

        with_collections(work, every)
        left = lambda: sum(ref() is not None for mine in watched for ref in mine)
        check(settle(left), left(), "cycles are left")
        # Weak references to garbage die also where nothing could be cleared.
        there = lambda: sum(type(one) is Witness for one in gc.get_objects())
        check(settle(there), there(), "objects of cycles are left")

    def locked():
        """All use the same few objects, which hold each other."""
        link, frozen, rw, watched = stress.Link(), stress.FrozenLink(), stress.ReadWriteLink(), stress.Watched()
        everything = [link, frozen, rw, watched]
        witness = Witness()
        alive = weakref.ref(witness)
        for hold in (link.add, link.set, frozen.set, rw.set, watched.add):
            hold([witness, everything])
        del witness, hold
        uses = [
            lambda: check(link.juggle() == 2, "a link has lost something"),
            lambda: check(rw.juggle() == 1, "a link with readers has lost something"),
            lambda: check(rw.read() == 1, "a link with readers was seen without what it holds"),
            lambda: check(frozen.read() == 1, "a frozen link has lost something"),
            lambda: watched.step(10),
        ]
        stress.torn()

        def work(number, turn):
            uses[(turn + number) % len(uses)]()

        with_collections(work)
        torn, looked = stress.torn()
        check(torn == 0, torn, "times a payload was visited that was being changed")
        check(looked > 0, "no collection has looked")
        check(alive() is not None, "what was in use has ended")
        check(stress.Link not in map(type, gc.garbage), "there is garbage")
        link, frozen, rw, watched, everything = [None] * 5
        uses.clear()
        check(settle(lambda: alive() is not None), "what was in use has not ended")

    def wanted():
        """What is in a lock that threads wait for must not be taken for garbage in between."""
        # The more there is to be looked at, the longer is the time between two looks at one object.
        ballast = [[] for _ in range(20_000)]
        held = [Witness() for _ in range(3)]
        alive = [weakref.ref(witness) for witness in held]
        one = stress.Hidden(held)
        held.clear()

        def work(number, turn):
            check(one.hold(20) == 3, "a lock has lost what is in it")
            check(all(ref() is not None for ref in alive), "what was in use was finalized")

        # Who has got a lock has it until the world goes on: without a rest, nobody would get far.
        with_collections(work, rest=0.004)
        del one, ballast
        check(settle(lambda: any(ref() is not None for ref in alive)), "what was in use has not ended")

    def stopped():
        """``gc.get_referrers`` stops each traversal at the first find."""

        def work(number, turn):
            wanted, other = Witness(), Witness()
            links = [stress.Link(), stress.Watched(), stress.FrozenLink(), stress.ReadWriteLink(), Derived()]
            links[0].set(other)
            links[0].add(wanted)
            links[1].add(wanted)
            links[1].add(other)
            links[2].set(wanted)
            links[3].set(wanted)
            links[4].set(wanted)
            found = {id(one) for one in gc.get_referrers(wanted)}
            missed = [type(one) for one in links if id(one) not in found]
            check(not missed, "not found as referrers:", missed)
            for link in links:
                referents = gc.get_referents(link)
                check(type(link) in referents, "its type is not visited:", type(link))
                check(any(one is wanted for one in referents), "what it holds is not visited:", type(link))

        with_collections(work, 50)

    def ends(kind):
        """Payloads that run Python code, and so collections, when they end."""
        # Any thread may be the one that collects, so several may count at once.
        ended = []

        def work(number, turn):
            def end(held):
                ended.extend(map(type, held))
                if turn % 10 == 0:
                    gc.collect(0)

            one = kind(end, (Witness(),))
            items = [one]
            one.be_held_by(items)
            if turn % 2:
                # By the last reference, not by a collection.
                one.be_held_by(None)
            del one, items

        with_collections(work)
        total = 8 * max(1, times)
        check(settle(lambda: len(ended) != total), len(ended), "payloads have ended, of", total)

    def handed():
        """A payload that ends in a collection gives other garbage to threads, which use it while it is cleared."""
        handed_out = collections.deque()

        def hand_out(links):
            handed_out.extend(links)
            # Somebody takes one, and has it locked when the collection goes on.
            time.sleep(0.0005)

        def work(number, turn):
            if number < 4:
                # Whichever is cleared first hands out the others.
                links = tuple(stress.Link() for _ in range(8))
                for link in links:
                    link.set(stress.Handing(hand_out, links))
                    link.add(links)
                del links, link
                gc.collect()
                return
            for _ in range(100):
                try:
                    link = handed_out.popleft()
                except IndexError:
                    time.sleep(0)
                    continue
                check(link.stays(200_000), "a link was cleared while it was locked")

        with_collections(work, 20)
        handed_out.clear()

    def breached():
        """Foreign code collects while a payload is in use, or lets others do so: the payload is left alone."""
        idle = stress.Watched()
        stress.torn()

        def work(number, turn):
            witness = Witness()
            alive = weakref.ref(witness)
            one = stress.Watched()
            one.add(witness)
            del witness
            # Nothing here is garbage: what is found inside of a section could not be cleared.
            one.collect_inside() if turn % 2 else one.detach_inside()
            check(alive() is not None, "what was in use has ended")

        with_collections(work, 20)
        del idle
        torn, looked = stress.torn()
        check(torn == 0, torn, "times a payload was visited that was in use")
        check(looked > 0, "no collection has looked")

    parts = {
        "cycles": partial(cycles, TIES),
        "cycles of classes": partial(cycles, [of_class], 10),
        "locked": locked,
        "wanted": wanted,
        "stopped": stopped,
        "ends": partial(ends, stress.Handing),
        "ends of a base": partial(ends, stress.HandingBase),
        "handed": handed,
        "breached": breached,
    }
    if FREE_THREADED and sys.version_info < (3, 14):
        # CPython keeps classes that are made with threads, and what they hold, for ever.
        del parts["cycles of classes"]
    run.parts(parts)


main(scenario)
