"""The agents' desk for everybody: axe on every page, the same words in six languages, and scripts that stay small."""

import gzip
import re
from pathlib import Path

import pytest
import yaml
from tests.browser.agent import Agent
from tests.browser.fake_agents_desk import CONTENT, STATIC, running, strings
from tests.browser.test_accessible import AXE

pytestmark = pytest.mark.browser
LANGUAGES = ("en", "it", "ar", "sv", "fr", "fi")
ALLOWED = 80 * 1024  # bytes of all of the desk's scripts, each gzipped as it is sent


def serious(agent: Agent, rules: str = "") -> list[str]:
    """axe's findings of weight: rule and the elements."""
    options = f"{{resultTypes: ['violations'], {rules}}}"
    found = agent.page.evaluate(f"axe.run(document, {options}).then((result) => result.violations)")
    return [f"{each['id']}: {[node['html'][:120] for node in each['nodes']]}" for each in found if each["impact"] in ("serious", "critical")]


def in_both_schemes(agent: Agent) -> list[str]:
    """The whole of axe in light, and in dark what differs there."""
    light = serious(agent)
    agent.page.emulate_media(color_scheme="dark")
    dark = serious(agent, "runOnly: ['color-contrast']")
    agent.page.emulate_media(color_scheme="light")
    return light + dark


def inbox(agent: Agent) -> None:
    agent.go("inbox").page.locator(".row").first.wait_for()


def conversation(agent: Agent) -> None:
    agent.open("t1").page.locator(".read button").first.click()
    agent.page.keyboard.press("Alt+1")
    agent.composer.press("Control+End")
    agent.page.keyboard.type(" Sorry for any inconvenience. We escalate.")
    agent.page.locator(".findings li").nth(1).wait_for()


def note(agent: Agent) -> None:
    agent.open("t4").page.keyboard.press("Alt+N")
    agent.page.keyboard.type("For colleagues")


def finder(agent: Agent) -> None:
    agent.open("t3").composer.press("/")
    agent.page.locator("#found [role=option]").first.wait_for()


def menu(agent: Agent) -> None:
    agent.page.locator(".menu button").first.click()


def sheet(agent: Agent) -> None:
    agent.page.keyboard.press("Alt+H")
    agent.page.locator("dialog[open]").wait_for()


def promises(agent: Agent) -> None:
    agent.go("promises").page.locator("tbody tr").first.wait_for()


def library(agent: Agent) -> None:
    agent.go("library").page.locator(".reply button").nth(2).click()
    agent.page.locator(".preview mark").wait_for()
    agent.page.locator(".export summary").click()


def people(agent: Agent) -> None:
    agent.go("people").page.locator("tbody tr").first.wait_for()


def audit(agent: Agent) -> None:
    agent.go("audit").page.locator("tbody tr").first.wait_for()


def followups(agent: Agent) -> None:
    agent.go("followups").page.locator("tbody tr").first.wait_for()


PAGES = (inbox, conversation, note, promises, library, people, audit, followups, finder, menu, sheet)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_axe_finds_nothing_serious(browser, language):
    with running() as (desk, address):
        desk.languages["p3"] = language
        agent = Agent(browser, address, "adam", language, color_scheme="light", bypass_csp=True)
        agent.page.goto(f"{address}/desk/")
        agent.page.locator("form").wait_for()
        agent.page.evaluate(AXE)
        found = {"sign-in": in_both_schemes(agent)}
        agent.enter()
        agent.page.evaluate(AXE)
        for show in PAGES:
            show(agent)
            found[show.__name__] = in_both_schemes(agent)
        agent.context.close()
        assert {page: problems for page, problems in found.items() if problems} == {}


def leaves(words: dict, path: str = "") -> dict[str, str]:
    """Every word by its whole key."""
    inner = [leaves(value, f"{path}{key}.") if isinstance(value, dict) else {f"{path}{key}": value} for key, value in words.items()]
    return {key: value for each in inner for key, value in each.items()}


def own(language: str) -> dict[str, str]:
    return leaves(yaml.safe_load((CONTENT / "desk" / f"{language}.yml").read_text(encoding="utf-8")))


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_every_language_has_every_word_and_its_blanks(language):
    english, theirs = own("en"), own(language)
    assert english.keys() == theirs.keys()
    blanks = {key: re.findall(r"\{\w+\}", value) for key, value in english.items()}
    assert {key: sorted(found) for key, found in blanks.items()} == {key: sorted(re.findall(r"\{\w+\}", value)) for key, value in theirs.items()}


def test_the_taxonomy_has_its_names_and_the_scripts_their_words():
    taxonomy = yaml.safe_load((CONTENT / "taxonomy.yml").read_text(encoding="utf-8"))
    for language in LANGUAGES:
        names = strings(language)["names"]
        assert set(taxonomy["feelings"]) <= set(names["feelings"]) and set(taxonomy["causes"]) <= set(names["causes"])
        assert set(taxonomy["signals"]) == set(names["signals"]) and set(taxonomy["facts"]) <= set(names["facts"])
    known = own("en").keys()
    asked = {key for script in (STATIC / "desk").glob("*.js") for key in re.findall(r"""\bt\("([a-z_.]+)"[,)]""", script.read_text(encoding="utf-8"))}
    assert asked and asked <= known


def test_the_scripts_are_small_and_nothing_inline_is_written():
    scripts = {*(STATIC / "desk").glob("*.js")}
    for script in [*scripts]:
        scripts |= {(script.parent / path).resolve() for path in re.findall(r'from "(\.\./[^"]+)"', script.read_text(encoding="utf-8"))}
    for script in [each for each in scripts if each.parent.name == "chat"]:
        scripts |= {(script.parent / path).resolve() for path in re.findall(r'from "(\./[^"]+)"', script.read_text(encoding="utf-8"))}
    assert sum(len(gzip.compress(script.read_bytes())) for script in scripts) < ALLOWED
    for script in (STATIC / "desk").glob("*.js"):
        text = script.read_text(encoding="utf-8")
        assert text.count("\n") < 300, script
        assert not any(word in text for word in ("innerHTML", "outerHTML", "insertAdjacent", "document.write", "eval(", "new Function", "dangerously")), script
    page = (STATIC / "desk" / "index.html").read_text(encoding="utf-8")
    assert {script.name for script in scripts} <= {Path(path).name for path in re.findall(r'href="([^"]+\.js)"', page)} | {"app.js"}  # none is waited for in turn
    for path in re.findall(r'(?:href|src)="([^"]+\.(?:js|css))"', page):
        assert (STATIC / "desk" / path).exists(), path
