"""A Spark cluster: the same function over record batches, all or nothing, and then our own shards.

The code travels as a zip; the libraries it needs must be installed where the executors run. Input files
and the store's folder must be at the same path there: Spark writes its rows under the store (mode
errorifexists), and only when its job is whole are they taken over.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tzcorpus.errors import InputError, TzcorpusError
from tzcorpus.executors.store import COLUMNS, Store, schema
from tzcorpus.executors.tasks import Done, Function, Row, Task, cut, perform
from tzcorpus.extras import require

if TYPE_CHECKING:
    import pyarrow as pa

_TASKS = "key string, id string, size bigint, payload binary"
_ROWS = "key string, id string, result binary, error string, refused int"
# Rows handed to Python at a time; results are much longer than tasks.
_BATCH = 64


class Spark:
    """Runs on the cluster at ``master``, or on the one that Spark's own configuration names."""

    def __init__(self, master: str | None = None) -> None:
        require("pyspark", purpose="--executor spark")
        if not (os.environ.get("JAVA_HOME") or shutil.which("java")):
            raise InputError(
                "no Java", expected="java 17 or later on the path, or JAVA_HOME",
                hint="install it, on Debian: apt-get install default-jre-headless",
            )  # fmt: skip
        self.master = master

    def run(self, function: Function, tasks: Sequence[Task], store: Store) -> Iterator[Done]:
        """Says how many tasks each shard had, once the job is whole."""
        if not tasks:
            return
        digest = hashlib.sha256("\n".join(task.key for task in tasks).encode()).hexdigest()[:16]
        staging = store.folder.resolve() / f"staging-{digest}"
        if not (staging / "_SUCCESS").is_file():
            shutil.rmtree(staging, ignore_errors=True)  # of a driver that was killed
            self._job(function, tasks, staging)
        yield from _adopt(staging, store)
        shutil.rmtree(staging)

    def _job(self, function: Function, tasks: Sequence[Task], staging: Path) -> None:
        from pyspark.errors import PySparkException

        with tempfile.TemporaryDirectory() as folder:
            session = self._session(_zip(Path(folder)))
            try:
                frame = session.createDataFrame(
                    [(task.key, task.id, task.size, task.payload) for task in tasks], _TASKS
                )
                shards = sum(1 for _ in cut(tasks))
                rows = frame.repartition(shards).mapInArrow(_over(function), _ROWS)
                rows.write.mode("errorifexists").option("compression", "zstd").parquet(staging.as_uri())
            except PySparkException as error:
                said = str(error).strip().splitlines()[0][:300]
                raise TzcorpusError(
                    f"the Spark job failed ({said})", hint="nothing of it is kept; see Spark's own log"
                ) from error
            finally:
                session.stop()

    def _session(self, code: Path) -> Any:
        from pyspark.sql import SparkSession

        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
        builder = SparkSession.builder.appName("tzcorpus")
        if self.master:
            builder = builder.master(self.master)
        settings = {
            "spark.submit.pyFiles": str(code),
            "spark.sql.session.timeZone": "UTC",
            "spark.ui.showConsoleProgress": str(sys.stderr.isatty()).lower(),  # its bar is no line of a log
            "spark.sql.execution.arrow.maxRecordsPerBatch": str(_BATCH),
            "spark.sql.adaptive.enabled": "false",  # would put small shards together
            "spark.ui.enabled": "false",
        }
        for key, value in settings.items():
            builder = builder.config(key, value)
        session = builder.getOrCreate()
        session.sparkContext.setLogLevel("ERROR")
        return session


def _over(function: Function) -> Any:
    """What Spark calls on an executor: record batches of tasks in, of rows out."""

    def batches(stream: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        import pyarrow as pa

        fields = [
            pa.field(each.name, pa.binary() if each.name == "result" else each.type) for each in schema()
        ]
        for batch in stream:
            for task in batch.to_pylist():
                (row,) = perform(function, [Task(**task)])
                columns = [[getattr(row, name)] for name in COLUMNS]
                yield pa.RecordBatch.from_arrays(
                    [pa.array(c, f.type) for c, f in zip(columns, fields, strict=True)],
                    schema=pa.schema(fields),
                )

    return batches


def _adopt(staging: Path, store: Store) -> Iterator[Done]:
    """The finished rows become shards of the store, a file of Spark's each."""
    import pyarrow.parquet as pq

    for path in sorted(staging.glob("*.parquet")):
        with pq.ParquetFile(path) as file:
            rows = [Row(**row) for batch in file.iter_batches(_BATCH) for row in batch.to_pylist()]
        if rows:
            yield store.write(sorted(rows, key=lambda row: row.id))


def _zip(folder: Path) -> Path:
    """This package as a zip that Python imports from."""
    root = Path(__file__).parents[1]
    target = folder / "tzcorpus.zip"
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as out:
        for path in sorted(root.rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                out.write(path, Path("tzcorpus", path.relative_to(root)).as_posix())
    return target
