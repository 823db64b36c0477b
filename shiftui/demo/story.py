"""What happens in the demo: the tickets that are there, and those that arrive while somebody looks.

How it goes on after the first minutes is in `shiftui.demo.next_day`.
"""

from datetime import timedelta

from shiftui.demo.script import Arrival, Logged, Opened, Said
from shiftui.demo.team import BEGINS, COLLEAGUE, ME, TRACKER

DAY = 24 * 60

SHIFT = Logged(
    ME,
    "shift-set",
    DAY - 147,
    (
        ("primary", ME),
        ("backup", COLLEAGUE),
        ("begins", BEGINS - timedelta(minutes=DAY - 147)),
        ("ends", BEGINS + timedelta(minutes=147)),
    ),
)
"""Since 17:00 of the day before, until 17:00 today."""

THERE = (
    Opened(
        482,
        "Plots blank after the 3.4.2 upgrade",
        "j.doe",
        "After upgrading, every pseudocolor plot is blank. 3.4.1 was fine.\n\nUbuntu 24.04, NVIDIA 550.",
        ago=47.3,
        labels=("priority:customer", "severity:error"),
        reply="Thanks for the quick answer. With --software it draws again.",
    ),
    Opened(
        484,
        "Remote session drops after a minute",
        "t.okafor",
        "Connecting from the cluster login node works, then the engine goes away after about a minute.",
        ago=58.5,
        labels=("priority:customer",),
        reply="It is the login node's idle limit then. I will try a compute node.",
    ),
    Opened(
        479,
        "CVE in libpng: rebuild the bundle",
        "bundle-scan[bot]",
        "libpng 1.6.43 in the Linux bundle is affected. Fixed in 1.6.44.",
        ago=2 * DAY + 90,
        labels=("priority:security", "severity:error"),
        logged=(
            Logged("leo", "acknowledged", 2 * DAY),
            Logged(
                "leo",
                "fields-set",
                2 * DAY - 20,
                (
                    ("summary", "Bundle carries a vulnerable libpng"),
                    ("next_action", "Rebuild the Linux bundle with 1.6.44 and upload it"),
                    ("contingency", "if the build farm is down, then build on ada's machine"),
                ),
            ),
        ),
    ),
    Opened(
        485,
        "Movie export drops the last frame",
        "s.vance",
        "A 240 frame session gives a movie of 239 frames. Is there a setting I miss?",
        ago=19,
        labels=("priority:customer", "severity:warning"),
        reply="Good, I will wait for 3.4.3. Thank you.",
    ),
    Opened(486, "How do I export to USD?", "p.reyes", "We need our scenes in USD for a film.", ago=4),
    Opened(
        468,
        "Reader for CGNS 4.5 crashes on one file",
        "h.brandt",
        "Opening wing.cgns ends the engine. I can share the file.",
        ago=DAY + 200,
        labels=("priority:customer", "severity:warning"),
        said=(
            Said("mia", "Thank you, the crash is confirmed here. Could you share the file?", DAY + 170),
            Said("h.brandt", "Uploaded, see the link in my mail.", 75),
        ),
        logged=(Logged("mia", "acknowledged", DAY + 180),),
    ),
    Opened(
        470,
        "Tick labels overlap on small windows",
        "c.lund",
        ago=DAY + 60,
        labels=("priority:customer", "severity:warning", "waiting:requester"),
        said=(Said("mia", "Could you try with the axis font set to 10?", DAY),),
        logged=(Logged("mia", "acknowledged", DAY + 10),),
    ),
    Opened(
        461,
        "Slow startup over VPN",
        "d.amato",
        ago=4 * DAY + 30,
        labels=("priority:customer", "waiting:requester"),
        said=(Said("leo", "Please send the log that `viewer --debug 5` writes.", 4 * DAY),),
    ),
    Opened(
        455,
        "Ask the toolkit's maintainers about the shader patch",
        "leo",
        "Our patch for the blank shader needs a review upstream.",
        ago=6 * DAY,
        labels=("priority:customer", "waiting:third-party"),
    ),
    Opened(
        431,
        "Prune the nightly logs",
        "ada",
        "They fill /var once a month.",
        ago=9 * DAY,
        labels=("priority:operational", "severity:warning"),
        logged=(
            Logged("ada", "fields-set", 9 * DAY - 5, (("estimate_hours", 2.0),)),
            Logged("mia", "snoozed", 100, (("until_in", 147.0),)),
        ),
    ),
    Opened(
        466,
        "Document the new queue names",
        "ada",
        ago=3 * DAY,
        labels=("priority:operational",),
        logged=(Logged("ada", "fields-set", 3 * DAY - 5, (("estimate_hours", 3.0),)),),
    ),
    Opened(
        452,
        "Move the licence service to the new cluster",
        "leo",
        "Epic. Inventory, staging, cut-over, removal of the old host.",
        ago=8 * DAY,
        labels=("priority:operational", "epic"),
        logged=(Logged("leo", "fields-set", 8 * DAY - 5, (("estimate_hours", 24.0),)),),
    ),
    Opened(
        474,
        "Licence checkout fails at 08:00",
        "r.ito",
        ago=DAY + 380,
        closed_ago=DAY + 300,
        labels=("priority:service", "severity:critical"),
        said=(Said("mia", "We see it too and restart the service now.", DAY + 371),),
        logged=(
            Logged("mia", "acknowledged", DAY + 378),
            Logged("mia", "resolved", DAY + 300, (("kinds", ("workaround",)),)),
        ),
    ),
    Opened(
        472,
        "Where is the installer for Windows on ARM?",
        "k.wolf",
        ago=DAY + 300,
        closed_ago=DAY + 250,
        labels=("priority:customer",),
        said=(Said("mia", "There is none yet; the x64 one runs there.", DAY + 260),),
        logged=(Logged("mia", "resolved", DAY + 250, (("kinds", ("answered",)),)),),
    ),
    Opened(
        469,
        "Cannot read my session from 3.2",
        "m.grau",
        ago=2 * DAY + 100,
        closed_ago=DAY + 400,
        labels=("priority:customer",),
        said=(Said("leo", "Please open it in 3.3 first, which upgrades it.", 2 * DAY + 20),),
        logged=(Logged("leo", "resolved", DAY + 400, (("kinds", ("known-issue",)),)),),
    ),
    Opened(212, "Icons are blurry on high resolution screens", "b.nye", ago=140 * DAY),
    Opened(187, "Wish: dark theme for the manual", "e.stone", ago=200 * DAY),
    Opened(164, "Sluggish with 4,000 materials", "g.park", ago=260 * DAY, labels=("priority:customer",)),
    Opened(9120, "Detect blank frames in the nightly image tests", "leo", ago=5 * DAY, repo=TRACKER),
)

ARRIVALS = (
    Arrival(
        20,
        Opened(
            487,
            "Colours change after saving a session",
            "n.ferro",
            "Saved with the table 'turbo', comes back as 'viridis'. Every time.",
            reply="Yes, that is what I did. Thank you!",
        ),
    ),
    Arrival(
        50,
        Opened(
            488,
            "Licence server down: nobody can start the viewer",
            "r.ito",
            "All forty seats of the lab: 'no licence server reachable' since a minute ago.",
            labels=("priority:service", "severity:critical"),
            reply="Understood. We tell the lab to wait and not to reinstall.",
        ),
    ),
    Arrival(80, number=470, said=Said("c.lund", "Font size 10 helps, but the last label is still cut.", 0)),
    Arrival(
        130,
        number=479,
        said=Said("leo", "The build farm is idle now, if you want to rebuild.", 0),
    ),
    Arrival(
        170,
        Opened(
            489,
            "Quick question: batch mode without a display?",
            "f.adeyemi",
            "Is there a flag to render on a node without X?",
            reply="Perfect, that was it.",
        ),
    ),
    Arrival(
        260, Opened(490, "Probe values differ from the legend", "y.tan", "By about 1 %, only on cut cells.")
    ),
    Arrival(380, number=461, said=Said("d.amato", "Here is the log. It waits 40 s for a DNS answer.", 0)),
)
