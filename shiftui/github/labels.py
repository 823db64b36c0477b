"""Our labels and the team's own names for them (interface.md, "Labels of our own").

A repository that had labels before us keeps them: `settings.labels` says what each of ours is called there.
Names are compared without regard to case, as GitHub does.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from shiftui.domain.vocabulary import Priority, Severity, WaitingOn

SPINOFF = "spinoff"
SHIFT_LOG = "shift-log"
CLASS_PREFIX = "class:"
REMEMBERED = 2_000
"""Sets of labels whose meaning is remembered: thousands of issues share a few."""


class Family(StrEnum):
    """Labels of which an issue should carry one at most."""

    PRIORITY = "priority"
    SEVERITY = "severity"
    WAITING = "waiting"


VALUES: Mapping[Family, tuple[str, ...]] = {
    Family.PRIORITY: tuple(Priority),
    Family.SEVERITY: tuple(Severity),
    Family.WAITING: (WaitingOn.REQUESTER, WaitingOn.THIRD_PARTY),
}
"""The values that have a label, the highest first."""

Wish = Mapping[Family, str]
"""The value that each family named shall have; empty takes its labels off."""


_FIELDS = {"priority": Family.PRIORITY, "severity": Family.SEVERITY, "waiting_on": Family.WAITING}


def wish(fields: Mapping[str, object]) -> Wish:
    """The labels that a ticket's fields stand for, by the names `priority`, `severity` and `waiting_on`.

    None, and waiting on us, have no label: they wish for none.
    """
    return {
        family: str(fields[name]) if fields[name] in VALUES[family] else ""
        for name, family in _FIELDS.items()
        if name in fields
    }


@dataclass(frozen=True, slots=True)
class Meaning:
    """What the labels of an issue say."""

    priority: Priority | None
    severity: Severity | None
    waiting_on: WaitingOn
    classes: tuple[str, ...]
    spinoff: bool
    shift_log: bool


@dataclass(frozen=True, slots=True)
class Change:
    """What has to be put on and taken off, as the issue spells it."""

    add: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()


class LabelNames:
    """The names in use, from `settings.labels`: ours to the team's own; an empty one is never written."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self._names = dict(names)
        self._read: dict[tuple[str, ...], Meaning] = {}
        self._values = {
            family: {
                spelling: value
                for value in reversed(values)
                for spelling in self._spellings(f"{family}:{value}")
            }
            for family, values in VALUES.items()
        }
        self._classes = {
            theirs.casefold(): ours.removeprefix(CLASS_PREFIX)
            for ours, theirs in names.items()
            if ours.startswith(CLASS_PREFIX) and theirs
        }

    def _spellings(self, ours: str) -> set[str]:
        return {name.casefold() for name in (ours, self._names.get(ours, "")) if name}

    def written(self, ours: str) -> str:
        """What is written for a label of ours; empty when it must not be."""
        return self._names.get(ours, ours)

    def read(self, labels: tuple[str, ...]) -> Meaning:
        """What the labels say; of several in a family the highest counts."""
        known = self._read.get(labels)
        if known is None:
            if len(self._read) >= REMEMBERED:
                self._read.clear()
            known = self._read[labels] = self._meaning(labels)
        return known

    def _meaning(self, labels: Iterable[str]) -> Meaning:
        folded = {label.casefold(): label for label in labels}
        priority = self._highest(Family.PRIORITY, folded)
        severity = self._highest(Family.SEVERITY, folded)
        waiting = self._highest(Family.WAITING, folded)
        classes = [self._class(name, label) for name, label in folded.items()]
        return Meaning(
            priority=Priority(priority) if priority else None,
            severity=Severity(severity) if severity else None,
            waiting_on=WaitingOn(waiting) if waiting else WaitingOn.US,
            classes=tuple(dict.fromkeys(each for each in classes if each)),
            spinoff=not folded.keys().isdisjoint(self._spellings(SPINOFF)),
            shift_log=not folded.keys().isdisjoint(self._spellings(SHIFT_LOG)),
        )

    def _highest(self, family: Family, folded: Iterable[str]) -> str:
        values = self._values[family]
        found = [values[name] for name in folded if name in values]
        return min(found, key=VALUES[family].index) if found else ""

    def _class(self, folded: str, label: str) -> str:
        known = self._classes.get(folded)
        if known is not None or not folded.startswith(CLASS_PREFIX):
            return known or ""
        return label[len(CLASS_PREFIX) :]

    def change(self, labels: Iterable[str], wanted: Wish) -> Change:
        """What turns `labels` into ones that say `wanted`, once each; other labels are left alone."""
        standing = tuple(labels)
        folded = {label.casefold() for label in standing}
        add: list[str] = []
        remove: list[str] = []
        for family, value in wanted.items():
            names = self._values[family]
            remove += [label for label in standing if names.get(label.casefold(), value) != value]
            written = self.written(f"{family}:{value}") if value else ""
            already = any(names.get(name) == value for name in folded)
            if written and not already:
                add.append(written)
        return Change(tuple(add), tuple(remove))

    def holds(self, labels: Iterable[str], wanted: Wish) -> bool:
        """Whether nothing has to change."""
        return self.change(labels, wanted) == Change()


_WAITING = r"(waiting|awaiting|pending)( (for|on))? (the )?"
GUESSES: Mapping[str, str] = {
    "priority:service": r"p0|outage|service( (interruption|down))?|downtime|live incident",
    "priority:security": r"p1|security|vulnerability|cve",
    "priority:customer": r"p2|customer( request)?|support|user( request)?",
    "priority:operational": r"p3|operational|operations|ops|maintenance|toil|chore",
    "severity:critical": r"critical|sev ?[01]|s[01]|urgent|blocker",
    "severity:error": r"error|sev ?2|s2|major|high",
    "severity:warning": r"warning|sev ?[34]|s[34]|minor|low",
    "waiting:requester": r"needs? (more )?(info|information|feedback|repro)|"
    + _WAITING
    + "(requester|customer|user|reporter|author|response|reply|feedback|info)",
    "waiting:third-party": rf"blocked|upstream|external|on hold|{_WAITING}(third party|vendor|upstream)",
    SPINOFF: r"spin ?off|follow ?up|long term( fix)?",
    SHIFT_LOG: r"(shift|on ?call) ?(log|diary)",
}
"""What teams tend to call each of ours, as patterns over names in lower case with spaces for signs."""

_FAMILY_WORDS = r"((priority|prio|severity|sev|status|state|type|kind|area|impact) )?"


def guess_names(existing: Iterable[str]) -> dict[str, str]:
    """Which labels of a repository seem to stand for ours: ours to the name found, those found only.

    A label of exactly our name is its own; each label stands for one of ours at most.
    """
    plain = {label: " ".join(re.findall(r"[^\W_]+", label.casefold())) for label in existing}
    exact = {label.casefold(): label for label in plain}
    found = {ours: exact[ours] for ours in GUESSES if ours in exact}
    for ours, pattern in GUESSES.items():
        if ours in found:
            continue
        shape = re.compile(_FAMILY_WORDS + f"({pattern})")
        taken = set(found.values())
        fitting = (label for label, words in plain.items() if label not in taken and shape.fullmatch(words))
        best = min(fitting, key=lambda label: (len(plain[label]), label), default=None)
        if best is not None:
            found[ours] = best
    return found


__all__ = ["SHIFT_LOG", "SPINOFF", "Change", "Family", "LabelNames", "Meaning", "Wish", "guess_names", "wish"]
