"""Holidays: looked up once, kept in the workspace, and no library afterwards."""

import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from shiftui.config import load
from shiftui.config.days_off import DaysOff
from shiftui.config.tables import Unfit
from tests.settings_text import write_settings

TODAY = date(2026, 11, 23)


def test_the_years_around_today_are_looked_up(tmp_path: Path) -> None:
    days = DaysOff(tmp_path, TODAY)("US")
    assert {day.year for day in days} == {2023, 2024, 2025, 2026, 2027, 2028}
    assert date(2026, 7, 4) in days


def test_a_part_of_a_country_has_its_own_days(tmp_path: Path) -> None:
    look = DaysOff(tmp_path, TODAY)
    assert date(2026, 3, 31) in look("US-CA") - look("US"), "César Chávez Day"


def test_no_calendar_has_no_days(tmp_path: Path) -> None:
    assert DaysOff(tmp_path, TODAY)("") == frozenset()


@pytest.mark.parametrize("name", ["XX", "US-XX", "us", "-", "US-", "United States"])
def test_a_calendar_that_does_not_exist_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(Unfit, match="US-CA"):
        DaysOff(tmp_path, TODAY)(name)


def test_they_are_kept_for_their_owner_alone(tmp_path: Path) -> None:
    DaysOff(tmp_path, TODAY)("US")
    kept = tmp_path / "holidays.json"
    assert kept.stat().st_mode & 0o777 == 0o600
    assert "2026-07-04" in json.loads(kept.read_text())["US"]["2026"]


def test_kept_days_are_used_until_a_year_is_missing(tmp_path: Path) -> None:
    years = {str(year): [f"{year}-05-05"] for year in range(2023, 2029)}
    (tmp_path / "holidays.json").write_text(json.dumps({"US": years}))
    assert DaysOff(tmp_path, TODAY)("US") == {date(year, 5, 5) for year in range(2023, 2029)}
    assert date(2029, 7, 4) in DaysOff(tmp_path, date(2027, 1, 1))("US")


def test_two_calendars_are_kept_side_by_side(tmp_path: Path) -> None:
    DaysOff(tmp_path, TODAY)("US")
    DaysOff(tmp_path, TODAY)("DE")
    assert set(json.loads((tmp_path / "holidays.json").read_text())) == {"US", "DE"}


@pytest.mark.parametrize("damage", ["", "{", "[]", '{"US": 3}', '{"US": {"2026": ["soon"]}}', "[" * 100_000])
def test_a_damaged_file_is_made_anew(tmp_path: Path, damage: str) -> None:
    (tmp_path / "holidays.json").write_text(damage)
    assert date(2026, 7, 4) in DaysOff(tmp_path, TODAY)("US")
    assert date(2026, 7, 4) in DaysOff(tmp_path, TODAY)("US")
    assert "US" in json.loads((tmp_path / "holidays.json").read_text())


def test_where_nothing_can_be_kept_they_are_looked_up_each_time(tmp_path: Path) -> None:
    (tmp_path / "holidays.json").mkdir()
    assert date(2026, 7, 4) in DaysOff(tmp_path, TODAY)("US")
    assert date(2026, 7, 4) in DaysOff(tmp_path / "not-there", TODAY)("US")
    assert not (tmp_path / "not-there").exists()


def test_once_kept_the_library_is_not_imported(tmp_path: Path) -> None:
    write_settings(tmp_path, '[team]\nholidays = "US"\n')
    load(tmp_path)
    program = (
        "import sys; from pathlib import Path; from shiftui.config import load;"
        f"days = load(Path({str(tmp_path)!r})).hours.closed;"
        "print(len(days) > 50, 'holidays' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["True", "False"]
