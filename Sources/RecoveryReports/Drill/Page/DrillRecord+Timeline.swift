import RecoveryModel

extension DrillRecord {
    /// The phases as bars over the drill's time, and as a table.
    var timelineSection: HTML {
        guard !phases.isEmpty else { return "" }
        let total = ElapsedText.of(milliseconds: totalMilliseconds)
        let rows = phases.map { timing -> HTML in
            """
            <tr><td data-label="Phase">\(timing.phase.rawValue)</td><td data-label="Started">\(timing.startedAt.shown)</td>\
            <td data-label="Duration">\(ElapsedText.of(milliseconds: timing.milliseconds))</td></tr>

            """
        }
        return """
            <section>
            <h2>Phases</h2>
            <ol class="timeline" aria-label="Phases of the drill, \(total) in total">
            \(.all(phases.map(bar)))</ol>
            <p class="axis" aria-hidden="true"><span>0</span><span>\(total)</span></p>
            <p class="faint">Solid bars count as recovery time; pale bars are part of the drill only.\(warmed)</p>
            <details><summary>Start of each phase</summary>
            \(.table(["Phase", "Started", "Duration"], rows))
            </details>
            </section>
            """
    }

    private func bar(_ timing: PhaseTiming) -> HTML {
        let start = timing.startedAt.milliseconds - startedAt.milliseconds
        let style: HTML =
            switch timing.phase {
            case .preflight, .restore, .configure, .connect, .verify: "counts"
            case .warm: "warming"
            case .snapshot, .mark, .baseline, .ship, .fidelity, .secrets, .smoke, .switchover, .teardown: "aside"
            }
        return """
            <li><span class="phase">\(timing.phase.rawValue)</span><span class="track">\
            <span class="bar \(style)" style="--from:\(Percentage.of(start, totalMilliseconds));\
            width:\(Percentage.of(timing.milliseconds, totalMilliseconds))"></span></span>\
            <span class="took">\(ElapsedText.of(milliseconds: timing.milliseconds))</span></li>

            """
    }

    private var warmed: HTML? {
        warming.map { " Striped: \($0.sentence), after the data was verified." }
    }
}
