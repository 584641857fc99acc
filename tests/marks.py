"""Marks that tests of several files have."""

import pytest


def alone(test):
    """For a test whose sections must not be suspended by chance, or in which a thread waits attached for another one. A
    collection suspends sections, and waits for all threads that are attached: there is none, of no thread."""
    test = pytest.mark.usefixtures("no_collections")(test)
    return pytest.mark.thread_unsafe(reason="a collection in another thread would suspend sections of this test")(test)
