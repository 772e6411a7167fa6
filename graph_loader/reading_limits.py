"""What a reading process takes away from itself before it looks at a file that a stranger made."""

from __future__ import annotations

import fcntl
import multiprocessing
import os
import resource
import select
import signal
import sys
from typing import Final

MEMORY: Final = 3 << 29
"""Bytes that a reading process may fill: 1.5 GiB."""
MEMORY_SIGNS: Final = (b"memory allocation of", b"std::bad_alloc", b"MemoryError", b"Cannot allocate memory")
"""What Rust, C++, Python and C say last where there is no more memory."""


def limit_memory() -> None:
    """Bound what this process may fill to `MEMORY` and its address space to twice that; no core dumps."""
    _limit(resource.RLIMIT_CORE, 0)
    if sys.platform == "linux":  # elsewhere the limits are not kept, or take in what libraries map
        _limit(resource.RLIMIT_DATA, MEMORY)
        _limit(resource.RLIMIT_AS, 2 * MEMORY)


def _limit(what: int, size: int) -> None:
    hard = resource.getrlimit(what)[1]
    least = size if hard == resource.RLIM_INFINITY else min(size, hard)
    resource.setrlimit(what, (least, least))


def die_with_parent() -> None:
    """Let the kernel end this process of `multiprocessing` when the one that started it is gone.

    Python cannot do that itself while it is inside a library. Of several such processes each holds the pipe
    of those before it, so that the last one goes first.
    """
    parent = multiprocessing.parent_process()
    if parent is None:
        return
    pipe = parent.sentinel
    signal.signal(signal.SIGIO, signal.SIG_DFL)
    fcntl.fcntl(pipe, fcntl.F_SETOWN, os.getpid())
    fcntl.fcntl(pipe, fcntl.F_SETFL, fcntl.fcntl(pipe, fcntl.F_GETFL) | os.O_ASYNC)
    if select.select([pipe], [], [], 0)[0]:  # it was gone before
        os._exit(1)


def silence_libraries(last_words: int) -> None:
    """Send what libraries in C and Rust say into a pipe; Python's own words still come to the terminal.

    Whoever reads the pipe learns why the process ended; where nobody does, what no longer fits is lost.
    """
    sys.stderr = os.fdopen(os.dup(2), "w", buffering=1, errors="backslashreplace")
    os.set_blocking(last_words, False)
    os.dup2(last_words, 2)
