"""What a query worker takes away from itself before it reads a stranger's query.

Nothing here needs privileges. What a platform lacks is left out, and the function says so: the memory
limit and the ban on sockets work on Linux, the deadline and the death with the parent on every POSIX.
"""

from __future__ import annotations

import ctypes
import fcntl
import os
import resource
import signal
import sys
from typing import Final


def limit_memory(size: int) -> None:
    """Bound the address space of this process to `size` bytes, and let it leave no core dump."""
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    if hard != resource.RLIM_INFINITY:
        size = min(size, hard)
    resource.setrlimit(resource.RLIMIT_AS, (size, size))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def die_at_deadline(seconds: float) -> None:
    """Let the kernel end this process after `seconds`, whatever its code is busy with; 0 calls that off."""
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, seconds)


def die_with_writer(pipe: int, wanted: bool) -> None:
    """Let the kernel end this process when the last writer of `pipe` is gone, or anything is written.

    PR_SET_PDEATHSIG would not do: it fires when the thread that started the worker ends, and threads of
    a web server come and go.
    """
    if not hasattr(os, "O_ASYNC"):
        return
    signal.signal(signal.SIGIO, signal.SIG_DFL)
    fcntl.fcntl(pipe, fcntl.F_SETOWN, os.getpid())
    flags = fcntl.fcntl(pipe, fcntl.F_GETFL)
    fcntl.fcntl(pipe, fcntl.F_SETFL, flags | os.O_ASYNC if wanted else flags & ~os.O_ASYNC)


# linux/audit.h, linux/filter.h, linux/prctl.h, linux/seccomp.h: (architecture, number of socket(2)).
_SOCKET_CALLS: Final = {
    "x86_64": (0xC000003E, 41),
    "aarch64": (0xC00000B7, 198),
    "riscv64": (0xC00000F3, 198),
}
_PR_SET_NO_NEW_PRIVS: Final = 38
_PR_SET_SECCOMP: Final = 22
_SECCOMP_MODE_FILTER: Final = 2
_LOAD: Final = 0x20
_JUMP_IF_EQUAL: Final = 0x15
_RETURN: Final = 0x06
_ALLOW: Final = 0x7FFF0000
_ANSWER_EACCES: Final = 0x00050000 | 13


class _Instruction(ctypes.Structure):
    _fields_ = (
        ("code", ctypes.c_uint16),
        ("if_true", ctypes.c_uint8),
        ("if_false", ctypes.c_uint8),
        ("operand", ctypes.c_uint32),
    )


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_uint16), ("instructions", ctypes.POINTER(_Instruction)))


def forbid_sockets() -> bool:
    """Make every later socket(2) of this process fail with EACCES (seccomp), so that no query dials out.

    False where the platform does not offer it: then only `sparql.lexer.refuse` stands before SERVICE.
    """
    machine = os.uname().machine
    if sys.platform != "linux" or machine not in _SOCKET_CALLS:
        return False
    architecture, number = _SOCKET_CALLS[machine]
    instructions = (_Instruction * 6)(
        _Instruction(_LOAD, 0, 0, 4),
        _Instruction(_JUMP_IF_EQUAL, 0, 3, architecture),
        _Instruction(_LOAD, 0, 0, 0),
        _Instruction(_JUMP_IF_EQUAL, 0, 1, number),
        _Instruction(_RETURN, 0, 0, _ANSWER_EACCES),
        _Instruction(_RETURN, 0, 0, _ALLOW),
    )
    program = _Program(len(instructions), instructions)
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    prctl.argtypes = (ctypes.c_int, *[ctypes.c_ulong] * 4)
    return bool(
        prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0
        and prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.addressof(program), 0, 0) == 0
    )
