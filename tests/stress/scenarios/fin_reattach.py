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
WAYS += ["Python code", "section"]

# Without the GIL, CPython has locks of its own that a dying object needs, and that the exit needs too. One that it hands to a
# thread which it then keeps for ever, as it comes back, is never free again: one exit in some hundred waits for it without
# end (3.13.15t for the lock of types, 3.14.7t in `PyThreadState_Clear`), whoever has let the object die.
if not FREE_THREADED:
    WAYS.append("finalizer")


# Without the GIL, a thread of CPython 3.13 that attaches looks whether the interpreter finalizes, and then attaches. In
# between, `Py_FinalizeEx` may stop the world and free its thread state (gh-124878; from 3.14 on, states are counted). On a
# debug build an assertion of `tstate_activate` or `take_gil` says so: "tstate_is_bound(tstate)", "!_PyMem_IsPtrFreed(…)". A
# module of C that does nothing but `Py_BEGIN_ALLOW_THREADS; nanosleep(…); Py_END_ALLOW_THREADS` in the threads of
# `come_back.py` crashed 10 of 400 processes (3.13.15t, two cores), this scenario 10 of 420: there is nothing that
# Freehold could do or leave. A thread that is unwound says so, and Rust never aborts without a word of its own.
CRASHES = FREE_THREADED and sys.version_info < (3, 14)


def is_crash(code, errors):
    beginning = "Fatal Python error: "
    died = {-signal.SIGSEGV: "Segmentation fault", -signal.SIGABRT: "Aborted"}.get(code)
    return died is not None and errors.startswith(beginning + died)


def scenario(run):
    children = partial(crowd, run, run.times(300), "come_back.py", excused=is_crash if CRASHES else None)
    run.parts({way: partial(children, way) for way in WAYS})


main(scenario)
