import Foundation
import Synchronization

/// The matrix as a table: what was really seen, one line a run.
enum FaultTable {
    private static let lines = Mutex<[[String]]>([])

    static func add(_ run: FaultRun, _ outcome: Binary.Outcome, left: [String], took: Duration) {
        let verdict = outcome.output.prefix { $0 != ":" && $0 != "\n" }
        let behind = left.isEmpty ? "nothing" : "\(left.count), named"
        let seconds = Double(took / .milliseconds(100)).rounded() / 10
        lines.withLock { $0.append([run.name, String(verdict), "\(outcome.code)", behind, "\(seconds) s"]) }
    }

    /// To stdout, and to the file of `DRCTL_FAULT_MATRIX`.
    static func print() {
        let rows = lines.withLock { $0 }
        let head = ["fault", "verdict", "exit", "left behind", "took"]
        let widths = head.indices.map { column in ([head] + rows).map { $0[column].count }.max() ?? 0 }
        func line(_ cells: [String]) -> String {
            "| "
                + zip(cells, widths).map { $0 + String(repeating: " ", count: $1 - $0.count) }.joined(separator: " | ")
                + " |"
        }
        let rule = "|" + widths.map { String(repeating: "-", count: $0 + 2) }.joined(separator: "|") + "|"
        let table = ([line(head), rule] + rows.map(line)).joined(separator: "\n") + "\n"
        Swift.print(table)
        if let path = ProcessInfo.processInfo.environment["DRCTL_FAULT_MATRIX"] {
            try? table.write(toFile: path, atomically: true, encoding: .utf8)
        }
    }
}
