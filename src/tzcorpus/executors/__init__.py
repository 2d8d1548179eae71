"""Where work runs: in this process, in a pool of processes, or on a Spark cluster.

`tasks` holds what is done and what comes of it, `store` the folder of finished shards that lets a run go on
where it was stopped, `local` and `spark` the executors. All run the same pure function over the same tasks,
so that the rows they leave are the same.
"""

from __future__ import annotations

from tzcorpus.executors.local import Executor, InProcess, Processes, executor_for

__all__ = ["Executor", "InProcess", "Processes", "executor_for"]
