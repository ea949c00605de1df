/// What a collector saw, or why it could not see. A failure becomes verdict `unknown`: never a pass, never dropped.
package enum Collected<Value: Sendable>: Sendable {
    case known(Value)
    /// Beside the value, so that what is known takes no room for the words of a failure.
    indirect case unavailable(CollectionFailure)

    /// The value; nil when it could not be seen.
    package var value: Value? { if case .known(let value) = self { value } else { nil } }

    /// The failure; nil when the value is known.
    package var failure: CollectionFailure? { if case .unavailable(let failure) = self { failure } else { nil } }

    /// The value.
    ///
    /// - Throws: The failure.
    package func get() throws(CollectionFailure) -> Value {
        switch self {
        case .known(let value): return value
        case .unavailable(let failure): throw failure
        }
    }

    /// The same observation seen as something else.
    package func map<Other>(_ transform: (Value) -> Other) -> Collected<Other> {
        switch self {
        case .known(let value): .known(transform(value))
        case .unavailable(let failure): .unavailable(failure)
        }
    }

    /// The same observation seen as something else that may itself be out of sight.
    package func flatMap<Other>(_ transform: (Value) -> Collected<Other>) -> Collected<Other> {
        switch self {
        case .known(let value): transform(value)
        case .unavailable(let failure): .unavailable(failure)
        }
    }
}

extension Collected: Equatable where Value: Equatable {}

/// Why something could not be observed.
package struct CollectionFailure: Error, Hashable, Sendable, Codable, CustomStringConvertible {
    /// The API operation, such as `s3:GetBucketPolicy`, or what else was asked.
    package let operation: String
    /// The service's or the transport's own words.
    package let reason: String

    package init(operation: String, reason: String) {
        self.operation = operation
        self.reason = reason
    }

    package var description: String { "\(operation): \(reason)" }

    /// Of a bucket whose name another account has.
    package static func nameTaken(_ bucket: String) -> CollectionFailure {
        CollectionFailure(
            operation: "s3:HeadBucket",
            reason: "403: another account owns bucket \(bucket): names are unique in all of AWS, so choose another")
    }

    /// Of what the collector had no reason to ask for.
    package static func notCollected(_ operation: String) -> CollectionFailure {
        CollectionFailure(operation: operation, reason: "it was not read")
    }
}
