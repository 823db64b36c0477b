"""How the demo's story goes on when it is fast-forwarded: the rest of the afternoon, and the day after.

Leo, at his own machine, helps while Mia is on duty, and works through the tickets when he is.
"""

from collections.abc import Mapping

from shiftui.demo.script import Act, Arrival, Logged, Opened, Told
from shiftui.domain.vocabulary import Priority, Resolution, Severity, WaitingOn

MIDNIGHT = 9 * 60 + 27
"""Minutes from the beginning, 14:33, to the end of that day."""


def _today(hour: int, minute: int) -> float:
    return ((hour - 14) * 60 + minute - 33) * 60.0


def _tomorrow(hour: int, minute: int) -> float:
    return (MIDNIGHT + hour * 60 + minute) * 60.0


COMING = (
    Arrival(_today(15, 55), number=431, logged=Logged("ada", "acknowledged")),
    Arrival(_today(15, 56), number=452, logged=Logged("ada", "acknowledged")),
    Arrival(_today(15, 57), number=466, logged=Logged("ada", "acknowledged")),
    Arrival(_today(16, 10), number=461, logged=Logged("ada", "acknowledged")),
    Arrival(_today(16, 20), number=455, logged=Logged("leo", "acknowledged")),
    Arrival(
        _tomorrow(9, 20),
        Opened(
            491,
            "Wheel zooms twice as far since this morning",
            "b.salo",
            "One notch was one step, now it is two. 3.4.3 on Windows.",
        ),
    ),
    Arrival(
        _tomorrow(11, 5),
        Opened(
            492,
            "Sessions on the shared drive cannot be opened",
            "r.ito",
            "'Permission denied' for the whole lab, since the drive was moved.",
            labels=("priority:service", "severity:error"),
            reply="All of us can read them again. Thank you.",
        ),
    ),
    Arrival(
        _tomorrow(14, 10),
        Opened(
            493,
            "Streamlines stop at block borders",
            "o.lindqvist",
            "Only with more than one block. The example data of the manual shows it, too.",
        ),
    ),
    Arrival(
        _tomorrow(15, 35),
        Opened(
            494,
            "The installer asks for an administrator",
            "k.wolf",
            "Is there a way to install 3.4.3 for one user only?",
            labels=("priority:customer", "severity:warning"),
        ),
    ),
)

ACTS = (
    Act(
        _today(14, 41),
        482,
        says="We see it here with driver 550, too. Does it draw with `viewer --software`?",
        notes="Driver 550 only, 545 draws. The fix is in review for 3.4.3.",
    ),
    Act(
        _today(14, 44),
        484,
        says="The login node ends what is idle for a minute. Does a compute node hold?",
    ),
    Act(
        _today(14, 52),
        488,
        says="We have seen it and move the licence service to the standby host now. Please do not reinstall.",
    ),
    Act(
        _today(14, 58),
        485,
        says="No setting: the last frame is lost when the count is even. It is fixed in 3.4.3, out tomorrow.",
    ),
    Act(
        _today(15, 5),
        486,
        priority=Priority.CUSTOMER,
        severity=Severity.WARNING,
        says="There is no USD export yet. We have glTF, which converts to USD. Would that do?",
    ),
    Act(
        _today(15, 12),
        487,
        priority=Priority.CUSTOMER,
        severity=Severity.WARNING,
        says="Did you choose the table after saving for the first time? Then save again, and it stays.",
    ),
    Act(_today(15, 15), 484, ends=Resolution.ANSWERED),
    Act(
        _today(15, 20),
        488,
        severity=Severity.ERROR,
        says="Licences are served again, by the standby host.",
        follows=True,
        notes="Serves licences from the standby host since 15:15. Not moved back yet.",
    ),
    Act(
        _today(15, 24),
        489,
        priority=Priority.CUSTOMER,
        severity=Severity.WARNING,
        says="Yes: `viewer -nowin` renders without a display.",
    ),
    Act(
        _today(15, 30),
        490,
        priority=Priority.CUSTOMER,
        severity=Severity.WARNING,
        says="Thank you, we look at it. Which of your cells are cut, those of the slice or of the clip?",
        notes="The legend is of nodes, the probe of cells. Ada knows that code.",
    ),
    Act(_today(15, 40), 485, ends=Resolution.KNOWN_ISSUE),
    Act(_today(15, 41), 487, ends=Resolution.ANSWERED),
    Act(_today(15, 42), 489, ends=Resolution.ANSWERED),
    Act(
        _today(15, 50),
        470,
        says="The last label is cut until 3.4.3, which is out tomorrow.",
        follows=True,
        ends=Resolution.KNOWN_ISSUE,
    ),
    Act(_tomorrow(8, 10), 482, ends=Resolution.FIXED, no_spinoff="the fix is in 3.4.3, out since 08:00"),
    Act(_tomorrow(8, 30), 479, ends=Resolution.FIXED, no_spinoff="the bundle is rebuilt with 1.6.44"),
    Act(_tomorrow(8, 45), 486, ends=Resolution.ANSWERED),
    Act(_tomorrow(9, 0), 455, ends=Resolution.FIXED, no_spinoff="the patch is merged upstream"),
    Act(
        _tomorrow(9, 32),
        491,
        priority=Priority.CUSTOMER,
        severity=Severity.WARNING,
        says="That is new in 3.4.3: Settings, Mouse, Steps sets it back to one.",
    ),
    Act(_tomorrow(10, 5), 491, ends=Resolution.ANSWERED),
    Act(_tomorrow(10, 20), 470, ends=Resolution.KNOWN_ISSUE),
    Act(_tomorrow(10, 30), 490, ends=Resolution.KNOWN_ISSUE),
    Act(
        _tomorrow(11, 15),
        492,
        says="The rights were lost in the move. Operations set them again, which takes an hour.",
    ),
    Act(_tomorrow(13, 20), 492, ends=Resolution.FIXED, no_spinoff="operations have changed how they move"),
    Act(
        _tomorrow(14, 0),
        488,
        notes="The vendor sends a new key file on Friday; until then the standby host stays.",
        waiting_on=WaitingOn.THIRD_PARTY,
    ),
    Act(
        _tomorrow(14, 20),
        468,
        says="We have the file now and see the crash.",
        follows=True,
        notes="One zone has no name. A name by hand and it reads.",
    ),
    Act(
        _tomorrow(14, 40),
        493,
        priority=Priority.CUSTOMER,
        severity=Severity.WARNING,
        says="We see it with the example, too, and will tell you tomorrow what we have found.",
    ),
    Act(
        _tomorrow(15, 55),
        494,
        says="Yes: the zip file needs no installer. Does that work for you?",
        waiting_on=WaitingOn.REQUESTER,
    ),
)
"""In the order of their times."""

TOLD: Mapping[int, Told] = {
    488: Told(
        "Licences come from the standby host; the vendor's new key file is due on Friday",
        "When the key file is there: move the service back, then ask r.ito to try",
        "if the standby host fails, then call the licence vendor and tell r.ito's lab",
        "The standby host is licence2; the runbook has the three commands for moving back.",
    ),
    468: Told(
        "CGNS 4.5 reader crashes on a zone without a name; the file is in the ticket's mail",
        "Send h.brandt the way around: name the zone by hand",
        "if the file must not be changed, then ask ada for a build with her patch",
        "Yes, only that zone. The other files of h.brandt read well.",
    ),
    493: Told(
        "Streamlines stop at block borders, also with the manual's example",
        "Find out whether 3.4.1 did it, too, and tell o.lindqvist tomorrow",
        "if nobody finds the time, then write to o.lindqvist by 15:00 that it takes longer",
        "I have only tried 3.4.3. The example is multi_block.silo.",
    ),
    494: Told(
        "k.wolf wants to install for one user; we named the zip file",
        "Wait for k.wolf; resolve as answered when it works",
        "none expected",
        "Nothing more: k.wolf has only had our answer for an hour.",
    ),
}
UNKNOWN = Told("", "", "", "I know no more than what stands there; its requester would.")
QUESTION = "What has the requester heard from us last, and do they wait for anything?"
"""What Leo asks about the first ticket that he is to take."""
UNHURRIED = 486
"""The ticket that Leo finds less urgent than Mia did, where it is offered."""
