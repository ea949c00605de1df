import FoundationEssentials
package import RecoveryEngine
package import RecoveryModel

/// A recovery in a file, to be executed later exactly as it was reviewed.
package struct RecoveryPlan: Codable, Sendable {
    /// Of the format; no other is read.
    package static let currentSchema = "drctl/recovery-plan/v1"

    package var schema = Self.currentSchema
    /// The version that wrote it.
    package var drctl: String
    package var at: Instant
    /// With the recovery point that was chosen: a later one is another plan.
    package var request: DrillRequest
    /// The restore that was to be requested.
    package var order: RestoreOrder
    /// What the command line said.
    package var options: RecoveryOptions

    package init(
        _ request: DrillRequest, _ order: RestoreOrder, _ options: RecoveryOptions, drctl: String, at: Instant
    ) {
        self.drctl = drctl
        self.at = at
        self.options = options
        self.order = order
        self.request = request
        self.request.selection = order.point.snapshot.map { .snapshot($0) } ?? .pointInTime(order.point.time)
    }

    /// The file's bytes.
    package func encoded() throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return [UInt8](try encoder.encode(self)) + [UInt8(ascii: "\n")]
    }

    /// From a file's bytes; nil when they are no saved plan of this format.
    package init?(_ bytes: [UInt8]) {
        guard let plan = try? JSONDecoder().decode(RecoveryPlan.self, from: Data(bytes)),
            plan.schema == Self.currentSchema
        else { return nil }
        self = plan
    }

    /// Whether production is known as it was: a setting that has changed since, or one that was edited in the file, makes
    /// another plan.
    package func isSame(_ other: RecoveryMission?) -> Bool {
        request.mission?.database == other?.database && request.mission?.origin.word == other?.origin.word
            && request.mission?.switchover == other?.switchover && request.mission?.hook == other?.hook
    }

    /// Whether a restore that would be requested now is the plan's, however its point was chosen.
    package func isSame(_ other: RestoreOrder) -> Bool {
        var (planned, now) = (order, other)
        (planned.point.reason, now.point.reason) = ("", "")
        return planned == now
    }
}
