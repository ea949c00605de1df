/// A size in policy notation: `512MiB`, `20GiB`, `1TiB`.
package struct ByteCount: Hashable, Comparable, Sendable, Codable, CustomStringConvertible {
    /// The number of bytes; zero or more.
    package let bytes: Int

    /// Creates a size from bytes.
    package init(bytes: Int) { self.bytes = bytes }

    /// Creates a size from GiB, as RDS counts storage.
    package init(gibibytes: Int) { self.init(bytes: gibibytes << 30) }

    private static let units: [(name: String, size: Int)] = [
        ("TiB", 1 << 40), ("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10), ("B", 1),
    ]

    /// Nil unless the text is digits followed by B, KiB, MiB, GiB or TiB.
    package init?(_ text: String) {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        let name = text.dropFirst(digits.count)
        guard let count = Int(digits), let unit = Self.units.first(where: { $0.name == name }) else { return nil }
        let (bytes, overflow) = count.multipliedReportingOverflow(by: unit.size)
        guard !overflow else { return nil }
        self.bytes = bytes
    }

    /// The size in the largest unit that is exact.
    package var description: String {
        let unit = Self.units.first { bytes >= $0.size && bytes % $0.size == 0 } ?? ("B", 1)
        return "\(bytes / unit.size)\(unit.name)"
    }

    /// For people, in the largest unit that it fills, to one decimal: `512 MiB`, `1.5 GiB`.
    package var shown: String {
        let unit = Self.units.first { bytes >= $0.size } ?? ("B", 1)
        let tenths = Int((Double(bytes) * 10 / Double(unit.size)).rounded())
        return CountText.number(tenths / 10) + (tenths % 10 == 0 ? "" : ".\(tenths % 10)") + " \(unit.name)"
    }

    /// Sizes compare by bytes.
    package static func < (left: ByteCount, right: ByteCount) -> Bool { left.bytes < right.bytes }
}
