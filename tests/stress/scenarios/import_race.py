"""14, import-race: threads import the module at the same time, and execute its spec again and again. There is one module
and one state for those who import it, one more of each for each further execution, and as many states end as were made:
at the latest with the interpreter.

300 processes with 16 threads.
"""

import sys
from functools import partial

from harness import FREE_THREADED, main
from processes import crowd


def scenario(run):
    if FREE_THREADED and sys.version_info < (3, 14):
        print("skipped: whether states end, because CPython 3.13t keeps classes made with threads for ever", flush=True)
    run.parts({way: partial(crowd, run, run.times(300), "import_it.py", way) for way in ["import", "execute", "both"]})


main(scenario)
