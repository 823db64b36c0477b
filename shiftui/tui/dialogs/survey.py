"""What a look at a repository found, in words."""

from dataclasses import dataclass

from textual.content import Content

from shiftui.domain.safe_text import safe_line

_NAME = 60
_LABELS = 12


@dataclass(frozen=True, slots=True)
class SurveyShown:
    """What a look at a repository found. All of it may be a stranger's text."""

    repo: str
    me: str
    private: bool | None
    """None: it could not be told, which counts as public."""
    open: int
    """Open tickets: the recent and the parked ones."""
    recent: int
    """Changed in the last two weeks."""
    parked: int
    """Older ones."""
    labels: tuple[tuple[str, str], ...] = ()
    """Our label and the team's own that was taken for it; an empty one is never written."""
    posts: tuple[str, ...] = ()
    """What would ever be posted where, a sentence each."""
    warnings: tuple[str, ...] = ()
    is_complete: bool = True
    """False: there are more than were counted."""


def survey_words(found: SurveyShown) -> Content:
    """What was found, for reading: how much, under which labels, and what is posted where."""
    visibility = {True: "private", False: "public", None: "visibility unknown, so it counts as public"}
    lines = [
        Content.assemble(
            (safe_line(found.repo, _NAME), "bold"),
            (f"   {visibility[found.private]} · you are {safe_line(found.me, _NAME)}", "$text-muted"),
        ),
        Content(""),
        _count(found.open, "open", "in all" if found.is_complete else "at least; not all were counted"),
        _count(found.recent, "recent", "changed in the last two weeks: the queue"),
        _count(found.parked, "parked", "older: counted, out of the way until somebody acts"),
    ]
    if found.labels:
        lines += [Content(""), Content.styled("labels", "$text-muted")]
        lines += [_label(ours, theirs) for ours, theirs in found.labels[:_LABELS]]
        if len(found.labels) > _LABELS:
            lines.append(Content.styled(f"  … {len(found.labels) - _LABELS} more", "$text-muted"))
    if found.posts:
        lines += [Content(""), Content.styled("what is ever posted where", "$text-muted")]
        lines += [Content(f"· {safe_line(post, 300)}") for post in found.posts]
    lines += [Content.styled(f"\n{safe_line(warning, 300)}", "$warning") for warning in found.warnings]
    return Content("\n").join(lines)


def _count(number: int, what: str, meaning: str) -> Content:
    return Content.assemble(f"{number:>7,}  ", f"{what:<8}", (meaning, "$text-muted"))


def _label(ours: str, theirs: str) -> Content:
    name = safe_line(theirs, _NAME) if theirs else "is never written"
    return Content.assemble((f"  {safe_line(ours, _NAME):<24}", "$text-muted"), name)
