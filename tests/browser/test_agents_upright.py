"""References and telephone numbers inside Arabic are shown as they are read, wherever the desk shows or takes a text; nothing of that goes out."""

import re

import pytest
from playwright.sync_api import expect
from tests.browser.agent import Agent
from tests.browser.test_agents import enter, fake  # noqa: F401 (fixtures)

pytestmark = pytest.mark.browser
ORDER, PHONE = "4471-AB", "+358 40 123 4567"
SAID = f"الطلب {ORDER} عند شركة التوصيل، ورقمها {PHONE} كما قيل لي."
UNSEEN = re.compile("[\u200e\u200f\u2066-\u2069]")
TURNED = """(wanted) => {
  const seen = [], turned = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    for (const words of wanted) {
      const at = node.data.indexOf(words);
      if (at < 0 || !node.parentElement.checkVisibility() || node.parentElement.closest(".hidden")) continue;
      const left = (place) => { const range = new Range(); range.setStart(node, place); range.setEnd(node, place + 1); return range.getBoundingClientRect(); };
      const [first, last] = [left(at), left(at + words.length - 1)];
      const where = node.parentElement.closest("[class]").className;
      (first.left < last.left && first.top === last.top ? seen : turned).push(`${where}: ${node.data.slice(Math.max(0, at - 20), at + 30)}`);
    }
  }
  return [seen, turned];
}"""  # the first letter stands to the left of the last one, on one line


def shown(agent: Agent, *more: str) -> list[str]:
    """Where the page shows the references and the number; none is turned round."""
    seen, turned = agent.page.evaluate(TURNED, [ORDER, PHONE, *more])
    assert turned == []
    return [each.split(":")[0] for each in seen]


@pytest.fixture
def told(fake):
    """Everything that can hold a text holds one with a reference and a number."""
    talk = fake[0].talks["t2"]
    talk.about |= {"evidence": [[f"الطلب {ORDER} عند", "late_delivery"]]}
    talk.say("note", SAID, "Maria Lindqvist", quietly=True)
    talk.say("agent", SAID, "Maria Lindqvist", quietly=True)
    talk.say("customer", SAID, quietly=True)
    talk.promises = [talk.promise(SAID, talk.item["changed"])]
    fake[0].followups[0] |= {"rating": {"feeling": 1, "text": SAID}}
    return talk


@pytest.mark.parametrize("language", ["ar", "en"])
def test_wherever_it_is_shown(told, enter, language):
    maria = enter("maria", language).open("t2")
    seen = shown(maria)
    assert {"is-customer", "is-note", "is-agent"} <= {name for each in maria.page.locator(".message").all() for name in each.get_attribute("class").split()}
    assert len(seen) >= 2 * 7  # the list, three messages, the summary's quotes and promise, the promise beside it
    maria.page.locator(".read button").last.click()
    maria.page.locator(".speaks").last.wait_for()
    assert len(shown(maria)) > len(seen)
    for page in ("promises", "followups"):
        maria.go(page).page.locator("tbody tr").first.wait_for()
        assert shown(maria)


def upright(agent: Agent) -> None:
    """In the box: the underlines' text lies under it letter by letter, and can be measured."""
    expect(agent.page.locator(".under")).to_contain_text(ORDER)
    assert agent.page.evaluate("document.querySelector('.under').textContent.trimEnd() === document.querySelector('#composer').value.trimEnd()")
    assert any("under" in each for each in shown(agent))


def test_a_suggestion_in_the_box_and_what_goes_out_of_it(desk, enter):
    anna = enter().open("t2")
    anna.page.keyboard.press("Alt+1")
    upright(anna)
    expect(anna.page.locator(".agreed input:checked")).to_have_count(2)
    expect(anna.page.locator(".agreed em")).to_have_count(0)  # no step counts as changed
    kept = anna.page.evaluate("Object.entries(localStorage).find(([key]) => key.includes('draft.t2'))[1]")
    assert ORDER in kept and not UNSEEN.search(kept)
    anna.page.reload()
    anna.open("t2")
    upright(anna)
    anna.composer.press("Control+Enter")
    expect(anna.page.locator(".message.is-agent")).to_have_count(1)
    sent = desk.talks["t2"].sent[0]
    assert sent["text"] == sent["suggestion"]["text"] and ORDER in sent["text"] and not UNSEEN.search(sent["text"])


def test_undo_takes_a_suggestion_back_in_one_step(enter):
    anna = enter().open("t2")
    anna.composer.fill("مرحبًا.")
    anna.composer.press("Control+End")
    anna.page.keyboard.press("Alt+1")
    upright(anna)
    anna.composer.press("Control+z")
    expect(anna.composer).to_have_value("مرحبًا.")


def test_what_is_typed_stays_upright_and_the_cursor_where_it_was(desk, enter):
    anna = enter().open("t2")
    anna.composer.click()
    anna.page.keyboard.type(f"طلبكم {ORDER} عندنا")
    upright(anna)
    assert anna.page.evaluate("(area => area.selectionStart === area.value.length)(document.querySelector('#composer'))")
    anna.page.keyboard.type(f"، ورقمنا {PHONE}.")
    upright(anna)
    anna.page.evaluate("(area => area.setSelectionRange(3, 3))(document.querySelector('#composer'))")
    anna.page.keyboard.type("X-1")
    text = f"طلبX-1كم {ORDER} عندنا، ورقمنا {PHONE}."
    anna.composer.press("Control+Enter")
    expect(anna.page.locator(".message.is-agent")).to_have_count(1)
    assert desk.talks["t2"].sent[0]["text"] == text


def test_what_is_typed_can_be_undone(enter):
    anna = enter().open("t2")
    anna.composer.click()
    anna.page.keyboard.type(f"طلبكم {ORDER}")
    upright(anna)
    for _ in range(40):
        anna.composer.press("Control+z")
    expect(anna.composer).to_have_value("")


def test_what_is_pasted_stays_upright(enter):
    anna = enter().open("t2")
    anna.context.grant_permissions(["clipboard-read", "clipboard-write"])
    anna.composer.click()
    anna.page.evaluate("(text) => navigator.clipboard.writeText(text)", f"{SAID}\n\n{ORDER} وصل اليوم.")
    anna.page.keyboard.press("Control+v")
    expect(anna.composer).to_have_value(re.compile("وصل اليوم"))
    upright(anna)
    left = anna.page.evaluate("""() => {
      const node = [...document.querySelector(".under").childNodes].find(({ data }) => data?.includes("وصل اليوم")), range = new Range();
      const at = node.data.indexOf("وصل اليوم");
      range.setStart(node, at), range.setEnd(node, at + 1);
      const reference = new Range();
      reference.setStart(node, at - 3), reference.setEnd(node, at - 2);
      return [range.getBoundingClientRect().left, reference.getBoundingClientRect().left];
    }""")
    assert left[0] < left[1]  # the paragraph that begins with it still runs from right to left


def test_marks_stand_under_their_words(enter):
    anna = enter().open("t2")
    anna.composer.click()
    anna.page.keyboard.type(f"الطلب {ORDER} و {PHONE} calm down 😳 {ORDER} escalate {ORDER}")
    expect(anna.page.locator(".under mark")).to_have_text(["calm down", "escalate"])
    anna.composer.press("Control+a")
    anna.page.keyboard.insert_text(f"الطلب {ORDER} عندنا. Sorry for any inconvenience. الرقم {ORDER}.")
    expect(anna.page.locator(".under mark")).to_have_text("any inconvenience")
    anna.page.keyboard.press("Alt+F")
    expect(anna.page.locator(".under mark")).to_have_count(0)
    upright(anna)


def test_a_note_too(desk, enter):
    anna = enter().open("t2")
    anna.page.keyboard.press("Alt+N")
    anna.composer.click()
    anna.page.keyboard.type(f"الطلب {ORDER} عند المخزن")
    anna.composer.press("Control+Enter")
    expect(anna.page.locator(".message.is-note")).to_contain_text(ORDER)
    assert desk.talks["t2"].messages[-1]["text"] == f"الطلب {ORDER} عند المخزن"
    shown(anna)


def test_other_languages_are_left_as_they_are(enter):
    anna = enter().open("t3")
    anna.composer.click()
    anna.page.keyboard.type(f"Tilaus {ORDER}, soita {PHONE}.")
    expect(anna.composer).to_have_value(f"Tilaus {ORDER}, soita {PHONE}.")
