"""26, late-drop: statics, thread-locals and threads keep handles that outlive the interpreter, and Python is initialised
again. No reference of the dead is touched, no interpreter is taken for another one, and modules work in each.

20 cycles in one process, once for each core.
"""

import os
import sys
from functools import partial

import stress
from harness import in_threads, main
from processes import child


def scenario(run):
    cycles = run.times(20)
    # A Python that is initialised again finds its library by these.
    site = os.path.dirname(stress.__file__)
    environment = {**os.environ, "PYTHONHOME": f"{sys.base_prefix}:{sys.base_exec_prefix}", "PYTHONPATH": site}

    def outlast(number):
        child(run, f"{run.seed}/{number}", "outlast.py", cycles, options=(), environment=environment)

    run.parts({"again": partial(in_threads, os.cpu_count() or 1, outlast)})


main(scenario)
