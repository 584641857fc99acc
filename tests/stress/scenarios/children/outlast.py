"""One process of late-drop. What is printed last, is so after the last of the interpreters has ended."""

import sys

site, seed, cycles = sys.argv[1:]
import stress

# In each interpreter.
CODE = """
import sys
import threading
import stress

number, calls = stress.state_number()
life = stress.Life(object())
assert life.state_number()[0] == number
assert stress.Holder().hold(0)
tally = stress.Tally()
for way in "detached", "reattached", "foreign", "foreign, attached before", "foreign, kept", "thread-local":
    stress.let_go(way, tally, 5, tally)
assert tally.made == tally.ended == 30, (tally.made, tally.ended)
thread = threading.Thread(target=stress.come_back, args=["detach", 10])
thread.start()
thread.join()
"""
exec(CODE)
stress.outlast(int(cycles), CODE)
