"""No leaks: what 50 rounds of each test module leave behind, after 3 rounds for warming up.

Each round calls everything 20 times, so whatever leaks once per call grows by 1000. The tolerances are for what Python
itself keeps: caches, free lists, pages.
"""

import json
import os
import pathlib
import subprocess
import sys

import pytest
from support import DEBUG_BUILD, MODULES, TIMEOUT

pytestmark = pytest.mark.thread_unsafe(reason="it measures a process of its own, and loads all processors")

#: In 50 rounds, that is in 1000 calls of everything.
TOLERANCE = {
    "references": 100,
    "blocks": 100,
    "objects": 50,
    "malloc": 8 << 10,
    "resident": 2 << 20,
    "alive": 0,
    "threads": 0,
}


def growth(module, threads):
    program = pathlib.Path(__file__).with_name("leak_rounds.py")
    options = ["-X", "faulthandler", "-W", "ignore"]
    command = [sys.executable, *options, str(program), module, str(threads)]
    # Without its caches per thread, glibc's numbers are exact.
    env = {**os.environ, "RUST_BACKTRACE": "0", "GLIBC_TUNABLES": "glibc.malloc.tcache_count=0"}
    result = subprocess.run(command, capture_output=True, text=True, timeout=TIMEOUT, env=env)
    assert result.returncode == 0, result.stderr[-5000:]
    return json.loads(result.stdout.splitlines()[-1])


@pytest.mark.parametrize("module", MODULES)
def test_nothing_leaks(module):
    grown = growth(module, 1)
    assert {kind: size for kind, size in grown.items() if size > TOLERANCE[kind]} == {}, grown
    assert ("references" in grown) == DEBUG_BUILD


@pytest.mark.parametrize("module", ["basics", "locking", "detaching", "sections", "syncing"])
def test_nothing_leaks_in_threads(module):
    """The same calls from several threads at once."""
    grown = growth(module, 4)
    assert {kind: size for kind, size in grown.items() if size > TOLERANCE[kind]} == {}, grown
