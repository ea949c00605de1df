/// IP addresses from a first to a last one, as a condition names them: `203.0.113.0/24`, `2001:db8::/32`, `192.0.2.1`.
package struct AddressRange: Hashable, Sendable {
    /// The network's bytes: 4 of IPv4, 16 of IPv6.
    private let bytes: [UInt8]
    /// How many leading bits are fixed.
    package let prefix: Int

    package init?(_ text: String) {
        let halves = text.split(separator: "/", omittingEmptySubsequences: false)
        guard halves.count <= 2, let bytes = Self.address(halves[0]) else { return nil }
        let prefix = halves.count == 2 ? Int(halves[1]) : bytes.count * 8
        guard let prefix, (0...(bytes.count * 8)).contains(prefix) else { return nil }
        self.bytes = bytes
        self.prefix = prefix
    }

    /// True when every address of the other one is in it.
    package func contains(_ other: AddressRange) -> Bool {
        bytes.count == other.bytes.count && prefix <= other.prefix
            && (0..<prefix).allSatisfy { Self.bit($0, of: bytes) == Self.bit($0, of: other.bytes) }
    }

    /// Wider than any one organisation's network, as S3 counts it: beyond /8 of IPv4 or /32 of IPv6.
    ///
    /// https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-policy-status
    package var isNearlyEverything: Bool { prefix < (bytes.count == 4 ? 8 : 32) }

    private static func bit(_ index: Int, of bytes: [UInt8]) -> UInt8 { bytes[index / 8] >> (7 - index % 8) & 1 }

    private static func address(_ text: Substring) -> [UInt8]? {
        if !text.contains(":") {
            let parts = text.split(separator: ".", omittingEmptySubsequences: false)
            let bytes = parts.compactMap { $0.allSatisfy(\.isNumber) ? UInt8($0) : nil }
            return parts.count == 4 && bytes.count == 4 ? bytes : nil
        }
        let sides = text.split(separator: "::", omittingEmptySubsequences: false).map(String.init)
        guard sides.count <= 2, let head = groups(sides[0]), let tail = groups(sides.count == 2 ? sides[1] : "") else {
            return nil
        }
        let missing = 8 - head.count - tail.count
        guard sides.count == 2 ? missing >= 1 : missing == 0 else { return nil }
        return (head + Array(repeating: 0, count: max(0, missing)) + tail).flatMap {
            [UInt8($0 >> 8), UInt8($0 & 0xff)]
        }
    }

    private static func groups(_ text: String) -> [UInt16]? {
        guard !text.isEmpty else { return [] }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        let groups = parts.compactMap { $0.count <= 4 ? UInt16($0, radix: 16) : nil }
        return groups.count == parts.count ? groups : nil
    }
}
