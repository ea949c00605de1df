"""Lays pages out in Chromium and says what is wrong with them: narrow and wide, light and dark, on screen and paper.

    page_check.py PAGE.html... [--screenshots FOLDER]

Exit status 0: nothing is wrong; 1: each problem is a line on stdout. Chromium is driven by its own protocol over a pipe
(https://chromedevtools.github.io/devtools-protocol/), so that nothing but Debian's chromium is needed.
"""

from __future__ import annotations

import argparse
import base64
import fcntl
import functools
import importlib.util
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
from typing import Any

WIDTHS = (360, 768, 1440)

# What is measured inside the page. Returns a list of sentences.
MEASURE = r"""
(() => {
  const problems = [];
  const root = document.documentElement;
  const say = (what, element) => problems.push(what + (element
    ? ': <' + element.tagName.toLowerCase() + ' class="' + (element.getAttribute('class') || '') + '"> '
      + (element.textContent || '').trim().slice(0, 40) : ''));
  const hidden = (element) => {
    const style = getComputedStyle(element);
    return style.visibility === 'hidden' || style.display === 'none' || style.clipPath !== 'none'
      || !element.checkVisibility({contentVisibilityAuto: true});
  };
  if (root.scrollWidth > root.clientWidth) say('the page is ' + root.scrollWidth + ' wide in ' + root.clientWidth);
  for (const element of document.body.querySelectorAll('*')) {
    const box = element.getBoundingClientRect();
    if (hidden(element) || !box.width || element.closest('thead')) continue;
    if (box.right > root.clientWidth + 1 || box.left < -1) say('it reaches out of the page', element);
    if (element.scrollWidth > element.clientWidth + 1 && element.clientWidth && element.children.length === 0
        && getComputedStyle(element).display !== 'inline') say('its text does not fit', element);
    const size = parseFloat(getComputedStyle(element).fontSize);
    if (element.childNodes.length && size < 9.5 && element.textContent.trim()) say('its text is tiny', element);
  }

  const bars = [...document.querySelectorAll('.timeline .bar')];
  let last = -1;
  for (const bar of bars) {
    const box = bar.getBoundingClientRect();
    const track = bar.parentElement.getBoundingClientRect();
    if (box.width < 2 || box.height < 8) say('a bar cannot be seen', bar.closest('li'));
    if (box.left < track.left - 1 || box.right > track.right + 1) say('a bar leaves its track', bar.closest('li'));
    if (box.left < last - 1) say('a bar begins before the one above it', bar.closest('li'));
    last = box.left;
    const took = bar.closest('li').querySelector('.took').getBoundingClientRect();
    const phase = bar.closest('li').querySelector('.phase').getBoundingClientRect();
    if (phase.height > 30 || phase.right > track.left) say('a name does not fit', bar.closest('li'));
    if (took.left < track.right) say('the length is written over the bar', bar.closest('li'));
  }
  if (document.querySelector('.timeline') && !bars.length) say('the timeline has no bars');
  for (const dial of document.querySelectorAll('.dial')) {
    const outer = dial.getBoundingClientRect();
    const fill = dial.querySelector('.fill').getBoundingClientRect();
    const mark = dial.querySelector('.mark').getBoundingClientRect();
    const missed = dial.closest('.gauge').classList.contains('violated');
    if (outer.width < 80 || fill.width < 2 || fill.height < 8) say('a dial cannot be seen', dial.closest('.gauge'));
    if (mark.left < outer.left || mark.right > outer.right) say('the objective is off the dial', dial.closest('.gauge'));
    if (missed !== (fill.right > mark.right)) say('the dial does not show what its words say', dial.closest('.gauge'));
  }

  // Contrast by https://www.w3.org/TR/WCAG22/#contrast-minimum
  const parse = (text) => {
    const parts = text.match(/[\d.]+/g).map(Number);
    return {r: parts[0], g: parts[1], b: parts[2], a: parts.length > 3 ? parts[3] : 1};
  };
  const channel = (value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : Math.pow((share + 0.055) / 1.055, 2.4);
  };
  const luminance = (color) => 0.2126 * channel(color.r) + 0.7152 * channel(color.g) + 0.0722 * channel(color.b);
  const behind = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const color = parse(getComputedStyle(at).backgroundColor);
      if (color.a > 0.99) return color;
    }
    return {r: 255, g: 255, b: 255, a: 1};
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const seen = new Set();
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!walker.currentNode.textContent.trim() || seen.has(element) || hidden(element)) continue;
    seen.add(element);
    const [a, b] = [luminance(parse(getComputedStyle(element).color)), luminance(behind(element))];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5) say('its contrast is ' + ratio.toFixed(1), element);
  }
  return problems;
})()
"""


@functools.cache
def axe() -> str:
    """axe-core, which judges whether everybody can read a page, as its package carries it: https://www.deque.com/axe/."""
    found = importlib.util.find_spec("axe_playwright_python")
    if found is None or not found.submodule_search_locations:
        sys.exit("there is no axe: sandbox/venv installs it")
    return (pathlib.Path(found.submodule_search_locations[0]) / "axe.min.js").read_text()


# What axe finds that keeps somebody from reading the page. Returns a list of sentences.
ACCESSIBLE = """
axe.run(document, {resultTypes: ['violations']}).then((result) => {
  if (!result.passes.length) return ['axe has looked at nothing'];
  return result.violations.filter((one) => ['serious', 'critical'].includes(one.impact))
    .map((one) => `axe, ${one.impact}: ${one.help} (${one.id}), ${one.nodes.length} times: ${one.nodes[0].html.slice(0, 80)}`);
})
"""


class Browser:
    """One headless Chromium, spoken to over a pipe."""

    def __init__(self) -> None:
        program = shutil.which("chromium") or shutil.which("google-chrome") or shutil.which("chromium-browser")
        if program is None:
            sys.exit("there is no chromium: sandbox/setup installs it")
        self._profile = tempfile.TemporaryDirectory(prefix="drctl-browser-", ignore_cleanup_errors=True)
        (to_read, self._write), (self._read, to_write) = os.pipe(), os.pipe()
        # Chromium reads from 3 and writes to 4; its ends of the pipes are moved out of the way of these first.
        ends = [fcntl.fcntl(end, fcntl.F_DUPFD, 20) for end in (to_read, to_write)]
        command = [
            program, "--headless=new", "--remote-debugging-pipe", "--no-first-run", "--disable-gpu",
            "--disable-dev-shm-usage", "--hide-scrollbars", "--no-proxy-server", "--disable-background-networking",
            "--disable-component-update", "--disable-sync", f"--user-data-dir={self._profile.name}",
        ]  # fmt: skip
        if os.geteuid() == 0:
            # Chromium's own sandbox needs another user than root; the pages are ours.
            command.append("--no-sandbox")
        shell = f'exec "$@" 3<&{ends[0]} 4>&{ends[1]} {ends[0]}<&- {ends[1]}>&-'
        self._process = subprocess.Popen(
            ["bash", "-c", shell, "browser", *command], pass_fds=ends, stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        for end in (to_read, to_write, *ends):
            os.close(end)
        self._number, self._buffer, self.events = 0, b"", []
        target = self.call("Target.createTarget", {"url": "about:blank"})["targetId"]
        self._session = self.call("Target.attachToTarget", {"targetId": target, "flatten": True})["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(f"{domain}.enable")

    def call(self, method: str, parameters: dict[str, Any] | None = None) -> dict[str, Any]:
        """Calls a method and returns its result."""
        self._number += 1
        message: dict[str, Any] = {"id": self._number, "method": method, "params": parameters or {}}
        if session := getattr(self, "_session", None):
            message["sessionId"] = session
        os.write(self._write, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._next()
            if answer.get("id") == self._number:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']}")
                return answer["result"]

    def await_event(self, name: str) -> None:
        """Waits until an event has come."""
        while not any(event["method"] == name for event in self.events):
            self._next()

    def _next(self) -> dict[str, Any]:
        while b"\0" not in self._buffer:
            piece = os.read(self._read, 1 << 20)
            if not piece:
                raise RuntimeError("chromium has ended")
            self._buffer += piece
        text, _, self._buffer = self._buffer.partition(b"\0")
        message = json.loads(text)
        if "method" in message:
            self.events.append(message)
        return message

    def open(self, page: pathlib.Path, width: int, scheme: str, media: str) -> None:
        """Shows a page anew, and forgets what was heard of others."""
        metrics = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
        self.call("Emulation.setDeviceMetricsOverride", metrics)
        features = [{"name": "prefers-color-scheme", "value": scheme}]
        self.call("Emulation.setEmulatedMedia", {"media": media, "features": features})
        self.events.clear()
        self.call("Page.navigate", {"url": page.as_uri()})
        self.await_event("Page.loadEventFired")

    def measure(self) -> list[str]:
        """What is wrong with the page as it is shown."""
        result = self.call("Runtime.evaluate", {"expression": MEASURE, "returnByValue": True})
        if "exceptionDetails" in result:
            raise RuntimeError(f"the page could not be measured: {result['exceptionDetails']}")
        return result["result"]["value"]

    def judge(self) -> list[str]:
        """What axe finds serious about the page as it is shown."""
        self.call("Runtime.evaluate", {"expression": axe()})
        result = self.call(
            "Runtime.evaluate", {"expression": ACCESSIBLE, "awaitPromise": True, "returnByValue": True}
        )
        if "exceptionDetails" in result:
            raise RuntimeError(f"axe could not judge the page: {result['exceptionDetails']}")
        return result["result"]["value"]

    def heard(self, page: pathlib.Path) -> list[str]:
        """What the page said on the console or asked for, none of which it should."""
        problems = []
        for event in self.events:
            given = event["params"]
            match event["method"]:
                case "Runtime.consoleAPICalled":
                    problems.append(f"the console says {given['args']}")
                case "Runtime.exceptionThrown":
                    problems.append(f"an exception: {given['exceptionDetails']['text']}")
                case "Log.entryAdded":
                    problems.append(f"the log says {given['entry']['text']}")
                case "Network.requestWillBeSent" if given["request"]["url"] != page.as_uri():
                    problems.append(f"it asks for {given['request']['url']}")
        return problems

    def picture(self, file: pathlib.Path) -> None:
        """Keeps what is seen, all of its length."""
        shot = self.call("Page.captureScreenshot", {"captureBeyondViewport": True})
        file.write_bytes(base64.b64decode(shot["data"]))

    def close(self) -> None:
        """Ends Chromium and removes its profile; its helpers may still write there, which is no fault of a page."""
        self._process.terminate()
        try:
            self._process.wait(60)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._profile.cleanup()


def check(browser: Browser, page: pathlib.Path, screenshots: pathlib.Path | None) -> list[str]:
    """Every problem of a page."""
    problems = []
    shows = [(width, scheme, "screen") for width in WIDTHS for scheme in ("light", "dark")]
    # A4 without its margins, at 96 dots an inch; a dark desktop must not make black paper.
    for width, scheme, media in [*shows, (718, "dark", "print")]:
        browser.open(page, width, scheme, media)
        place = f"{page.name} at {width}, {scheme}, {media}"
        problems += [f"{place}: {problem}" for problem in browser.measure() + browser.judge() + browser.heard(page)]
        if screenshots:
            browser.picture(screenshots / f"{page.stem}-{width}-{scheme}-{media}.png")
    paper = base64.b64decode(browser.call("Page.printToPDF", {"printBackground": False})["data"])
    if not paper.startswith(b"%PDF"):
        problems.append(f"{page.name}: it does not print")
    return problems


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("pages", nargs="+", type=lambda text: pathlib.Path(text).resolve())
    parser.add_argument("--screenshots", type=pathlib.Path)
    given = parser.parse_args()
    if given.screenshots:
        given.screenshots.mkdir(parents=True, exist_ok=True)
    browser = Browser()
    try:
        problems = [problem for page in given.pages for problem in check(browser, page, given.screenshots)]
    finally:
        browser.close()
    print("\n".join(problems) or f"nothing is wrong with {len(given.pages)} pages")
    sys.exit(1 if problems else 0)


if __name__ == "__main__":
    main()
