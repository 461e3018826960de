"""A program in the middle of a large transaction, with temporary tables and sorting."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from tests.conftest import PASSPHRASE
from tests.slow.child import Home

_AT_WORK = """
import sys
from pathlib import Path
from peerdesk.opened import VaultFolder
from peerdesk.services.records.records import ListQuery
text = sys.stdin.readline().strip()
opened = VaultFolder(Path(sys.argv[1])).open(sys.stdin.readline().strip())
records = opened.workspace.records
for number in range(300):
    values = dict(full_name=f"{text} {number}", role="peer", personnel_class="sworn",
                  status="active", languages=text)
    records.save("supporter", values)
records.ids(ListQuery("supporter", text=text, order="languages"))
with opened.vault.sessions.write() as session:
    run = session.connection().exec_driver_sql
    %s
    run("PRAGMA cache_size = 10")
    run("PRAGMA temp.cache_size = 10")
    run("CREATE TEMP TABLE sorted AS SELECT a.full_name, b.languages FROM supporter a, supporter b"
        " ORDER BY a.languages, b.full_name DESC")
    run("UPDATE supporter SET rank_title = full_name")
    print("ready", flush=True)
    sys.stdin.readline()
    session.rollback()
opened.close()
"""


@contextmanager
def at_work(home: Home, text: str, line: str = "pass") -> Iterator[subprocess.Popen[str]]:
    """Run it on a vault, with a text in every row, while the caller looks at it.

    ``line`` is a statement that it runs before, by controls.
    """
    with subprocess.Popen(  # noqa: S603 - a fixed program
        [sys.executable, "-c", _AT_WORK % line, str(home.data)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=home.environment,
    ) as child:
        assert child.stdin
        assert child.stdout
        child.stdin.write(f"{text}\n{PASSPHRASE}\n")
        child.stdin.flush()
        assert child.stdout.readline() == "ready\n"
        yield child
        child.communicate("\n" if child.poll() is None else None)
