"""The one way to do slow work: on a worker thread, with the result handed back to the window."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from PySide6.QtCore import QObject, QThreadPool, Signal, Slot

from peerdesk.errors import UserFacing

T = TypeVar("T")


class Tasks(QObject):
    """The slow work of one page: at most one piece counts at a time.

    Starting another piece, or ``cancel``, lets the running one finish unheard. When the page goes,
    so does whatever it was waiting for. Only frozen values may come back from ``work``.
    """

    busy = Signal(bool)

    def __init__(self, pool: QThreadPool, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = pool
        self._current: _Job | None = None
        self._done: Callable[[Any], None] = _ignore
        self._failed: Callable[[UserFacing], None] = _ignore

    @property
    def running(self) -> bool:
        """Whether an answer is still to come."""
        return self._current is not None

    def run(
        self,
        work: Callable[[], T],
        done: Callable[[T], None],
        failed: Callable[[UserFacing], None],
    ) -> None:
        """Call ``work`` on a worker, then ``done`` or ``failed`` here.

        ``failed`` gets what the user can act on; any other exception is raised again in this
        thread, where it reaches the crash dialog.
        """
        job = _Job(work)
        self._current, self._done, self._failed = job, done, failed
        job.answer.ready.connect(self._hear)
        self.busy.emit(True)  # noqa: FBT003 - Qt's order
        # A callable, not a runnable of ours: the pool keeps it until it has run, even when nobody
        # waits for its answer any more.
        self._pool.start(job.run)

    def cancel(self) -> None:
        """Stop waiting: what is running finishes unheard."""
        self._finish()

    @Slot(object, object, object)
    def _hear(self, job: _Job, result: Any, error: Exception | None) -> None:
        if job is not self._current:
            return
        done, failed = self._done, self._failed
        self._finish()
        if error is None:
            done(result)
        elif isinstance(error, UserFacing):
            failed(error)
        else:
            raise error

    def _finish(self) -> None:
        self._current, self._done, self._failed = None, _ignore, _ignore
        self.busy.emit(False)  # noqa: FBT003 - Qt's order


class _Answer(QObject):
    """Lives in the window's thread, so that what it emits elsewhere is queued to here."""

    ready = Signal(object, object, object)


class _Job:
    def __init__(self, work: Callable[[], Any]) -> None:
        self._work: Callable[[], Any] | None = work
        self.answer = _Answer()

    def run(self) -> None:
        work, self._work = self._work, None
        assert work is not None  # noqa: S101 - a job runs once
        try:
            result, error = work(), None
        except Exception as caught:  # noqa: BLE001 - raised again in the window's thread
            result, error = None, caught
        self.answer.ready.emit(self, result, error)


def _ignore(_: Any) -> None:
    pass
