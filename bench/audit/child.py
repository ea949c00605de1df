"""Runs a command and writes what it cost to a file: child.py FILE COMMAND ARGUMENT ...

A process of its own, since Linux counts the memory of whoever starts a command as the command's, until that is larger.
"""

import json
import os
import sys
import time


def main() -> None:
    started = time.monotonic()
    process = os.posix_spawn(sys.argv[2], sys.argv[2:], os.environ)
    _, status, usage = os.wait4(process, 0)
    cost = {
        "code": os.waitstatus_to_exitcode(status),
        "wall_s": time.monotonic() - started,
        "cpu_s": usage.ru_utime + usage.ru_stime,
        "rss_mb": usage.ru_maxrss / 1024,
    }
    with open(sys.argv[1], "w") as file:
        json.dump(cost, file)


main()
