"""Labels of ours and of the team: read leniently, changed by the least."""

from hypothesis import given
from hypothesis import strategies as st

from shiftui.domain.vocabulary import Priority, Severity, WaitingOn
from shiftui.github.labels import VALUES, Change, Family, LabelNames, guess_names, wish

OURS = [f"{family}:{value}" for family, found in VALUES.items() for value in found]
THEIRS = ["P0", "P1", "P2", "sev/critical", "needs info", "blocked: vendor", ""]
mappings = st.dictionaries(st.sampled_from(OURS), st.sampled_from(THEIRS), max_size=4).filter(
    lambda names: len({name for name in names.values() if name}) == sum(bool(name) for name in names.values())
)
cases = st.sampled_from([str.upper, str.lower, str.title, str])
labels = st.lists(
    st.builds(lambda name, case: case(name), st.sampled_from([*OURS, *THEIRS[:-1], "bug"]), cases), max_size=6
)
wishes = st.fixed_dictionaries(
    {},
    optional={
        "priority": st.sampled_from([None, *Priority]),
        "severity": st.sampled_from([None, *Severity]),
        "waiting_on": st.sampled_from(WaitingOn),
    },
)


@given(names=mappings, standing=labels, fields=wishes)
def test_after_a_change_the_labels_say_what_was_wished_and_no_more_is_to_do(
    names: dict[str, str], standing: list[str], fields: dict[str, object]
) -> None:
    known = LabelNames(names)
    before, change = known.read(tuple(standing)), known.change(standing, wish(fields))
    after = [label for label in standing if label not in change.remove] + list(change.add)
    meaning = known.read(tuple(after))
    assert known.holds(after, wish(fields)) or any(name == "" for name in names.values())
    for name in ("priority", "severity", "waiting_on"):
        wanted = fields.get(name, getattr(before, name))
        unwritten = names.get(f"{name.removesuffix('_on')}:{wanted}") == ""
        if not (name in fields and unwritten):
            assert getattr(meaning, name) == wanted
    strangers = [label for label in standing if label.casefold() == "bug"]
    assert [label for label in after if label.casefold() == "bug"] == strangers


@given(names=mappings, fields=wishes, standing=labels)
def test_an_empty_name_is_never_written(
    names: dict[str, str], fields: dict[str, object], standing: list[str]
) -> None:
    change = LabelNames(names).change(standing, wish(fields))
    hidden = {ours for ours, theirs in names.items() if not theirs}
    assert not hidden & set(change.add)
    assert "" not in change.add


def test_of_several_the_highest_counts_and_the_next_set_removes_the_rest() -> None:
    names = LabelNames({"priority:service": "P0"})
    standing = ("priority:customer", "p0", "priority:operational")
    assert names.read(standing).priority is Priority.SERVICE
    assert names.change(standing, wish({"priority": Priority.CUSTOMER})) == Change(
        (), ("p0", "priority:operational")
    )


def test_case_makes_no_second_label() -> None:
    names = LabelNames({})
    assert names.change(("Severity:Critical",), wish({"severity": Severity.CRITICAL})) == Change()


def test_waiting_on_us_is_the_absence_of_a_label() -> None:
    names = LabelNames({})
    assert names.change(("waiting:requester",), wish({"waiting_on": WaitingOn.US})) == Change(
        (), ("waiting:requester",)
    )


def test_classes_keep_their_spelling_and_may_have_a_name_of_the_teams() -> None:
    meaning = LabelNames({"class:scf": "SCF users"}).read(("class:Gold", "scf users", "SPINOFF"))
    assert meaning.classes == ("Gold", "scf")
    assert meaning.spinoff


def test_guesses_recognise_what_teams_call_things_and_invent_nothing() -> None:
    found = guess_names(
        [
            "P0",
            "security",
            "sev-1",
            "Needs Info",
            "status: blocked",
            "follow-up",
            "bug",
            "windows",
            "severity:error",
        ]
    )
    assert found == {
        "priority:service": "P0",
        "priority:security": "security",
        "severity:critical": "sev-1",
        "severity:error": "severity:error",
        "waiting:requester": "Needs Info",
        "waiting:third-party": "status: blocked",
        "spinoff": "follow-up",
    }
    assert guess_names(["bug", "question", "windows"]) == {}


def test_every_family_is_wished_for_by_a_field() -> None:
    assert wish({"priority": None, "severity": "nonsense", "waiting_on": "us"}) == dict.fromkeys(Family, "")
    assert wish({"title": "x"}) == {}
