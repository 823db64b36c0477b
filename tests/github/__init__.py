"""Tests of the github part."""
