import AWSNames
import RecoveryModel

extension Record<DrillPolicy> {
    /// `drill`.
    static let drill = Record(fields: [
        .defaulted(
            "engine", \.engine, .choice(DrillPolicy.Engine.self),
            "Who restores: drctl, or restore testing of AWS Backup, whose restores drctl verifies and answers.",
            fallback: "drctl"),
        .optional(
            "every", \.every, .duration, "The interval between drills. An overdue drill is a violation.",
            fallback: .drillInterval),
        .defaulted("source", \.source, .drillSource, "The recovery point to restore.", fallback: "latest"),
        .defaulted(
            "sharedFrom", \.sharedFrom, .list(of: .account),
            "Other accounts whose shared snapshots a drill may copy and restore.", fallback: ""),
        .optional(
            "restoreRole", \.restoreRole, .name(.rolePath),
            "The role with which AWS Backup restores, for a `source` in a vault: backup.amazonaws.com may assume it."),
        .nested("into", \.into, .target, "Where to restore it. Nothing is inherited from the source unless stated."),
        .defaulted(
            "elsewhere", \.elsewhere, .list(of: .elsewhere),
            "Where to restore copies in other regions, each of which has its own groups.", fallback: ""),
        .optional(
            "schemaVersion", \.schemaVersionQuery, .keyed("query", .sql, "A query for the schema's version."),
            "The restored schema must have the same version as the source's."),
        .optional(
            "freshness", \.freshnessQuery, .keyed("query", .sql, "A query for the timestamp of the newest data."),
            "Used to measure the realised RPO."),
        .defaulted("checks", \.checks, .list(of: .check), "The checks that verify the restored data.", fallback: ""),
        .defaulted(
            "accept", \.accepted, .list(of: .choice(RestoreRisk.self)),
            "What a restore loses or leaves unproven, accepted by name: it is reported, and fails no drill.",
            fallback: ""),
        .nested("anomaly", \.anomaly, .anomaly, "What counts as an anomaly in the figures of the data."),
        .optional(
            "marker", \.marker, .markerTable,
            "A table for the rows before and after a drill's instant. Drills write to it only for `now`."
        ),
        .defaulted(
            "smoke", \.smoke, .list(of: .text(), minimum: 1),
            "A command and its arguments, run with the `DATABASE_URL` of the restored instance.", fallback: ""),
        .defaulted(
            "secrets", \.verifySecrets, .word("verify", opposite: "skip"),
            "Whether to verify that the policy's secrets work.", fallback: "skip"),
        .defaulted(
            "warm", \.warms, .flag,
            "Read every page of the restored tables and indexes, and measure the time until then.",
            fallback: "false"),
        .defaulted(
            "amcheck", \.checksStructures, .flag,
            "Verify the restored tables and indexes with PostgreSQL's extension amcheck.", fallback: "false"),
        .optional("budget", \.budget, .money(), "The most that one drill may cost."),
    ])
}

extension Record<AnomalyLimit> {
    fileprivate static let anomaly = Record(fields: [
        .defaulted(
            "beyond", \.beyond, .percent, "How far a figure may be off those of earlier drills.", fallback: "20%"),
        .defaulted(
            "verdict", \.verdict, .choice(AnomalyLimit.Verdict.self),
            "Whether one further off is a warning or fails the drill. Text that became noise always fails it.",
            fallback: "warn"),
    ])
}

extension Record<DrillPolicy.Target> {
    fileprivate static let target = Record(fields: [
        .optional("subnetGroup", \.subnetGroup, .name(.subnetGroup), "The DB subnet group."),
        .defaulted(
            "securityGroups", \.securityGroups, .list(of: .securityGroup), "Security group ids.", fallback: ""),
        .optional("instanceClass", \.instanceClass, .instanceClass, "The instance class."),
        .optional(
            "parameterGroup", \.parameterGroup, .name(.parameterGroup), "A parameter group, or `same-as-source`."),
    ])
}

/// A target and its region, one map in the policy.
private struct ElsewhereDraft: Sendable {
    var region: Region?
    var target = DrillPolicy.Target()
}

extension Shape where Value == DrillPolicy.Elsewhere {
    fileprivate static let elsewhere: Shape = {
        let region = Field<ElsewhereDraft>.alternative(
            "region", \.region, .region, "A region of `scope.regions` to which backups are copied.", isRequired: true)
        let record = Record<ElsewhereDraft>(
            fields: [
                region,
                .optional("subnetGroup", \.target.subnetGroup, .name(.subnetGroup), "The DB subnet group."),
                .defaulted(
                    "securityGroups", \.target.securityGroups, .list(of: .securityGroup), "Security group ids.",
                    fallback: ""),
                .optional("instanceClass", \.target.instanceClass, .instanceClass, "The instance class."),
                .optional(
                    "parameterGroup", \.target.parameterGroup, .name(.parameterGroup),
                    "A parameter group of that region, or `same-as-source` for one of the same name."),
            ])
        return Shape<ElsewhereDraft>.record(record, blank: ElsewhereDraft()).converted(
            to: { draft, _, _, _ -> DrillPolicy.Elsewhere? in
                draft.region.map { DrillPolicy.Elsewhere(region: $0, target: draft.target) }
            },
            from: { ElsewhereDraft(region: $0.region, target: $0.target) })
    }()
}

extension Shape where Value == String {
    static let securityGroup = name(.securityGroup).checked { id in
        id.hasPrefix("sg-")
            ? nil
            : Refusal("invalid-value", "`\(id)` is not a security group id", hint: "use the id, which begins with sg-")
    }

    fileprivate static let instanceClass = name(.instanceClass).checked { name in
        name.hasPrefix("db.")
            ? nil : Refusal("invalid-value", "`\(name)` is not an instance class", hint: "write it as `db.t4g.medium`")
    }
}

private struct SourceDraft: Sendable {
    var snapshot: String?
    var pointInTime: String?
    var copyIn: Region?
    var before: String?
    var vault: String?
}

extension Shape where Value == DrillPolicy.Source {
    fileprivate static let drillSource: Shape = {
        let words: [String: DrillPolicy.Source] = ["latest": .latest, "newest": .newest, "fresh": .fresh]
        let word = Shape.words(
            ["latest", "newest", "fresh"],
            print: { source in words.first { $0.value == source }?.key ?? "" }, parse: { words[$0] })
        let record = Record<SourceDraft>(
            fields: [
                .alternative(
                    "snapshot", \.snapshot, .name(.snapshot),
                    "A snapshot's identifier, or the ARN of one that an account of `sharedFrom` shares."),
                .alternative(
                    "pointInTime", \.pointInTime, .moment,
                    "An RFC 3339 time, a relative time such as `1h ago`, `latest`, or `now` with `marker`."),
                .alternative(
                    "copyIn", \.copyIn, .region,
                    "The newest copy in this region, restored there according to `elsewhere`."),
                .alternative(
                    "before", \.before, .event,
                    "Just before an event of the database: a call such as `last ModifyDBInstance`, a CloudTrail event id, or words of an RDS event."
                ),
                .alternative(
                    "vault", \.vault, .vault,
                    "The newest recovery point in this vault of AWS Backup, by name, or by ARN where another account shares it. AWS Backup restores it with `restoreRole`."
                ),
            ],
            exactlyOneOf: ["snapshot", "pointInTime", "copyIn", "before", "vault"])
        let map = Shape<SourceDraft>.record(record, blank: SourceDraft()).converted(
            to: { draft, _, _, _ -> DrillPolicy.Source? in
                draft.snapshot.map(DrillPolicy.Source.snapshot)
                    ?? draft.pointInTime.map(DrillPolicy.Source.pointInTime)
                    ?? draft.copyIn.map { DrillPolicy.Source.copy(in: $0) }
                    ?? draft.before.map(DrillPolicy.Source.before)
                    ?? draft.vault.map(DrillPolicy.Source.vault)
            },
            from: { source in
                switch source {
                case .snapshot(let id): SourceDraft(snapshot: id)
                case .pointInTime(let moment): SourceDraft(pointInTime: moment)
                case .copy(let region): SourceDraft(copyIn: region)
                case .before(let event): SourceDraft(before: event)
                case .vault(let vault): SourceDraft(vault: vault)
                case .latest, .newest, .fresh: SourceDraft()
                }
            })
        return either(word, or: map, showsAsScalar: { source in words.values.contains(source) })
    }()
}

extension Shape where Value == String {
    fileprivate static let event = text("event such as `last ModifyDBInstance`", maximum: 256).checked { text in
        EventQuery(text) == nil
            ? Refusal("invalid-value", "the text is too short", hint: "write it as `last ModifyDBInstance`")
            : nil
    }

    fileprivate static let vault = text(
        "vault of AWS Backup",
        pattern:
            "^([a-zA-Z0-9_.-]{1,50}|arn:aws[a-z-]*:backup:[a-z0-9-]+:[0-9]{12}:backup-vault:[a-zA-Z0-9_.-]{1,50})$",
        hint: "write its name, or its ARN: arn:aws:backup:us-east-1:222222222222:backup-vault:air-gapped"
    ) { text in
        let (name, _) = VaultedRecoveryPoint.place(text)
        let isForeign = ARN(text).map { $0.service == "backup" && $0.resource == "backup-vault:\(name)" }
        return (1...50).contains(name.count) && isForeign ?? !text.contains(":")
            && name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "_.-".contains($0)) }
    }

    fileprivate static let moment = text(
        "point in time such as `1h ago`", pattern: "^(latest|now|[0-9]+(s|m|h|d|w|mo|y) ago|[0-9]{4}-.+)$",
        hint: "write it as `2026-11-23T05:10:00Z`, `1h ago`, `latest` or `now`"
    ) { text in
        if ["latest", "now"].contains(text) || Instant(text) != nil { return true }
        return text.hasSuffix(" ago") && TimeSpan(String(text.dropLast(4))) != nil
    }
}
