"""The reference says what the code says, and stops where the texts are silent."""

import re
from pathlib import Path

import pytest

from casework.yaml_nodes import YamlNode
from desk.metrics import Metrics
from tools.reference import api, commands, metrics, policy, settings
from tools.reference.pages import Wording
from tools.reference.untold import Untold, require_same


def test_a_text_without_chinese_and_chinese_without_a_text_are_both_named() -> None:
    with pytest.raises(Untold, match=r"(?s)zh\.yml.*add +new.*remove +old"):
        require_same("zh.yml", {"kept", "new"}, {"kept", "old"})
    require_same("zh.yml", {"kept"}, {"kept"})


def test_a_wording_is_one_line_and_a_code_word_stays_as_it_is() -> None:
    chinese = Wording("zh", {"One sentence.": "一句。"})
    assert chinese("One\n   sentence.") == "一句。"
    assert chinese("<Grade>") == "<Grade>" and chinese(None) == ""
    assert chinese.asked == {"One sentence."}
    assert Wording("en", {})("One\nsentence.") == "One sentence."


def test_a_key_of_the_policy_without_a_meaning_stops_the_writing() -> None:
    with pytest.raises(Untold, match=r"(?s)add +clocks\[\]\.hours\n.*add +signals\.<name>\.any\n"):
        policy.read({})


def test_watching_the_loader_leaves_it_as_it_was() -> None:
    before = dict(vars(YamlNode))
    with pytest.raises(Untold):
        policy.read({})
    assert dict(vars(YamlNode)) == before


def test_a_field_of_the_interface_without_a_meaning_stops_the_writing() -> None:
    with pytest.raises(Untold, match=r"add +grade_reasons\n"):
        api.read({})


def test_a_setting_tells_what_it_takes_by_its_own_error() -> None:
    found = {each["name"]: each for each in settings.read()}
    assert found["JIEYOU_DESK_PORT"]["form"] == "a port from 1 to 65535"
    assert found["JIEYOU_DATABASE_URL"]["form"] == "sqlite:///… or postgresql://…"
    assert found["JIEYOU_API_TOKEN"]["secret"] and not found["JIEYOU_POLICY"]["secret"]
    assert found["JIEYOU_DESK_PORT"]["default"] == {"en": "`5080`", "zh": "`5080`"}


def test_the_figures_are_those_that_are_exposed() -> None:
    exposed = set(re.findall(r"^# HELP (\w+)", Metrics().rendered().decode(), re.M))
    told = {name for each in metrics.read() for name in each["names"]}
    families = {re.sub(r"_(bucket|count|sum)$", "", name) for name in told}
    # The library also tells when a series began.
    assert families == {name for name in exposed if not name.endswith("_created")}


def test_a_command_tells_its_choices_and_nothing_of_the_machine(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("USER", "somebody-of-this-machine")
    found = {each["name"]: each for each in commands.read()["jieyou"]}
    step = {each["name"]: each for each in found["jieyou cases step"]["parameters"]}
    assert "paused" in step["what"]["choices"] and step["by"]["envvar"] == "USER"
    assert "somebody" not in str(found)
    assert found["jieyou cases step"]["usage"] == "jieyou cases step [OPTIONS] CASE WHAT"


def test_the_settings_of_the_machine_do_not_reach_the_page(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    before = settings.read()
    monkeypatch.setenv("JIEYOU_DESK_PORT", "6000")
    monkeypatch.chdir(tmp_path)
    assert settings.read() == before
