/// A secret that cannot be printed by accident: description, dump, Mirror and Codable all show `****`.
public struct Redacted<Value: Sendable>: Sendable {
    /// The secret itself; every use of this name is a place to review.
    public let secret: Value

    /// Wraps a secret.
    public init(_ secret: Value) { self.secret = secret }
}

extension Redacted: Equatable where Value: Equatable {}

extension Redacted: Hashable where Value: Hashable {}

extension Redacted: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Never the secret.
    public var description: String { "****" }
    /// Never the secret.
    public var debugDescription: String { "****" }
    /// Without children, so that `dump` has nothing to show.
    public var customMirror: Mirror { Mirror(self, children: []) }
}

extension Redacted: Encodable {
    /// Writes `****`.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
