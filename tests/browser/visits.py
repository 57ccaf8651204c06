"""What a browser sees of a page: in light and in dark, on a desk and on a phone, with and without scripts."""

from contextlib import contextmanager
from dataclasses import dataclass
from importlib.resources import files

AXE = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
# Of a long list axe sees the beginning: one template makes it all. In the dark it looks at the colours only.
ASK_AXE = """async dark => {
  const all = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'];
  const runOnly = dark ? ['color-contrast', 'link-in-text-block'] : all;
  const rest = ['tr:nth-child(n+9)', 'li:nth-child(n+9)', 'dl > :nth-child(n+17)', 'main > :nth-child(n+25)'];
  const found = await axe.run({exclude: rest}, {runOnly, resultTypes: ['violations']});
  return found.violations.filter(one => ['serious', 'critical'].includes(one.impact))
    .map(one => `${one.id}: ${one.nodes.length} times, first ${one.nodes[0].html}`);
}"""
DESK = {"width": 1200, "height": 900}
PHONE = {"width": 360, "height": 740}


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """What one visit to a page showed; faults are those that axe calls serious or critical."""

    status: int
    errors: tuple[str, ...]
    strangers: tuple[str, ...]  # addresses elsewhere that the page asked for
    text: str
    faults: tuple[str, ...]
    dark_faults: tuple[str, ...]
    phone_width: int
    scripts: int


class Browser:
    """A browser that starts at the address of the site."""

    def __init__(self, chromium, base: str) -> None:
        self.chromium = chromium
        self.base = base

    @contextmanager
    def page(self, **settings):
        """A page of its own; `settings` as Playwright's new_context takes them."""
        context = self.chromium.new_context(base_url=self.base, **({"viewport": DESK} | settings))
        try:
            yield context.new_page()
        finally:
            context.close()

    def visit(self, path: str) -> Visit:
        """Look at a page in all ways."""
        with self.page(color_scheme="light") as page:
            errors, strangers = [], []
            page.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
            page.on("pageerror", lambda error: errors.append(str(error)))
            page.on("request", lambda sent: strangers.append(sent.url) if self._is_strange(sent.url) else None)
            status = page.goto(path, wait_until="load").status
            page.evaluate(AXE)
            return Visit(
                status=status,
                scripts=page.locator("script").count(),
                text=page.inner_text("body"),
                faults=tuple(page.evaluate(ASK_AXE, False)),
                dark_faults=self._in_the_dark(page),
                phone_width=self._on_a_phone(page),
                errors=tuple(error for error in errors if f"status of {status}" not in error),
                strangers=tuple(strangers),
            )

    def text_without_scripts(self, path: str) -> str:
        """The words of a page where scripts are off."""
        with self.page(java_script_enabled=False) as page:
            page.goto(path)
            return page.inner_text("body")

    def _is_strange(self, url: str) -> bool:
        return not url.startswith((self.base + "/", "data:"))

    def _in_the_dark(self, page) -> tuple[str, ...]:
        page.emulate_media(color_scheme="dark")
        return tuple(page.evaluate(ASK_AXE, True))

    def _on_a_phone(self, page) -> int:
        page.set_viewport_size(PHONE)
        return page.evaluate("document.documentElement.scrollWidth")
