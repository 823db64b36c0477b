"""A mapping that is cheap to change a little behaves like a dict that is copied whole."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shiftui.domain.layers import FOLD_AT, Draft, Layers

KEYS = st.sampled_from([f"#{number}" for number in range(6)])
CHANGES = st.lists(st.dictionaries(KEYS, st.none() | st.integers(0, 9), max_size=4), max_size=12)


@settings(max_examples=150, derandomize=True, deadline=None)
@given(start=st.dictionaries(KEYS, st.integers(0, 9)), changes=CHANGES)
def test_it_reads_like_a_dict_after_any_changes(
    start: dict[str, int], changes: list[dict[str, int | None]]
) -> None:
    layers, model = Layers(start), dict(start)
    kept: list[tuple[Layers[int], dict[str, int]]] = []
    for change in changes:
        kept.append((layers, dict(model)))
        layers = layers.changed(change)
        model = {key: value for key, value in {**model, **change}.items() if value is not None}
        assert dict(layers) == model
        assert (len(layers), set(layers), layers == model) == (len(model), set(model), True)
        assert all((key in layers) is (key in model) for key in ("#0", "#5", "#99"))
    for before, as_it_was in kept:
        assert dict(before) == as_it_was


def test_many_changes_are_folded_together_and_none_is_lost() -> None:
    layers: Layers[int] = Layers()
    for number in range(3 * FOLD_AT):
        layers = layers.changed({f"#{number}": number})
    layers = layers.changed({"#0": None, "#1": 100})
    assert len(layers) == 3 * FOLD_AT - 1
    assert next(iter(layers)) == "#1"
    assert layers["#1"] == 100
    with pytest.raises(KeyError):
        layers["#0"]
    assert Layers.of(layers) is layers
    assert layers.changed({}) is layers


def test_a_draft_leaves_what_it_began_with_alone() -> None:
    before = Layers({"a": 1, "b": 2})
    draft = Draft(before)
    draft["c"] = 3
    del draft["a"]
    assert ("a" in draft, draft.get("a"), draft["b"], draft["c"], draft.get(None)) == (
        False,
        None,
        2,
        3,
        None,
    )
    with pytest.raises(KeyError):
        draft["a"]
    assert dict(draft.done()) == {"b": 2, "c": 3}
    assert dict(before) == {"a": 1, "b": 2}
