/// The style of a drill's page: gauges and bars that are readable at any width, in dark mode and on paper.
enum DrillPageStyle {
    static let sheet: HTML = """
        .gauges { display: grid; grid-template-columns: repeat(auto-fit, minmax(15rem, 1fr)); gap: .75rem; padding: 0;
          margin: .5rem 0; list-style: none; }
        .gauge { background: var(--panel); border-left: .375rem solid; border-radius: .375rem; padding: .625rem .875rem; }
        .gauge.met { border-color: var(--met); } .gauge.violated { border-color: var(--violated); }
        .gauge.unknown { border-color: var(--unknown); }
        .gauge strong, .gauge .figure { display: block; }
        .figure { font-size: 1.5rem; line-height: 1.3; font-weight: 600; }
        .dial { display: block; position: relative; height: .75rem; margin: .5rem 0 .25rem; border-radius: .375rem;
          background: var(--line); }
        .dial .fill { display: block; height: 100%; min-width: .25rem; border-radius: .375rem; background: var(--met); }
        .violated .dial .fill { background: var(--violated); }
        .dial .mark { position: absolute; top: -.1875rem; bottom: -.1875rem; width: .1875rem; margin-left: -.0938rem;
          background: var(--ink); }
        .timeline { list-style: none; margin: .5rem 0 0; padding: 0; }
        .timeline li { display: grid; grid-template-columns: 5rem 1fr 6rem; gap: .75rem; align-items: center;
          margin: 0; padding: .125rem 0; }
        .track { position: relative; height: 1.125rem; border-radius: .1875rem; background: var(--panel); }
        .bar { position: absolute; top: 0; bottom: 0; left: min(var(--from), calc(100% - .1875rem)); min-width: .1875rem;
          border-radius: .1875rem; }
        .bar.counts { background: var(--met); }
        .bar.aside { background: var(--faint); opacity: .55; }
        .bar.warming { background: repeating-linear-gradient(45deg, var(--met) 0 .25rem, var(--panel) .25rem .5rem);
          border: 1px solid var(--met); }
        .phase, .took { white-space: nowrap; }
        .took { color: var(--faint); font-size: .875rem; }
        .axis { display: flex; justify-content: space-between; margin: 0 6.75rem .5rem 5.75rem; color: var(--faint);
          font-size: .75rem; }
        .facts { display: grid; grid-template-columns: max-content 1fr; gap: .125rem 1rem; }
        .facts dt { color: var(--faint); }
        .facts dd { margin: 0; overflow-wrap: anywhere; }
        .sentence, .faint, li { overflow-wrap: anywhere; }
        @media print, (min-width: 45.0625rem) {
          .calls td:nth-child(1), .calls td:nth-child(4), .fidelity td:nth-child(1) { white-space: nowrap; }
          .checks td:nth-child(1) { width: 7rem; }
          .checks td:nth-child(5) { width: 6rem; }
        }
        @media screen and (max-width: 45rem) {
          .timeline li { grid-template-columns: 4.75rem 1fr 5.5rem; gap: .5rem; }
          .axis { margin: 0 6rem .5rem 5.25rem; }
          .facts { grid-template-columns: 1fr; }
          .facts dd { margin-bottom: .375rem; }
        }
        @media print {
          .dial, .dial span, .bar, .track { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
          .gauges { grid-template-columns: repeat(2, 1fr); }
          .timeline { break-inside: avoid; }
        }
        """
}
