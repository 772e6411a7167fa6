"""The command line: `upr-graph`. Ctrl-C ends it with 130 and without a word, at any moment.

The commands take half a second to import, so that is done when Ctrl-C is looked after already. Until then not
even `typing` is imported.
"""

from __future__ import annotations

import os
import signal
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Final, NoReturn

_INTERRUPTED: Final = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit code: 0 fine, 1 the answer is no, 2 could not run.

    Without arguments it is the command of this process, and takes them from there. Raises SystemExit as
    argparse does, for a wrong usage and for help.
    """
    # `nohup` ignores Ctrl-C, and whoever calls this with arguments looks after it.
    heeds = arguments is None and signal.getsignal(signal.SIGINT) is signal.default_int_handler
    try:
        try:
            if heeds:
                signal.signal(signal.SIGINT, _end)
            from api.runner import run  # noqa: PLC0415

            if heeds:
                signal.signal(signal.SIGINT, signal.default_int_handler)
            return run(arguments)
        finally:
            if heeds:  # Python tidies up for a while yet
                signal.signal(signal.SIGINT, _end)
    except KeyboardInterrupt:
        return _INTERRUPTED


def _end(*_: object) -> NoReturn:
    os._exit(_INTERRUPTED)


if __name__ == "__main__":
    sys.exit(main())
