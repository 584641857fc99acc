"""The call paths of one peer, one after the other, for valgrind's callgrind to count the instructions of.

callgrind is told to write down what it has counted whenever `getppid` is called, which nobody else does. So of each row
there are three parts: what came before it, so many runs, and twice as many. What the last two differ by is the cost
of the runs alone. Prints JSON: [[row, runs that they differ by], ...].
"""

import argparse
import gc
import json
import os

import entrants
import rows
import single

#: Enough for CPython to specialise the code in the loop and around it, and for its free lists to be filled.
WARM_UP = 20
COUNT = 25


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("peer")
    parser.add_argument("--mutex", action="store_true", help="with the class that has a mutex in each object")
    arguments = parser.parse_args()
    [entrant] = entrants.of_peers([arguments.peer])
    if arguments.mutex:
        entrant = entrants.Entrant(entrant.peer, entrant.module, entrants.MUTEX)
    gc.disable()
    counted = []
    for row in rows.ROWS:
        run = single.runner(row, entrant)
        for _ in range(WARM_UP if row.items == 1 else 2):
            run(COUNT)
        os.getppid()
        run(COUNT)
        os.getppid()
        run(2 * COUNT)
        os.getppid()
        counted.append([row.name, COUNT * single.things(row)])
    print(json.dumps(counted))


if __name__ == "__main__":
    main()
