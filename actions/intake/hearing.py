"""Puts the readings of several turns together: the record's tone and category follow from all."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from actions.intake.notes import Heard

#: Attack outranks strong feeling, which outranks a concrete request (definitions of the tones).
WEIGHT = {"aggressive": 4, "expressive": 3, "constructive": 2, "passive": 1}
#: A tone that was read less surely than this leaves the picture as it is.
SURE_ENOUGH = 0.4


def take_in(
    heard: Heard, reading: Mapping[str, Any], *, telling: bool, announcing: bool = False
) -> None:
    """Add the reading of one turn; only a turn that tells something says what it is about.

    An announcement has a tone already, but names no matter yet.
    """
    for threat in reading.get("threats") or []:
        if threat not in heard.threats:
            heard.threats.append(threat)
    if not telling:
        return
    # The dialogue takes it for a complaint, whatever the readers made of it alone.
    reading = {**reading, **(reading.get("assumed") or {})}
    tone = reading.get("tone") or {}
    if tone.get("name") in WEIGHT:
        heard.tones.append([tone["name"], tone.get("confidence") or 0, reading.get("anger") or 0])
    if announcing:
        return
    # The first telling names the matter; later ones add to it with less weight.
    weight = 1.0 if not heard.category else 0.5
    for item in reading.get("category") or []:
        heard.category[item["name"]] = (
            heard.category.get(item["name"], 0) + weight * item["confidence"]
        )
    mindset = reading.get("mindset") or {}
    if mindset.get("name"):
        heard.mindset[mindset["name"]] = (
            heard.mindset.get(mindset["name"], 0) + mindset["confidence"]
        )


def categories(heard: Heard) -> list[str]:
    """Return the category, and a second one that stands almost as strongly."""
    ranked = sorted(heard.category.items(), key=lambda item: -item[1])
    if not ranked:
        return ["other"]
    return [
        name for name, score in ranked[:2] if name == ranked[0][0] or score >= 0.6 * ranked[0][1]
    ]


def tone(heard: Heard) -> str:
    """Return the weightiest tone that was heard surely, else the surest one."""
    if not heard.tones:
        return "passive"
    sure = [entry for entry in heard.tones if entry[1] >= SURE_ENOUGH]
    if not sure:
        return str(max(heard.tones, key=lambda entry: entry[1])[0])
    return str(max(sure, key=lambda entry: (WEIGHT[entry[0]], entry[1]))[0])


def strategy(heard: Heard) -> str:
    """Return the tone to answer now (R42): the latest, which may change from turn to turn."""
    return str(heard.tones[-1][0]) if heard.tones else "passive"


def anger(heard: Heard) -> float:
    """Return the highest anger of the conversation, 0 to 3."""
    return round(max((float(entry[2]) for entry in heard.tones), default=0.0), 2)


def mindset(heard: Heard) -> str | None:
    """Return the mindset that most turns speak for."""
    return max(heard.mindset, key=lambda name: heard.mindset[name]) if heard.mindset else None
