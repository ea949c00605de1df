package import RecoveryModel

/// An observed value that a baseline keeps: equal values have equal records, however they are shown.
package protocol Recordable {
    /// Typed and ordered; lists whose order means nothing are sorted by whoever observes.
    var recorded: JSONValue { get }
}

extension Bool: Recordable { package var recorded: JSONValue { .bool(self) } }
extension Int: Recordable { package var recorded: JSONValue { .integer(self) } }
extension String: Recordable { package var recorded: JSONValue { .string(self) } }
extension JSONValue: Recordable { package var recorded: JSONValue { self } }
extension DailyWindow: Recordable { package var recorded: JSONValue { .string(description) } }
extension WeeklyWindow: Recordable { package var recorded: JSONValue { .string(description) } }
extension AccessPolicy: Recordable { package var recorded: JSONValue { json } }

extension Optional: Recordable where Wrapped: Recordable {
    package var recorded: JSONValue { map(\.recorded) ?? .null }
}

extension Array: Recordable where Element: Recordable {
    package var recorded: JSONValue { .array(map(\.recorded)) }
}

extension Dictionary: Recordable where Key == String, Value: Recordable {
    package var recorded: JSONValue { .object(mapValues(\.recorded)) }
}

extension Recordable where Self: Document {
    package var recorded: JSONValue { .object(parts.mapValues { .string($0.canonicalText) }) }
}

extension BucketEncryption: Recordable {
    package var recorded: JSONValue {
        ["algorithm": .string(algorithm), "key": key.recorded, "bucketKey": .bool(bucketKey)]
    }
}

extension PublicAccessBlock: Recordable {
    package var recorded: JSONValue {
        [
            "blockPublicAcls": .bool(blockPublicACLs), "ignorePublicAcls": .bool(ignorePublicACLs),
            "blockPublicPolicy": .bool(blockPublicPolicy), "restrictPublicBuckets": .bool(restrictPublicBuckets),
        ]
    }
}

extension ObjectLockState: Recordable {
    package var recorded: JSONValue { ["enabled": .bool(enabled), "mode": mode.recorded, "days": days.recorded] }
}

extension AlarmState: Recordable {}
extension EventSubscription: Recordable {
    package var recorded: JSONValue {
        .object(parts.mapValues(JSONValue.string).merging(["sources": sources.recorded]) { $1 })
    }
}
extension DashboardBody: Recordable { package var recorded: JSONValue { json } }
