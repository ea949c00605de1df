package import RecoveryModel

/// Names of the resources that a drill creates.
package enum DrillNaming {
    /// The prefix of every instance and snapshot that a drill creates.
    package static let prefix = "drctl-drill-"

    /// `knowledge-base-20261123T051000Z-4f2a`.
    package static func drill(policy: String, at instant: Instant, suffix: String) -> DrillID {
        DrillID(rawValue: "\(policy.prefix(40))-\(compact(instant))-\(suffix)")
    }

    /// An instance identifier that RDS accepts: 1 to 63 letters, digits and hyphens, begins with a letter, has no two
    /// hyphens in a row and none at the end.
    ///
    /// https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html
    package static func target(source: String, at instant: Instant, suffix: String) -> String {
        let stamp = compact(instant).filter(\.isNumber)
        var middle = source.lowercased().prefix(28).map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "-" }
        while middle.last == "-" { middle.removeLast() }
        let name = prefix + String(middle) + "-\(stamp)-\(suffix)"
        return name.split(separator: "-", omittingEmptySubsequences: true).joined(separator: "-")
    }

    /// An identifier beside a database's own, such as `kb-prod-before-20261123051000`.
    package static func beside(_ database: String, _ word: String, at instant: Instant) -> String {
        // Members of a cluster have a number behind it, of up to two digits.
        var stem = database.prefix(35)
        while stem.last == "-" { stem.removeLast() }
        return "\(stem)-\(word)-\(compact(instant).filter(\.isNumber))"
    }

    /// The identifier of the instance that a drill adds to its cluster.
    package static func member(of cluster: String) -> String { cluster + "-1" }

    /// True when RDS accepts the identifier.
    package static func isValid(_ id: String) -> Bool {
        let bytes = Array(id.utf8)
        func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte) || (0x41...0x5A).contains(byte) }
        func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
        guard let first = bytes.first, isLetter(first), bytes.count <= 63, bytes.last != UInt8(ascii: "-"),
            bytes.allSatisfy({ isLetter($0) || isDigit($0) || $0 == UInt8(ascii: "-") })
        else { return false }
        return !id.contains("--")
    }

    /// `20261123T051000Z`: the instant in basic format, to the second.
    static func compact(_ instant: Instant) -> String {
        let whole = Instant(milliseconds: instant.milliseconds - ((instant.milliseconds % 1_000) + 1_000) % 1_000)
        return whole.description.filter { $0 != "-" && $0 != ":" }
    }
}
