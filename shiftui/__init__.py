"""shiftui: a terminal dashboard for live on-call shifts."""

__version__ = "0.1.0"
