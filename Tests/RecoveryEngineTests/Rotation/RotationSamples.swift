import AWSNames
import RecoveryModel

@testable import RecoveryEngine

/// Snapshots as RDS would list them, and an RDS that does what a rotation asks of it.
struct RotationSamples {
    static let east = Region("us-east-1")
    static let west = Region("us-west-2")
    static let naming = RotationNaming(
        account: "123456789012", policy: "knowledge-base", database: "kb-prod", resource: "db-ABC")
    static let key = "arn:aws:kms:us-west-2:123456789012:key/mrk-1"

    static func rules(
        daily: Int = 0, weekly: Int = 0, monthly: Int = 13, yearly: Int = 0, minimum: Int = 3
    ) -> RetentionRules {
        var rules = RetentionRules()
        (rules.daily, rules.weekly, rules.monthly, rules.yearly) = (daily, weekly, monthly, yearly)
        rules.minimum = minimum
        return rules
    }

    /// A snapshot of the rotation's own, taken at noon of a day.
    static func own(_ day: String, in region: Region = Self.east, status: String = "available") -> ListedSnapshot {
        let label = String(day.prefix(7))
        let id = naming.stem + label
        var snapshot = ListedSnapshot(
            id: id, database: "kb-prod", resource: "db-ABC", status: status, takenAt: Instant("\(day)T12:00:00Z")!,
            isEncrypted: true, tags: naming.tags(of: id, for: [.month], in: region, besides: ["team": "platform"]))
        if region != east { snapshot.original = "arn:aws:rds:us-east-1:123456789012:snapshot:\(id)" }
        return snapshot
    }

    /// Facts in which nothing is shared.
    static func facts(
        _ home: [ListedSnapshot], copies: [ListedSnapshot]? = nil, status: String = "available"
    ) -> RotationFacts {
        var facts = RotationFacts(
            naming: naming, kind: .instance, status: status, isEncrypted: true, home: east,
            copies: copies == nil ? [:] : [west: .key(key)], tags: ["drctl:policy": "knowledge-base"],
            listed: [east: home])
        if let copies { facts.listed[west] = copies }
        for (region, snapshots) in facts.listed {
            facts.sharing[region] = Dictionary(snapshots.map { ($0.id, .known([])) }) { first, _ in first }
        }
        return facts
    }

    static func plan(
        _ facts: RotationFacts, _ rules: RetentionRules = Self.rules(), at now: String = "2026-11-23T05:10:00Z"
    ) -> SnapshotRotation {
        RotationDecision.plan(facts, by: rules, at: Instant(now)!)
    }
}

extension ListedSnapshot {
    /// As drctl would have made it under another name.
    func named(_ label: String) -> ListedSnapshot {
        var other = self
        other.id = RotationSamples.naming.stem + label
        other.tags[RotationTag.name] = other.id
        return other
    }
}

extension SnapshotRotation {
    /// Such as `create 2026-11 in us-east-1`, with the names shortened.
    var shown: [String] {
        steps.map { step in
            let name = step.snapshot.replacing(RotationSamples.naming.stem, with: "")
            return "\(step.action.rawValue) \(name) in \(step.region)\(step.isLater ? ", later" : "")"
        }
    }
}
