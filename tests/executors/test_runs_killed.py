"""Runs whose workers and driver are killed with SIGKILL: nothing is lost, nothing is there twice."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest
import victim

from tzcorpus.errors import OutputError
from tzcorpus.executors import InProcess, Processes
from tzcorpus.executors.store import Store, digest
from tzcorpus.executors.tasks import Task

COUNT = 320
HERE = Path(__file__).parent


def start(folder: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, str(HERE / "victim.py"), str(folder), str(COUNT), "2"]
    return subprocess.Popen(command, stderr=subprocess.DEVNULL)


def state(folder: Path) -> str:
    store = Store(folder)
    store.open()
    return digest(store.rows(victim.tasks(COUNT)))


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("undisturbed")
    store = Store(folder)
    list(InProcess().run(victim.work, victim.tasks(COUNT), store))
    return state(folder)


def gone(process: psutil.Process) -> bool:
    return not process.is_running() or process.status() == psutil.STATUS_ZOMBIE


def test_a_driver_killed_at_random_points_goes_on(tmp_path: Path, undisturbed: str) -> None:
    chance = random.Random(5)
    kills = 0
    while kills < 3:
        driver = start(tmp_path)
        time.sleep(chance.uniform(0.3, 1.5))
        workers = psutil.Process(driver.pid).children(recursive=True) if driver.poll() is None else []
        driver.kill()
        driver.wait()
        kills += 1
        end = time.monotonic() + 30
        while not all(gone(worker) for worker in workers):
            assert time.monotonic() < end, "workers outlive their driver"
            time.sleep(0.05)
    assert start(tmp_path).wait() == 0
    assert state(tmp_path) == undisturbed


def test_workers_killed_at_random_points_cost_nothing(tmp_path: Path, undisturbed: str) -> None:
    chance = random.Random(6)
    driver = start(tmp_path)
    kills = 0
    while driver.poll() is None and kills < 3:
        time.sleep(chance.uniform(0.2, 0.6))
        try:
            workers = [
                child
                for child in psutil.Process(driver.pid).children()
                if "spawn_main" in str(child.cmdline())
            ]
            if workers:
                chance.choice(workers).kill()
                kills += 1
        except psutil.Error:
            continue
    assert driver.wait() == 0
    assert kills
    assert state(tmp_path) == undisturbed


def test_a_task_that_kills_its_process_becomes_a_row_with_that_error(tmp_path: Path) -> None:
    good = victim.tasks(20)
    bad = [Task("bad", "bad", 2**15, b"kill"), Task("poor", "poor", 2**15, b"raise")]
    given = [*good[:11], *bad, *good[11:]]
    store = Store(tmp_path)
    done = sum(each.tasks for each in Processes(2).run(victim.work, given, store))
    assert done == len(given)
    store.open()
    rows = {row.id: row for row in store.rows(given)}
    assert rows["bad"].error == "the process died at it (killed, or out of memory)"
    assert rows["poor"].error.startswith("internal error (ValueError: no such page)")
    assert {row.id for row in rows.values() if not row.error} == {task.id for task in good}
    assert not store.holds("bad")  # it is tried again, the others are not
    assert all(store.holds(task.key) for task in good)


def test_all_executors_leave_the_same_rows(tmp_path: Path, undisturbed: str) -> None:
    store = Store(tmp_path)
    list(Processes(2).run(victim.work, victim.tasks(COUNT), store))
    assert state(tmp_path) == undisturbed


def full_disk(limit: int) -> None:
    import resource

    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))


def test_a_full_disk_says_so_and_the_run_goes_on_when_there_is_room(tmp_path: Path, undisturbed: str) -> None:
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]); import test_runs_killed as t, victim\n"
        "from pathlib import Path; from tzcorpus.executors import InProcess\n"
        "from tzcorpus.executors.store import Store\n"
        "run = InProcess().run(victim.work, victim.tasks(t.COUNT), Store(Path(sys.argv[2])))\n"
        "next(run); t.full_disk(600); next(run)\n"
    )
    full = subprocess.run(
        [sys.executable, "-c", code, str(HERE), str(tmp_path)], capture_output=True, text=True, check=False
    )
    assert "OutputError" in full.stderr
    assert "finished shards are kept" in full.stderr
    assert not list(tmp_path.glob(".*"))
    store = Store(tmp_path)
    store.open()
    assert sum(store.holds(task.key) for task in victim.tasks(COUNT)) == 8
    assert start(tmp_path).wait() == 0
    assert state(tmp_path) == undisturbed


def test_a_shard_that_does_not_match_its_record_is_done_anew(tmp_path: Path) -> None:
    store = Store(tmp_path)
    list(InProcess().run(victim.work, victim.tasks(16), store))
    first, second = sorted(tmp_path.glob("*.arrow"))
    first.write_bytes(first.read_bytes()[:-7])
    second.with_suffix(".json").unlink()
    (tmp_path / ".half.arrow.x").write_bytes(b"PAR1")
    store.open()
    assert store.dropped == [first.name, second.name]
    assert not any(store.holds(task.key) for task in victim.tasks(16))
    assert not list(tmp_path.glob("*.arrow"))
    assert not list(tmp_path.glob(".*"))


def test_two_runs_do_not_share_a_folder(tmp_path: Path) -> None:
    with Store(tmp_path).locked(), pytest.raises(OutputError, match="another run is at work here"):  # noqa: SIM117
        with Store(tmp_path).locked():
            pass


def test_a_worker_leaves_with_its_parent() -> None:
    code = (
        "from tzcorpus.executors import Processes; import os, time\n"
        "r = Processes(1).map(time.sleep, [0, 60]); next(r); print('ready', flush=True); next(r)"
    )
    driver = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE)
    assert driver.stdout is not None
    assert driver.stdout.readline() == b"ready\n"
    workers = psutil.Process(driver.pid).children(recursive=True)
    assert workers
    os.kill(driver.pid, signal.SIGKILL)
    driver.wait()
    driver.stdout.close()
    end = time.monotonic() + 30
    while not all(gone(worker) for worker in workers):
        assert time.monotonic() < end
        time.sleep(0.05)
