/// How the page looks: words carry the meaning, colour repeats it; light, dark, narrow and printed.
enum PageStyle {
    static let sheet: HTML = """
        :root {
          color-scheme: light dark;
          --ink: #1b1f24; --faint: #57606a; --paper: #ffffff; --panel: #f4f6f8; --line: #d0d7de;
          --violated: #b3261e; --unknown: #8a5300; --waived: #5b4bb3; --met: #1a6b35;
        }
        @media (prefers-color-scheme: dark) {
          :root {
            --ink: #e6e9ee; --faint: #a3adb8; --paper: #14171b; --panel: #1e2329; --line: #3a424c;
            --violated: #ff9d94; --unknown: #f2c063; --waived: #beb3ff; --met: #7fd79a;
          }
        }
        * { box-sizing: border-box; }
        body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
        main, footer { max-width: 75rem; margin: 0 auto; padding: 0 1.25rem; }
        main { padding-top: 1.5rem; }
        footer { padding-top: 2rem; padding-bottom: 2rem; color: var(--faint); font-size: .875rem; }
        h1 { font-size: 1.75rem; line-height: 1.2; margin: .5rem 0; overflow-wrap: anywhere; }
        h2 { font-size: 1.25rem; margin: 2rem 0 .5rem; }
        h3 { font-size: 1rem; margin: 1.5rem 0 .25rem; overflow-wrap: anywhere; }
        article { margin-top: 3.5rem; }
        a { color: inherit; }
        p { margin: .25rem 0 .75rem; }
        code { font: .875em ui-monospace, monospace; overflow-wrap: anywhere; }
        .faint { color: var(--faint); }
        .sentence { font-size: 1.125rem; margin: 0; }
        .verdict { display: inline-block; margin: 0; padding: .25rem .75rem; border-radius: .375rem; font-weight: 700;
          letter-spacing: .04em; border: 2px solid; }
        .verdict.violated, .verdict.failed, .badge.violated { color: var(--violated); }
        .verdict.incomplete, .badge.unknown { color: var(--unknown); }
        .verdict.compliant, .badge.met { color: var(--met); }
        .badge.waived { color: var(--waived); }
        .badge { display: inline-block; padding: 0 .5em; border: 1px solid; border-radius: .375rem; font-weight: 600;
          font-size: .875rem; white-space: nowrap; }
        .tiles { display: grid; grid-template-columns: repeat(4, 1fr); gap: .75rem; margin: 1.25rem 0; padding: 0;
          list-style: none; }
        .tile { background: var(--panel); border-left: .375rem solid; border-radius: .375rem; padding: .625rem .875rem; }
        .tile strong { display: block; font-size: 1.75rem; line-height: 1.2; }
        .tile.violated { border-color: var(--violated); } .tile.unknown { border-color: var(--unknown); }
        .tile.waived { border-color: var(--waived); } .tile.met { border-color: var(--met); }
        table { width: 100%; border-collapse: collapse; }
        th, td { padding: .5rem .625rem; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top;
          overflow-wrap: anywhere; min-width: 5.5rem; }
        thead th { color: var(--faint); font-size: .875rem; overflow-wrap: normal; }
        tr.resource th { background: var(--panel); padding-top: .625rem; }
        @media print, (min-width: 45.0625rem) {
          .findings td:nth-child(1) { width: 7rem; }
          .findings td:nth-child(2) { width: 28%; }
        }
        details { color: var(--faint); font-size: .875rem; }
        details p { margin: .25rem 0; }
        summary { cursor: pointer; }
        details.change { color: inherit; font-size: 1rem; margin: .375rem 0; overflow-wrap: anywhere; }
        ol > li { margin-bottom: .625rem; overflow-wrap: anywhere; }
        .filter { border: 1px solid var(--line); border-radius: .375rem; margin: 0 0 .75rem; padding: .25rem .75rem .5rem;
          min-width: 0; }
        .filter label { display: inline-block; margin-right: 1rem; padding: .25rem 0; max-width: 100%; }
        .filter .more { border-top: 1px solid var(--line); margin-top: .25rem; padding-top: .25rem; }
        .filter .more[hidden], .off { display: none !important; }
        .filter select, .filter input[type=search] { font: inherit; color: inherit; background: var(--paper);
          border: 1px solid var(--faint); border-radius: .25rem; padding: .125rem .375rem; max-width: 100%; }
        output { color: var(--faint); }
        time { white-space: nowrap; }
        :focus-visible { outline: 3px solid var(--waived); outline-offset: 2px; }
        .findings:has(#show-violated:checked) tr.finding:not(.violated),
        .findings:has(#show-unknown:checked) tr.finding:not(.unknown),
        .findings:has(#show-waived:checked) tr.finding:not(.waived),
        .findings:has(#show-met:checked) tr.finding:not(.met),
        .findings:has(#show-violated:checked) tbody:not(:has(tr.violated)),
        .findings:has(#show-unknown:checked) tbody:not(:has(tr.unknown)),
        .findings:has(#show-waived:checked) tbody:not(:has(tr.waived)),
        .findings:has(#show-met:checked) tbody:not(:has(tr.met)) { display: none; }
        @media screen and (max-width: 45rem) {
          .tiles { grid-template-columns: repeat(2, 1fr); }
          table.stack, table.stack tbody, table.stack tr, table.stack td, table.stack th { display: block; width: auto; }
          table.stack thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
          table.stack td { position: relative; min-height: 2rem; border: 0; padding: .25rem 0 .25rem 7.5rem; }
          table.stack td::before { content: attr(data-label); position: absolute; left: 0; width: 7rem;
            color: var(--faint); font-size: .875rem; }
          table.stack tr { border-bottom: 1px solid var(--line); padding: .375rem 0; }
          table.stack tr.resource { padding: 0; }
        }
        @media print {
          :root { color-scheme: light; --ink: #000; --faint: #444; --paper: #fff; --panel: #f4f4f4; --line: #bbb;
            --violated: #b3261e; --unknown: #8a5300; --waived: #5b4bb3; --met: #1a6b35; }
          body { font-size: 10pt; }
          main, footer { max-width: none; padding: 0; }
          .filter, summary, .finding details { display: none; }
          details.change > summary { display: list-item; }
          details::details-content { content-visibility: visible; block-size: auto; }
          tr, li { break-inside: avoid; }
          tr.resource, h2, h2 + p, h3, h3 + p { break-after: avoid; }
        }
        """
}
