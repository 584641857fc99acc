"""Measuring in small slices, the entrants taking turns in random order, so that what disturbs one disturbs all."""

import random
import time


class Settings:
    """How long a slice is, and how many of them make a figure."""

    def __init__(self, arguments):
        self.slice_ns = int(arguments.slice * 1e6)
        self.slices = arguments.slices
        self.random = random.Random(arguments.seed)


def add_arguments(parser):
    parser.add_argument("peers", nargs="+")
    parser.add_argument("--seed", type=int, required=True, help="the order of the entrants")
    parser.add_argument("--slice", type=float, required=True, help="milliseconds")
    parser.add_argument("--slices", type=int, required=True, help="of each entrant for each row")


def count_for(run, goal):
    """How often to repeat so that it takes `goal` ns. Trying that out also warms everything up."""
    count = 1
    while True:
        taken = run(count)
        if taken >= goal / 4:
            return max(1, round(count * goal / taken))
        count *= 2


def measure(runs, settings):
    """The shortest slice of each, in ns for each repetition. `runs` are functions from a count to nanoseconds.

    What disturbs a slice only ever makes it longer, so that the shortest one says most about the code.
    """
    counts = {name: count_for(run, settings.slice_ns) for name, run in runs.items()}
    shortest = {name: float("inf") for name in runs}
    order = list(runs)
    for _ in range(settings.slices):
        settings.random.shuffle(order)
        for name in order:
            count = counts[name]
            shortest[name] = min(shortest[name], runs[name](count) / count)
    return shortest


clock = time.perf_counter_ns
