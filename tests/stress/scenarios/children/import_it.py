"""One process of import-race: 16 threads that import or execute the module as soon as they can."""

import gc
import random
import sys
import sysconfig
import threading
from importlib import machinery, util

site, seed, way = sys.argv[1:]
sys.path.insert(0, site)
THREADS = 16
numbers = random.Random(seed)
begun = threading.Barrier(THREADS)
# CPython 3.13t never frees a class that was made after the first thread has started, nor its module.
IMMORTAL = sys.version_info < (3, 14) and sysconfig.get_config_var("Py_GIL_DISABLED")
failed, imported, executed = [], [], []


def use(module):
    """The state's number, which every way to it has to agree about."""
    number, calls = module.state_number()
    life = module.Life()
    assert life.state_number()[0] == number, "a method has another state than its module"

    class Derived(module.Life):
        pass

    again, more = Derived(life).state_number()
    assert again == number and more > calls, "a derived class has another state"
    assert module.Holder().hold(0)
    return number


def import_it():
    import stress

    imported.append((id(stress), use(stress)))


def execute():
    spec = util.spec_from_file_location("stress", file)
    for _ in range(2):
        module = util.module_from_spec(spec)
        spec.loader.exec_module(module)
        executed.append((module, use(module)))


def work(call):
    begun.wait()
    try:
        call()
    except BaseException as error:
        failed.append(error)


# No thread looks for the file first.
file = machinery.PathFinder.find_spec("stress", [site]).origin
calls = {"import": [import_it], "execute": [execute], "both": [import_it, execute]}[way]
calls = [calls[number % len(calls)] for number in range(THREADS)]
numbers.shuffle(calls)
threads = [threading.Thread(target=work, args=[call]) for call in calls]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
if failed:
    raise failed[0]
assert len(set(imported)) <= 1, "there are several modules"
states = {number for _, number in imported + executed}
assert len(states) == len(executed) + bool(imported), "modules share a state"
import stress

number = stress.state_number()[0]
assert number not in {number for _, number in executed}, "modules share a state"
executed.clear()
for _ in range(3):
    gc.collect()
(made, ended), lives = stress.born()
assert made == len(states | {number}), f"{made} states were made for {len(states | {number})} modules"
if not IMMORTAL:
    # The types of the first instance are those of the interpreter, and keep it.
    assert made - ended <= 2, f"{made} states were made, {ended} have ended"
    stress.expect_no_state_left()
assert lives[0] == lives[1], f"{lives} objects were made and have ended"
print("done", flush=True)
