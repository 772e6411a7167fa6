"""The bar, by the bytes that a terminal gets."""

from __future__ import annotations

import fcntl
import os
import pty
import struct
import sys
import termios
from collections.abc import Iterator
from io import TextIOWrapper

import pytest

from api.progress import Bar
from api.terminal import error_width
from sparql.table import display_width


class _Terminal:
    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._ours, theirs = pty.openpty()
        os.set_blocking(self._ours, False)
        self.stream: TextIOWrapper = os.fdopen(theirs, "w")
        self._monkeypatch = monkeypatch

    def show_errors(self, columns: int) -> None:
        # By the test itself: pytest puts its own stream there after the fixtures are made.
        self._monkeypatch.setattr(sys, "stderr", self.stream)
        fcntl.ioctl(self.stream, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))

    def got(self) -> str:
        return os.read(self._ours, 1 << 16).decode()

    def close(self) -> None:
        self.stream.close()
        os.close(self._ours)


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Iterator[_Terminal]:
    made = _Terminal(monkeypatch)
    monkeypatch.setattr("api.progress._PATIENCE", 0.0)
    monkeypatch.delenv("COLUMNS", raising=False)
    yield made
    made.close()


@pytest.mark.parametrize("columns", [16, 20, 59, 60, 80, 200])
@pytest.mark.parametrize("name", ["list.csv", "x" * 300, "審査報告" * 40])
def test_the_bar_never_fills_the_line_of_the_terminal(terminal: _Terminal, columns: int, name: str) -> None:
    terminal.show_errors(columns)
    Bar().show(name, 0.5, "1,234 read")
    line = terminal.got().removeprefix("\r").removesuffix("\033[K")
    assert "50%" in line
    assert display_width(line) < columns


def test_the_bar_is_wiped_at_the_end(terminal: _Terminal) -> None:
    terminal.show_errors(80)
    with Bar() as bar:
        bar.show("list.csv", 2.0, "7 read")
    drawn = f"\rlist.csv  [{'#' * 24}] 100%  7 read\033[K"
    assert terminal.got() == f"{drawn}\r\033[K"


def test_no_bar_is_drawn_when_it_is_to_be_quiet(terminal: _Terminal) -> None:
    terminal.show_errors(80)
    with Bar(quiet=True) as bar:
        bar.show("list.csv", 0.5, "")
    terminal.stream.write("nothing")
    terminal.stream.flush()
    assert terminal.got() == "nothing"


def test_the_width_is_that_of_the_terminal_that_shows_errors(terminal: _Terminal) -> None:
    terminal.show_errors(33)
    assert error_width() == 33
