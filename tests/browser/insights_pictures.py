"""Pictures of the insights page, with made-up customers, into docs/screenshots: python -m tests.browser.insights_pictures."""

import tempfile
from pathlib import Path

from tests.browser.chromium import chromium
from tests.browser.insights_desk import serving
from tests.browser.screenshots import picture

WIDE = {"width": 1180, "height": 1500}


def main() -> None:
    """Serve, look, and write the pictures."""
    with tempfile.TemporaryDirectory() as folder, chromium() as browser, serving(Path(folder)) as insights:
        for name, who, scheme in (("desk-insights", "en", "light"), ("desk-insights-arabic", "ar", "dark")):
            page = insights.visit(browser, who, viewport=WIDE, color_scheme=scheme)
            page.goto(f"{insights.address}/desk/insights")
            picture(page, name)
            page.context.close()


if __name__ == "__main__":
    main()
