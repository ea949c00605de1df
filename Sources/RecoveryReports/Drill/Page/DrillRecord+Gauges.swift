import RecoveryModel

extension DrillRecord {
    /// The share of each objective that was used, or by how much it was missed.
    var gaugeSection: HTML {
        let gauges: [HTML] = [
            gauge("RTO, data verified", objectives.rtoVerified, objectives.rtoTarget),
            gauge("RTO, instance available", objectives.rtoAvailable, objectives.rtoTarget),
            objectives.rtoWarmed == nil
                ? "" : gauge("RTO, every page read", objectives.rtoWarmed, objectives.rtoTarget),
            gauge("RPO, data lost", objectives.rpoRealised, objectives.rpoTarget),
        ]
        return "<section>\n<h2>Objectives</h2>\n<ul class=\"gauges\">\n\(.all(gauges))</ul>\n\(basis)</section>"
    }

    private func gauge(_ name: String, _ measured: Int?, _ target: Int) -> HTML {
        let objective = ElapsedText.of(milliseconds: target)
        guard let measured else {
            return """
                <li class="gauge unknown"><strong>\(name)</strong><span class="figure">not measured</span>\
                <span>objective: \(objective)</span></li>

                """
        }
        let style = measured <= target ? "met" : "violated"
        let word = measured <= target ? "met" : "missed"
        // The objective's mark stays inside the dial, whichever of the two is longer.
        let scale = max(target * 11 / 10, measured * 21 / 20, 1)
        return """
            <li class="gauge \(style)"><strong>\(name)</strong>\
            <span class="figure">\(ElapsedText.of(milliseconds: measured))</span>\
            <span>of \(objective): \(word)</span>\
            <span class="dial" role="img" aria-label="\(measured * 100 / max(1, target)) % of the objective">\
            <span class="fill" style="width:\(Percentage.of(measured, scale))"></span>\
            <span class="mark" style="left:\(Percentage.of(target, scale))"></span></span></li>

            """
    }

    /// The evidence for the realised RPO.
    private var basis: HTML? {
        objectives.rpoBasis.map { basis in
            "<p class=\"faint\">The RPO is based on \(basis.words).</p>\n"
        }
    }
}

/// Shares of a whole as CSS takes them.
enum Percentage {
    /// With two decimals, such as `12.50%`; never beyond the whole.
    static func of(_ part: Int, _ whole: Int) -> String {
        let hundredths = min(10_000, max(0, part) * 10_000 / max(1, whole))
        let rest = hundredths % 100
        return "\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest)%"
    }
}
