"""9, fin-hammer: threads that Python did not make attach in a loop while the interpreter exits, with garbage to collect.
The process ends as it should, and every thread is told that it comes too late: none hangs, not even after the end.

500 processes with 8 threads for each way to attach. When the exit begins is random.
"""

from functools import partial

from harness import main
from processes import crowd


def scenario(run):
    run.parts({way: partial(crowd, run, run.times(500), "hammer.py", way) for way in ["Python", "handle", "kept"]})


main(scenario)
