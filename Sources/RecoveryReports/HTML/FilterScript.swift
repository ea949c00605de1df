/// The one script of a page: it filters the findings that the page holds. It loads nothing, sends nothing and keeps nothing, and
/// the page's policy allows it alone, by its digest; without scripts the page shows everything, and filters by verdict.
package enum FilterScript {
    /// Of `text`, as the page's Content-Security-Policy names it.
    package static let digest = "sha256-YGkDMqI6uQvul5cJWuHiPnJE/6n1wAUtGmcB4Oyjz0g="

    /// What stands between the tags.
    package static let text = """

        (() => {
          "use strict";
          const section = document.querySelector(".findings");
          const more = section && section.querySelector(".filter .more");
          if (!more) return;
          const field = (name) => more.querySelector("#filter-" + name);
          const choices = ["severity", "framework", "account", "region"].map((name) => [name, field(name)]);
          const text = field("text");
          const count = field("count");
          const places = [...section.querySelectorAll(".target")];
          const bodies = [...section.querySelectorAll("tbody")];
          const rows = [...section.querySelectorAll("tr.finding")].map((element) => {
            const body = element.parentElement;
            const place = element.closest(".target");
            return {
              element, body, place, words: null,
              verdict: element.dataset.verdict, severity: [element.dataset.severity],
              framework: element.dataset.frameworks.split(" "),
              account: [place ? place.dataset.account : ""], region: [place ? place.dataset.region : ""],
            };
          });
          const wordsOf = (row) => {
            row.words ??= (row.body.rows[0].textContent + " " + row.element.textContent).toLowerCase();
            return row.words;
          };
          const show = () => {
            const verdict = section.querySelector("input[name=show]:checked").value;
            const wanted = choices.filter(([, choice]) => choice && choice.value);
            const words = text.value.toLowerCase().split(/\\s+/).filter(Boolean);
            const alive = new Set();
            let shown = 0;
            for (const row of rows) {
              const fits = (verdict === "all" || row.verdict === verdict)
                && wanted.every(([name, choice]) => row[name].includes(choice.value))
                && words.every((word) => wordsOf(row).includes(word));
              row.element.classList.toggle("off", !fits);
              if (!fits) continue;
              shown += 1;
              alive.add(row.body).add(row.place);
            }
            for (const part of [...bodies, ...places]) part.classList.toggle("off", !alive.has(part));
            count.textContent = shown.toLocaleString("en") + " of " + rows.length.toLocaleString("en") + " shown";
          };
          let waiting = 0;
          text.addEventListener("input", () => {
            clearTimeout(waiting);
            waiting = setTimeout(show, 100);
          });
          section.querySelector(".filter").addEventListener("change", show);
          more.hidden = false;
          show();
        })();

        """

    /// Nothing is interpolated into it: what the findings say stays in the page's markup.
    static let element: HTML = "<script>\(HTML(stringLiteral: text))</script>\n"
}
