"""Scenarios that are many processes: each a file of ``children``, started as quickly as Python can be.

A child holds if it ends with 0, says "done" last, prints nothing to stderr, and does all that in time. The first one
that does not ends the scenario, which then says which one it was and what it printed.
"""

import faulthandler
import itertools
import os
import pathlib
import signal
import subprocess
import sys
import threading

import stress
from harness import check, in_threads

CHILDREN = pathlib.Path(__file__).parent / "children"

# Seconds that a child may take, if the scenario has so long. It takes a fraction of one where it gets a processor.
LIMIT = 300

# Children that have not ended: they must not outlive the scenario.
RUNNING = set()
STOPPING = threading.Event()


def crowd(run, count, file, *arguments, excused=None):
    """Runs ``count`` children, as many at once as there are cores. Each gets a seed of its own, and ``arguments``.

    ``excused`` tells by exit code and stderr whether Python itself is to blame: for one child in ten at most.
    """
    numbers = itertools.count()
    excuses = []
    taking = threading.Lock()
    workers = min(count, os.cpu_count() or 1)

    def work(_):
        while True:
            with taking:
                number = next(numbers)
            if number >= count:
                return
            try:
                why = child(run, f"{run.seed}/{number}", file, *arguments, excused=excused)
            except BaseException:
                STOPPING.set()
                for process in RUNNING.copy():
                    process.kill()
                raise
            if why:
                excuses.append(why)
            # As long as children end, the scenario does not stand still.
            with taking:
                faulthandler.dump_traceback_later(run.limit, exit=True)

    in_threads(workers, work)
    if excuses:
        print(f"  excused: {len(excuses)} of {count} children, the first one {excuses[0]}", flush=True)
    check(len(excuses) <= max(2, count / 10), f"{len(excuses)} of {count} children {excuses[:1]}")


def child(run, seed, file, *arguments, options=("-I",), environment=None, excused=None):
    """Runs one child. Returns how it ended if that is excused."""
    # Without `site`, user settings and cached bytecode; the child finds the module by its first argument.
    command = [sys.executable, *options, "-S", "-B", "-X", "faulthandler", "-W", "error", str(CHILDREN / file)]
    command += [os.path.dirname(stress.__file__), seed, *map(str, arguments)]
    pipes = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    process = subprocess.Popen(command, **pipes, env=environment, text=True)
    RUNNING.add(process)
    # Before the scenario itself is ended, which would leave its children alone.
    limit = min(LIMIT, run.limit / 2)
    late = ""
    try:
        out, err = process.communicate(timeout=limit)
    except subprocess.TimeoutExpired:
        late = f" did not end within {limit:g} s, and"
        # Its stacks.
        process.send_signal(signal.SIGABRT)
        try:
            out, err = process.communicate(timeout=60)
        except subprocess.TimeoutExpired:
            process.kill()
            out, err = process.communicate()
    RUNNING.discard(process)
    if STOPPING.is_set():
        # It has been killed, because another one has failed, which ends this process.
        threading.Event().wait()
    held = not late and process.returncode == 0 and out.endswith("done\n") and not err
    why = f"ended with {ending(process.returncode)}: {last_line(err or out)}"
    if not held and not late and excused and excused(process.returncode, err):
        return why
    if not held:
        print(f"{' '.join(command)}\n--- its output:\n{out}--- its errors:\n{err}---", flush=True)
    check(held, f"the child with seed {seed}{late} {why}")
    return None


def ending(code):
    return f"signal {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"


def last_line(text):
    """What it died of; faulthandler prints stacks after it."""
    lines = [line for line in text.splitlines() if line.strip()]
    for beginning in ("stress: ", "Fatal Python error"):
        told = [line for line in lines if line.startswith(beginning)]
        if told:
            return told[0]
    return lines[-1] if lines else "it printed nothing"
