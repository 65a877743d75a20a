"""A long list in pieces: taken some at a time, and kept on the disk but for the piece that is being read."""

import gc
import pickle
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from tempfile import TemporaryFile
from typing import Generic, TypeVar, overload

Item = TypeVar("Item")


def in_pieces(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    """The items, `size` at a time; the last piece holds what is left."""
    rest = iter(items)
    while piece := list(islice(rest, size)):
        yield piece


def with_end(items: Iterable[Item], size: int) -> Iterator[tuple[list[Item], bool]]:
    """The pieces, each with whether it is the last; for no items an empty one. Whoever empties a piece frees it."""
    rest = iter(items)
    piece = list(islice(rest, size))
    while following := list(islice(rest, 1)):
        yield piece, False
        piece = following + list(islice(rest, size - 1))
    yield piece, True


@contextmanager
def uncollected() -> Iterator[None]:
    """Python looks for no rings of objects meanwhile: in rows there are none, and looking takes a fifth of the time.

    What nothing refers to is freed as ever. Two threads at once do no harm: the one that shut it opens it again.
    """
    is_open = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if is_open:
            gc.enable()


class Spool(Sequence[Item], Generic[Item]):
    """A list that is read from front to back: what is more than `held` full pieces lies in a file that has no name.

    What one writes into it is as whole as the items are: an item that was taken out may be a copy.
    """

    def __init__(self, size: int = 1000, held: int = 5) -> None:
        self._size = size
        self._held: list[list[Item]] = []
        self._most_held = held
        self._file = TemporaryFile()  # noqa: SIM115 (it ends with the list)
        self._places: list[int] = []  # where each piece begins in the file
        self._read: tuple[int, list[Item]] = (-1, [])
        self._last: list[Item] = []

    def append(self, item: Item) -> None:
        self._last.append(item)
        if len(self._last) == self._size:
            if len(self._held) < self._most_held:
                self._held.append(self._last)
            else:
                self._places.append(self._file.seek(0, 2))
                pickle.dump(self._last, self._file, pickle.HIGHEST_PROTOCOL)
            self._last = []

    @property
    def _full(self) -> int:
        return len(self._held) + len(self._places)

    def __len__(self) -> int:
        return self._full * self._size + len(self._last)

    @overload
    def __getitem__(self, place: int) -> Item: ...
    @overload
    def __getitem__(self, place: slice) -> list[Item]: ...
    def __getitem__(self, place: int | slice) -> Item | list[Item]:
        if isinstance(place, slice):
            return [self[each] for each in range(*place.indices(len(self)))]
        number, within = divmod(range(len(self))[place], self._size)
        return self._piece(number)[within]

    def __iter__(self) -> Iterator[Item]:
        for number in range(self._full + 1):
            yield from self._piece(number)

    def _piece(self, number: int) -> list[Item]:
        if number < len(self._held):
            return self._held[number]
        if number == self._full:
            return self._last
        if self._read[0] != number:
            self._file.seek(self._places[number - len(self._held)])
            self._read = number, pickle.load(self._file)  # noqa: S301 (what we wrote ourselves)
        return self._read[1]
