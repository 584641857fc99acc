"""Measuring in small slices, the entrants taking turns in random order, so that what disturbs one disturbs all."""

import random
import statistics
import time

clock = time.perf_counter_ns
#: What disturbs a slice only ever makes it longer, so that the shortest one says most about the code.
shortest = min
median = statistics.median


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
    parser.add_argument("--row", action="append", default=[], help="only rows with this in their name")


def wanted(name, arguments):
    return not arguments.row or any(part in name for part in arguments.row)


class Run:
    """What one entrant does in one row."""

    def __init__(self, run, things, calibrate=None):
        #: From a count to the ns that so many turns took.
        self.run = run
        #: In one turn.
        self.things = things
        #: The same as `run`, for finding out the count.
        self.calibrate = calibrate or run

    def count_for(self, goal):
        """How many turns take `goal` ns. Trying that out also warms everything up."""
        count = 1
        while True:
            taken = min(self.calibrate(count) for _ in range(3))
            if taken >= goal / 4:
                return max(1, round(count * goal / taken))
            count *= 2

    def slice(self, count):
        """ns for each thing."""
        return self.run(count) / (count * self.things)


def measure(runs, settings, combined):
    """For each entrant the `combined` of its slices, or what it raised: once is enough."""
    slices = {name: [] for name in runs}
    counts = {}
    raised = {}

    def attempt(name, what, argument):
        try:
            return what(argument)
        except Exception as error:
            raised[name] = f"{type(error).__name__}: {error}"

    for name, run in runs.items():
        counts[name] = attempt(name, run.count_for, settings.slice_ns)
    for _ in range(settings.slices):
        order = [name for name in runs if name not in raised]
        settings.random.shuffle(order)
        for name in order:
            taken = attempt(name, runs[name].slice, counts[name])
            if taken is not None:
                slices[name].append(taken)
    return {name: raised[name] if name in raised else combined(slices[name]) for name in runs}
