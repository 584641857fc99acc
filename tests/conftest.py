"""What holds for every test."""

import gc
import os
import sys

import pytest
import support

# Many tests panic on purpose: how they got there is not worth the time that it takes to find out.
os.environ["RUST_BACKTRACE"] = "0"


def pytest_report_header(config):
    gil = "on" if support.gil_enabled() else "off"
    kind = "free-threaded" if support.FREE_THREADED else "with the GIL"
    debug = ", debug" if support.DEBUG_BUILD else ""
    return f"freehold: {kind}{debug}, the GIL is {gil}, load {support.LOAD:g}"


@pytest.fixture(autouse=True)
def gil_stays_off():
    """No test of this process turns the GIL on; those that need it do so in a process of their own."""
    before = support.gil_enabled()
    yield
    assert support.gil_enabled() == before


@pytest.fixture
def no_collections():
    """Nothing is collected but by a call. Not for tests that run in parallel: see `marks.alone`."""
    gc.disable()
    yield
    gc.enable()


@pytest.fixture
def unraisable(monkeypatch):
    """What Python could only report, such as an error in a destructor. Not for tests that run in parallel."""
    reports = []
    monkeypatch.setattr(sys, "unraisablehook", lambda report: reports.append((report.exc_type, str(report.exc_value))))
    return reports
