"""What Ctrl+K looks through, each as one source of lines."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial

from peerdesk.models.fields import fields_of, kind_of
from peerdesk.models.registry import RECORDS, record_type
from peerdesk.services.store.search import Search
from peerdesk.ui.shell.menus import Command
from peerdesk.ui.shell.palette import Found, Source

_MOST_HELP = 8
Open = Callable[[str, int], None]
Shown = Callable[[str], bool]


def sources(
    search: Search,
    open_record: Open,
    shown: Shown,
    menus: Mapping[str, Sequence[Command]],
) -> tuple[Source, ...]:
    """Return records first, then pages and commands, then help.

    ``shown`` says whether a kind of record has a page.
    """
    commands = [each for menu in menus.values() for each in menu if each.text]
    return (
        partial(_records, search, open_record, shown),
        partial(_commands, commands),
        partial(_help, open_record, shown),
    )


def _records(search: Search, open_record: Open, shown: Shown, words: str) -> list[Found]:
    return [
        Found(hit.title, _label(hit.kind), partial(open_record, hit.kind, hit.id))
        for hit in search.find(words)
        if shown(hit.kind)
    ]


def _commands(commands: Iterable[Command], words: str) -> list[Found]:
    return [
        Found(each.text.replace("&", ""), each.keys.partition(" ")[0], each.run)
        for each in commands
        if _fits(each.text.replace("&", ""), words)
    ]


def _help(open_record: Open, shown: Shown, words: str) -> list[Found]:
    """Return the fields that fit, with the hint that their form gives."""
    if not words.strip():
        return []
    found = [
        Found(
            f"{field.label} ({record.label})", field.hint, partial(open_record, kind_of(record), 0)
        )
        for record in RECORDS
        if shown(kind_of(record))
        for field in fields_of(record)
        if field.hint and _fits(f"{field.label} {field.hint}", words)
    ]
    return found[:_MOST_HELP]


def _fits(text: str, words: str) -> bool:
    return all(word.lower() in text.lower() for word in words.split())


def _label(kind: str) -> str:
    label = record_type(kind).label
    return label[:1].upper() + label[1:]
