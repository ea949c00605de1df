import Foundation

/// What a benchmark found, against its bars.
struct Report {
    /// A limit for a figure.
    enum Bar {
        case maximum(Double)
        case minimum(Double)

        func isMet(by value: Double) -> Bool {
            switch self {
            case .maximum(let limit): value <= limit
            case .minimum(let limit): value >= limit
            }
        }
    }

    var name: String
    private(set) var figures: [(name: String, value: Double, bar: Bar?)] = []

    init(name: String) { self.name = name }

    var isMet: Bool { figures.allSatisfy { $0.bar?.isMet(by: $0.value) ?? true } }

    mutating func add(_ figure: String, _ value: Double, _ bar: Bar? = nil) {
        figures.append((figure, (value * 1_000).rounded() / 1_000, bar))
    }

    /// A table, then one line of JSON.
    func print() {
        for (name, value, bar) in figures {
            let limit =
                switch bar {
                case .maximum(let limit): "  at most \(limit)"
                case .minimum(let limit): "  at least \(limit)"
                case nil: ""
                }
            let verdict = bar.map { $0.isMet(by: value) ? "  met" : "  MISSED" } ?? ""
            Swift.print(
                name.padding(toLength: 28, withPad: " ", startingAt: 0)
                    + String(format: "%12.3f", value) + limit + verdict)
        }
        Swift.print(json)
    }

    private var json: String {
        let values = figures.map { "\"\($0.name)\": \($0.value)" }
        let bars = figures.compactMap { figure in
            switch figure.bar {
            case .maximum(let limit): "\"\(figure.name)\": {\"max\": \(limit)}"
            case .minimum(let limit): "\"\(figure.name)\": {\"min\": \(limit)}"
            case nil: nil
            }
        }
        return "{\"bench\": \"\(name)\", \"figures\": {\(values.joined(separator: ", "))}, "
            + "\"bars\": {\(bars.joined(separator: ", "))}, \"met\": \(isMet)}"
    }
}
