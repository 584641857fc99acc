"""2, cs-pair: transfers (a, b), (b, a) and (a, a). The sum is conserved, and nobody waits for ever.

8 threads make 200,000 transfers each, for each way to lock two objects. Some change one of both for a moment
instead, and every tenth time a thread looks at both at once: the sum is never seen broken.
"""

import itertools
from functools import partial

import stress
from harness import check, in_threads, main

START = 1_000


def refused(function, *arguments):
    try:
        function(*arguments)
    except ValueError:
        return
    check(False, "one object twice was not refused")


def in_both_orders(kind):
    """Two objects; transfers between them, and what each does alone; and the sums."""
    a, b = kind(START), kind(START)
    orders = [(a, b, 5), (b, a, 3), (a, b, -1), (b, a, 7)]
    transfers = [partial(one.send, other, amount) for one, other, amount in orders]
    sums = [partial(a.sum, b), partial(b.sum, a)]
    return (a, b), [*transfers, a.borrow, b.borrow], sums


def one_class(kind):
    """One object twice keeps what it has."""
    both, transfers, sums = in_both_orders(kind)
    return [*transfers, *[partial(one.send, one, 2) for one in both]], sums


def a_function():
    (a, b), _, sums = in_both_orders(stress.Purse)
    move = stress.move_between
    return [partial(move, a, b, 5), partial(move, b, a, 3), partial(refused, move, a, a, 1)], sums


def two_classes():
    account, vault = stress.Account(START), stress.Vault(START)
    sums = [partial(account.sum, vault), partial(vault.sum, account)]
    return [partial(account.send, vault, 5), partial(vault.send, account, 3)], sums


def blocks():
    (a, _), transfers, sums = in_both_orders(stress.Coffer)
    return [*transfers, partial(refused, a.send, a, 1)], sums


def sections():
    """Blocks and sections on the same two objects."""
    (a, b), transfers, sums = in_both_orders(stress.Coffer)
    more = [partial(one.send_in_section, other, 2) for one in (a, b) for other in (a, b)]
    return [*transfers, *more], [*sums, partial(a.sum_in_section, b), partial(b.sum_in_section, a)]


def two_mutexes():
    (a, _), transfers, sums = in_both_orders(stress.MutexPurse)
    return [*transfers, partial(refused, a.send, a, 1)], sums


KINDS = {
    "one class": partial(one_class, stress.Purse),
    "a function": a_function,
    "two classes": two_classes,
    "blocks": blocks,
    "sections": sections,
    "read-write": partial(one_class, stress.ReadWritePurse),
    "two mutexes": two_mutexes,
}


def scenario(run):
    times = run.times(200_000)

    def hammer(make):
        transfers, sums = make()

        def work(number):
            random = run.random(number)
            shuffled = [random.choice(transfers) for _ in range(97)]
            for turn, transfer in zip(range(times), itertools.cycle(shuffled)):
                if turn % 10:
                    transfer()
                else:
                    seen = sums[turn // 10 % len(sums)]()
                    check(seen == 2 * START, f"{seen} instead of {2 * START} in turn {turn}")

        in_threads(8, work)
        for total in sums:
            check(total() == 2 * START, f"{total()} instead of {2 * START} at the end")

    run.parts({name: partial(hammer, make) for name, make in KINDS.items()})


main(scenario)
