/// Which tables each of several dumps of one snapshot reads: together every row once.
///
/// The first dump reads all that no other one does, with sequences and large objects, so that nothing can be forgotten.
package struct DumpPlan: Hashable, Sendable {
    /// A table and the bytes that it takes on the server.
    package struct Table: Hashable, Sendable {
        package var quoted: String
        package var bytes: Int

        package init(quoted: String, bytes: Int) {
            self.quoted = quoted
            self.bytes = bytes
        }
    }

    /// Quoted names, for each dump but the first.
    package let groups: [[String]]

    /// A smaller table is not worth a place on a command line.
    static let smallest = 1 << 20
    /// More names make a command line too long.
    static let mostNames = 500

    /// Spreads the largest tables over so many dumps, the largest first, each to where there is least.
    package init(_ tables: [Table], dumps: Int) {
        let spread = tables.filter { $0.bytes >= Self.smallest }
            .sorted { ($1.bytes, $0.quoted) < ($0.bytes, $1.quoted) }.prefix(Self.mostNames)
        let chosen = Set(spread.map(\.quoted))
        var loads = [Int](repeating: 0, count: max(1, dumps))
        loads[0] = tables.filter { !chosen.contains($0.quoted) }.reduce(0) { $0 + $1.bytes }
        var groups = [[String]](repeating: [], count: loads.count)
        for table in spread {
            let least = loads.indices.min { (loads[$0], $0) < (loads[$1], $1) } ?? 0
            loads[least] += table.bytes
            groups[least].append(table.quoted)
        }
        self.groups = groups.dropFirst().filter { !$0.isEmpty }
    }

    /// The options of pg_dump for each data part.
    package var options: [[String]] {
        [groups.flatMap { $0 }.map { "--exclude-table-data=\($0)" }] + groups.map { $0.map { "--table=\($0)" } }
    }
}
