"""It lets few in at a time, and nobody waits there for who takes long."""

import asyncio

import pytest

from frontend.threads import limiter
from frontend.threads.limiter import Limiter


@pytest.mark.parametrize("width", [1, 4])
async def test_as_many_as_it_is_wide(width):
    entering, inside, most = Limiter(width), [], []

    async def work() -> None:
        async with entering.entered():
            inside.append(1)
            most.append(len(inside))
            await asyncio.sleep(0)
            inside.pop()

    await asyncio.gather(*(work() for _ in range(20)))
    assert max(most) == width


async def test_who_takes_long_is_passed_by_and_counts_once(monkeypatch):
    monkeypatch.setattr(limiter, "LONG", 0.01)
    entering, done = Limiter(1), asyncio.Event()

    async def slow() -> None:
        async with entering.entered():
            await done.wait()

    waiting = asyncio.create_task(slow())
    await asyncio.sleep(0)
    async with asyncio.timeout(5), entering.entered():
        done.set()
        await waiting
    async with entering.entered():
        assert entering._free.locked()
    assert entering._free._value == 1


async def test_who_is_cancelled_or_fails_gives_the_place_back():
    entering = Limiter(1)
    with pytest.raises(ZeroDivisionError):
        async with entering.entered():
            raise ZeroDivisionError
    async with entering.entered():
        waiting = asyncio.create_task(entering.entered().__aenter__())
        await asyncio.sleep(0)
        waiting.cancel()
        await asyncio.wait({waiting})
    assert entering._free._value == 1
