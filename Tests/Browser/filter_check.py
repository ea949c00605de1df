"""Uses the filter of a page's findings in Chromium as a reader would, and says what it shows and how long it takes.

    filter_check.py PAGE.html

Each line is a filter, how many findings are shown, and whether the count that the page says is the same; the last one says
what the browser complained about. How long the script of the slowest filter took is on stderr.
"""

from __future__ import annotations

import json
import pathlib
import sys

from page_check import Browser

# Sets the fields, waits for the filter, and counts what is left to be seen.
USE = """
(async (set) => {
  const section = document.querySelector('.findings');
  const field = (name) => section.querySelector('#filter-' + name);
  for (const name of ['severity', 'framework', 'account', 'region', 'text']) {
    if (field(name)) field(name).value = set[name] || '';
  }
  section.querySelector('#show-' + (set.verdict || 'all')).checked = true;
  const from = performance.now();
  section.querySelector('.filter').dispatchEvent(new Event('change'));
  const took = performance.now() - from;
  const shown = [...section.querySelectorAll('tr.finding')].filter((row) => row.checkVisibility()).length;
  const headings = [...section.querySelectorAll('tr.resource')].filter((row) => row.checkVisibility()).length;
  return {shown, headings, said: field('count').textContent, took};
})(%s)
"""


def main() -> None:
    page = pathlib.Path(sys.argv[1]).resolve()
    browser = Browser()
    slowest = 0.0
    try:
        browser.open(page, 1440, "light", "screen")
        for line in sys.stdin.read().splitlines():
            expression = USE % json.dumps(json.loads(line))
            result = browser.call(
                "Runtime.evaluate", {"expression": expression, "awaitPromise": True, "returnByValue": True}
            )
            if "exceptionDetails" in result:
                sys.exit(f"the filter failed: {result['exceptionDetails']}")
            seen = result["result"]["value"]
            slowest = max(slowest, seen["took"])
            said = seen["said"].replace(",", "").startswith(f"{seen['shown']} of ")
            print(line, seen["shown"], seen["headings"], "counted" if said else f"says {seen['said']}")
        problems = browser.heard(page)
    finally:
        browser.close()
    print("\n".join(problems) or "no complaint")
    print(f"slowest {slowest:.0f} ms", file=sys.stderr)


main()
