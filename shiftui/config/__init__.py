"""The settings files: where they are, what they may say, and what is wrong with them.

`shiftui.domain.settings` has the values that come of it; here is all that touches a file. What a command
does not need (line numbers, the library of holidays, writing) is imported when it is needed.
"""

from shiftui.config.loading import SettingsFiles, check, check_team, load, settings_path
from shiftui.config.problems import ConfigError, Problem

__all__ = ["ConfigError", "Problem", "SettingsFiles", "check", "check_team", "load", "settings_path"]
