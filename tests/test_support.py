"""Helpers that tests rely on for what they prove."""

import gc
import threading

import pytest
from marks import alone
from support import meanwhile


def test_each_step_is_called_also_when_the_bodies_have_ended_before():
    """Whatever the scheduler does: here the steps begin when all is over."""
    over, calls = threading.Event(), []

    def step():
        over.wait()
        calls.append(None)

    assert meanwhile([lambda: 1, lambda: over.set() or 2], step, step) == [1, 2]
    assert len(calls) >= 2


def test_steps_go_on_until_the_last_body_ends():
    calls = []

    def body():
        while len(calls) < 100:
            pass

    meanwhile([body, lambda: None], lambda: calls.append(None))
    assert len(calls) > 100


@pytest.mark.parametrize("place", ["body", "step"])
def test_errors_are_raised(place):
    def fail():
        raise LookupError(place)

    with pytest.raises(LookupError, match=place):
        meanwhile([fail if place == "body" else list], fail if place == "step" else list)


@alone
def test_nothing_is_collected_in_a_test_that_is_alone():
    assert not gc.isenabled()
