"""Threads take turns at Python, and nobody is kept from it for long."""

import os
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from asgiref.sync import sync_to_async

from frontend.threads import interpreter_lock
from frontend.threads.database import close_database_threads, run_in_database_thread
from frontend.threads.interpreter_lock import BEHIND, InterpreterLock

PATIENCE = 5  # seconds


def test_one_at_a_time():
    lock, inside, most = InterpreterLock(), [], []

    def work(_: int) -> None:
        with lock:
            inside.append(1)
            most.append(len(inside))
            inside.pop()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(work, range(200)))
    assert max(most) == 1


def test_a_query_is_another_s_turn(monkeypatch):
    monkeypatch.setattr(interpreter_lock, "LONGEST_WAIT", PATIENCE)
    lock, asked, answered = InterpreterLock(), threading.Event(), threading.Event()

    def query() -> bool:
        asked.set()
        return answered.wait(PATIENCE)

    def slow() -> bool:
        with lock:
            return lock.release_during(query)

    def quick() -> None:
        with lock:
            answered.set()

    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(slow)
        assert asked.wait(PATIENCE)
        pool.submit(quick).result(PATIENCE)
        assert first.result(PATIENCE)


def test_a_query_inside_a_query_leaves_the_turn_to_be_taken_again():
    lock = InterpreterLock()
    with lock:
        lock.release_during(lock.release_during, list)
        assert lock._lock.locked()
    assert not lock._lock.locked()


def test_others_go_on_before_a_query_and_after_it(monkeypatch):
    went = []
    monkeypatch.setattr(
        interpreter_lock, "_let_others_go", lambda: went.append("others")
    )
    lock = InterpreterLock()
    with lock:
        lock.release_during(went.append, "query")
    assert went == ["others", "query", "others"]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ranks single threads")
@pytest.mark.django_db(transaction=True)
async def test_the_event_loop_goes_before_its_threads():
    def rank() -> int:
        return os.getpriority(os.PRIO_PROCESS, 0)  # of the thread that asks

    try:
        assert await run_in_database_thread(sync_to_async(rank)) == rank() + BEHIND
    finally:
        await close_database_threads()


def test_who_holds_on_to_it_holds_nobody_up_for_ever(monkeypatch):
    monkeypatch.setattr(interpreter_lock, "LONGEST_WAIT", 0.01)
    lock, done = InterpreterLock(), []

    def work() -> None:
        with lock:
            done.append(1)

    with lock, ThreadPoolExecutor(1) as pool:
        pool.submit(work).result(PATIENCE)
    assert done == [1]
    with lock:  # and it is there again
        assert lock._lock.locked()
    assert not lock._lock.locked()
