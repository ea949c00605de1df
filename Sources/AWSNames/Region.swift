/// A region's code, such as `us-east-1`.
public struct Region: RawRepresentable, Hashable, Comparable, Sendable, Codable, CustomStringConvertible {
    /// The code as AWS writes it.
    public let rawValue: String

    /// Takes any code: AWS adds regions faster than tools learn of them.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// Takes any code: AWS adds regions faster than tools learn of them.
    public init(_ code: String) { self.rawValue = code }

    /// The partition that the region belongs to, by its prefix.
    public var partition: Partition { Partition(region: self) }

    /// The code as AWS writes it.
    public var description: String { rawValue }

    /// By code.
    public static func < (left: Region, right: Region) -> Bool { left.rawValue < right.rawValue }
}
