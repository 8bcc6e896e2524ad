"""The agents' desk in the agent's own language, whatever the API and the log call things."""

import pytest
from playwright.sync_api import expect
from tests.browser.test_agents import enter, fake  # noqa: F401 (fixtures)

pytestmark = pytest.mark.browser
LOG = {
    "en": ["Replied", "Sent over a mark: in-house words, too long", "Bo Ek, May sign in, Team", "Waiting for a person", "Bo Ek, Lead", "Kept, Thursday 5 March at 12:00", "Done", "Maria Lindqvist", "Causes and feelings, 1 Feb 2026 – 28 Feb 2026", "Booklet to print (PDF), Finnish", "Table (CSV), All languages"],
    "fi": ["Vastasi", "Lähetetty merkinnästä huolimatta: talon omia sanoja, liian pitkä", "Bo Ek, Saa kirjautua, Tiimi", "Odottaa ihmistä", "Bo Ek, Tiiminvetäjä", "Pidetty, torstai 5. maaliskuuta klo 12.00", "Hoidettu", "1.2.2026 – 28.2.2026", "Latasi vastaukset", "Vihkonen tulostettavaksi (PDF), suomi", "Taulukko (CSV), Kaikki kielet"],
    "ar": ["الرد على العميل", "أُرسل رغم تنبيه: كلمات داخلية، طويل أكثر مما ينبغي", "Bo Ek، يمكنه الدخول، الفريق", "في انتظار موظف", "Bo Ek، مسؤول الفريق", "وُفي به", "تم", "تنزيل الردود", "كتيّب للطباعة (PDF)، الفنلندية"],
}


@pytest.mark.parametrize("language", LOG)
def test_the_audit_log_speaks_the_desks_language(desk, enter, language):
    adam = enter("adam", language).go("audit")
    expect(adam.page.locator("tbody tr")).to_have_count(len(desk.audit))
    for said in LOG[language]:
        expect(adam.page.locator("tbody td", has_text=said)).not_to_have_count(0)
    shown = adam.page.locator("tbody").inner_text()
    raw = [*(["replied", "took over"] if language != "en" else []), "jargon", "too_long", "active", "waiting", "booklet", "all languages", "2026-02-01", "T12:00"]
    assert [word for word in raw if word in shown] == []


@pytest.mark.parametrize("language", ["en", "fi", "ar"])
def test_what_is_refused_is_said_in_the_desks_language(enter, language):
    adam = enter("adam", language).open("t1")
    adam.composer.fill("4111 1111 1111 1111")
    adam.composer.press("Control+Enter")
    expect(adam.page.locator("#blocked")).to_have_text(adam.word("refused.personal_number"))
    adam.go("people")
    for login, teams, said in (("anna", "care", adam.word("refused.login_taken")), ("bo", "care, caer", adam.word("refused.no_team").format(about="care, people"))):
        for name, value in {"name": "Bo Ek", "login": login, "teams": teams, "password": "long enough"}.items():
            adam.page.locator(f".add [name={name}]").fill(value)
        adam.page.locator(".add .strong").click()
        expect(adam.page.locator(".notice.is-alert", has_text=said)).to_have_count(1)
    expect(adam.page.get_by_text("the API's own sentence")).to_have_count(0)
