"""Becomes another program, with limits it cannot lift: memory, processor time, files, no network, last in the queue.

Run by `tesseract.py` as a script, isolated and with an empty environment, as `child.py` is run by `sandbox.py`; from there
come the limits. The order says which program, its arguments and the little that it is told of its surroundings.
"""

import json
import os
import sys

NICENESS = 10
"""Behind whatever somebody waits for."""


def main() -> None:
    """Set the limits, shut the kernel's door, and become the program."""
    order = json.loads(sys.argv[1])
    sys.path.extend(order["libraries"])
    from comptoir.formats.child import set_limits, shut_the_kernels_door  # noqa: PLC0415  only now it can be found

    set_limits(order["memory"], order["seconds"], order["size"])
    shut_the_kernels_door()
    os.nice(NICENESS)
    os.execve(order["program"], [order["program"], *order["arguments"]], order["environment"])  # noqa: S606  there is no shell


if __name__ == "__main__":
    main()
