"""8, fin-reattach: threads that are detached come back while the interpreter exits. The process ends as if they had not
been there, and no thread is unwound through Rust frames: that would run destructors while Python is gone.

300 processes with 8 threads for each way to be detached, or inside Python code that Rust has called. When the exit begins is
random.
"""

import signal
import sys
from functools import partial

from harness import FREE_THREADED, main
from processes import crowd

WAYS = ["detach", "allow threads", "reattach", "attach", "std mutex", "PyMutex", "object"]
WAYS += ["Python code", "section", "finalizer"]


# CPython 3.13t frees the state of a thread that attaches when the exit has just begun, and now and then crashes so also
# without Freehold. A thread that is unwound says so.
CRASHES = FREE_THREADED and sys.version_info < (3, 14)


def is_crash(code, errors):
    return code in (-signal.SIGSEGV, -signal.SIGABRT) and "stress: " not in errors


def scenario(run):
    children = partial(crowd, run, run.times(300), "come_back.py", excused=is_crash if CRASHES else None)
    run.parts({way: partial(children, way) for way in WAYS})


main(scenario)
