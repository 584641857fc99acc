"""Who takes part: the module of each peer, and, where a peer has two ways to lock, each of them."""

import importlib
import sys

#: The class with critical sections (with PyO3: the borrow flag), and the one with a mutex of its own in each object.
COUNTER = "Counter"
MUTEX = "MutexCounter"


class Entrant:
    def __init__(self, peer, module, counter=COUNTER):
        self.peer = peer
        self.module = module
        self.counter = getattr(module, counter)
        self.name = peer if counter == COUNTER else f"{peer}/mutex"

    def __repr__(self):
        return self.name


def gil_enabled():
    return getattr(sys, "_is_gil_enabled", lambda: True)()


def modules(peers):
    """That of each peer. None may switch the GIL on: then everything after it would be measured with the GIL."""
    before = gil_enabled()
    for peer in peers:
        module = importlib.import_module(f"{peer}_peer")
        if gil_enabled() != before:
            sys.exit(f"the module of {peer} has switched the GIL on")
        yield peer, module


def of_peers(peers):
    return [Entrant(peer, module) for peer, module in modules(peers)]


def with_mutexes(entrants):
    """With those that have a mutex in each object. With the GIL nobody needs one."""
    if gil_enabled():
        return list(entrants)
    mutexes = [Entrant(one.peer, one.module, MUTEX) for one in entrants if hasattr(one.module, MUTEX)]
    return list(entrants) + mutexes
