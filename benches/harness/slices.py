"""Measuring in small slices, all rows and in each of them all entrants taking turns in random order: so what disturbs one
entrant disturbs all, and what disturbs some seconds of a round leaves each row slices that it did not disturb.
"""

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


class Comparison:
    """One row: runs by the names of their entrants."""

    def __init__(self, name, runs, combined=shortest):
        self.name = name
        self.runs = runs
        self.combined = combined
        self.slices = {entrant: [] for entrant in runs}
        #: What an entrant has raised: once is enough.
        self.raised = {}
        self.counts = {}

    def calibrate(self, goal):
        for entrant, run in self.runs.items():
            self.counts[entrant] = self.attempt(entrant, run.count_for, goal)

    def take_slices(self, random):
        """One of each entrant."""
        order = [entrant for entrant in self.runs if entrant not in self.raised]
        random.shuffle(order)
        for entrant in order:
            taken = self.attempt(entrant, self.runs[entrant].slice, self.counts[entrant])
            if taken is not None:
                self.slices[entrant].append(taken)

    def attempt(self, entrant, what, argument):
        try:
            return what(argument)
        except Exception as error:
            self.raised[entrant] = f"{type(error).__name__}: {error}"

    def figures(self):
        """For each entrant its slices in one figure, or what it has raised."""
        return {
            entrant: self.raised[entrant] if entrant in self.raised else self.combined(taken)
            for entrant, taken in self.slices.items()
        }


def measure(comparisons, settings):
    """[[name of the row, [[entrant, figure], ...]], ...]"""
    for one in comparisons:
        one.calibrate(settings.slice_ns)
    for _ in range(settings.slices):
        order = list(comparisons)
        settings.random.shuffle(order)
        for one in order:
            one.take_slices(settings.random)
    return [[one.name, list(one.figures().items())] for one in comparisons]
