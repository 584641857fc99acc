"""owner-gives-way: the thread that made an object uses it without its lock, until another thread wants to use an object of
the class. From then on both take the lock, and whoever was inside at that moment is waited for. The count is exact.

That happens once for each class and process, so: 300 processes with 24 classes, for each way to come in.
"""

from functools import partial

from harness import main
from processes import crowd


def scenario(run):
    ways = ["one", "two", "section"]
    run.parts({way: partial(crowd, run, run.times(300), "give_way.py", way) for way in ways})


main(scenario)
