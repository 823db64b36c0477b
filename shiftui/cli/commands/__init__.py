"""The commands, a file for each few that belong together; `shiftui.cli.group` imports the one that runs."""
