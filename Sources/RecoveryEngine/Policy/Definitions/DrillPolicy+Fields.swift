import AWSNames
import RecoveryModel

extension Record<DrillPolicy> {
    /// `drill`.
    static let drill = Record(fields: [
        .optional(
            "every", \.every, .duration, "How often. An overdue drill is a violation.", fallback: .drillInterval),
        .defaulted("source", \.source, .drillSource, "What is restored.", fallback: "latest"),
        .nested("into", \.into, .target, "Where it is restored to. Nothing is inherited from the source unless said."),
        .defaulted(
            "elsewhere", \.elsewhere, .list(of: .elsewhere),
            "Where copies in other regions are restored to: each region has groups of its own.", fallback: ""),
        .optional(
            "schemaVersion", \.schemaVersionQuery, .keyed("query", .sql, "One value that names the schema's version."),
            "The restored schema has to be the source's."),
        .optional(
            "freshness", \.freshnessQuery, .keyed("query", .sql, "One timestamp: the newest data."),
            "The realised RPO is measured with it."),
        .defaulted("checks", \.checks, .list(of: .check), "What is verified in the restored data.", fallback: ""),
        .optional(
            "marker", \.marker, .markerTable,
            "A table for a row on either side of a drill's instant: what drctl writes to a database, and only for `now`."
        ),
        .defaulted(
            "smoke", \.smoke, .list(of: .text(), minimum: 1),
            "A command and its arguments, run with `DATABASE_URL` of the restored instance.", fallback: ""),
        .defaulted(
            "secrets", \.verifySecrets, .word("verify", opposite: "skip"),
            "Whether the policy's secrets are proven to be usable.", fallback: "skip"),
        .defaulted(
            "warm", \.warms, .flag,
            "Every page of the restored tables and indexes is read, and the time until then measured.",
            fallback: "false"),
        .defaulted(
            "amcheck", \.checksStructures, .flag,
            "PostgreSQL's extension amcheck examines the restored tables and indexes.", fallback: "false"),
        .optional("budget", \.budget, .money(), "What one drill may cost."),
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
            "region", \.region, .region, "A region of `scope.regions` that receives copies.", isRequired: true)
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
    fileprivate static let sql = text("SQL query", maximum: 65_536)

    fileprivate static let securityGroup = name(.securityGroup).checked { id in
        id.hasPrefix("sg-")
            ? nil
            : Refusal("invalid-value", "`\(id)` is no security group id", hint: "write the id, which begins with sg-")
    }

    fileprivate static let instanceClass = name(.instanceClass).checked { name in
        name.hasPrefix("db.")
            ? nil : Refusal("invalid-value", "`\(name)` is no instance class", hint: "write it as `db.t4g.medium`")
    }
}

private struct SourceDraft: Sendable {
    var snapshot: String?
    var pointInTime: String?
    var copyIn: Region?
    var before: String?
}

extension Shape where Value == DrillPolicy.Source {
    fileprivate static let drillSource: Shape = {
        let words: [String: DrillPolicy.Source] = ["latest": .latest, "newest": .newest, "fresh": .fresh]
        let word = Shape.words(
            ["latest", "newest", "fresh"],
            print: { source in words.first { $0.value == source }?.key ?? "" }, parse: { words[$0] })
        let record = Record<SourceDraft>(
            fields: [
                .alternative("snapshot", \.snapshot, .name(.snapshot), "A snapshot's identifier."),
                .alternative(
                    "pointInTime", \.pointInTime, .moment,
                    "An instant in RFC 3339, `latest`, `now` with `marker`, or such as `1h ago`."),
                .alternative(
                    "copyIn", \.copyIn, .region,
                    "The newest copy in that region, restored there as `elsewhere` says."),
                .alternative(
                    "before", \.before, .event,
                    "Just before an event of the database: a call such as `last ModifyDBInstance`, a CloudTrail event id, or words of an RDS event."
                ),
            ],
            exactlyOneOf: ["snapshot", "pointInTime", "copyIn", "before"])
        let map = Shape<SourceDraft>.record(record, blank: SourceDraft()).converted(
            to: { draft, _, _, _ -> DrillPolicy.Source? in
                draft.snapshot.map(DrillPolicy.Source.snapshot)
                    ?? draft.pointInTime.map(DrillPolicy.Source.pointInTime)
                    ?? draft.copyIn.map { DrillPolicy.Source.copy(in: $0) }
                    ?? draft.before.map(DrillPolicy.Source.before)
            },
            from: { source in
                switch source {
                case .snapshot(let id): SourceDraft(snapshot: id)
                case .pointInTime(let moment): SourceDraft(pointInTime: moment)
                case .copy(let region): SourceDraft(copyIn: region)
                case .before(let event): SourceDraft(before: event)
                case .latest, .newest, .fresh: SourceDraft()
                }
            })
        return either(word, or: map, showsAsScalar: { source in words.values.contains(source) })
    }()
}

extension Shape where Value == String {
    fileprivate static let event = text("event such as `last ModifyDBInstance`", maximum: 256).checked { text in
        EventQuery(text) == nil
            ? Refusal("invalid-value", "there is too little to look for", hint: "write such as `last ModifyDBInstance`")
            : nil
    }

    fileprivate static let moment = text(
        "point in time such as `1h ago`", pattern: "^(latest|now|[0-9]+(s|m|h|d|w|mo|y) ago|[0-9]{4}-.+)$",
        hint: "write `2026-11-23T05:10:00Z`, `latest`, `now`, or such as `1h ago`"
    ) { text in
        if ["latest", "now"].contains(text) || Instant(text) != nil { return true }
        return text.hasSuffix(" ago") && TimeSpan(String(text.dropLast(4))) != nil
    }
}
