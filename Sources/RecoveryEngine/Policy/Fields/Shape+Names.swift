import AWSNames
import JSONWriting
import RecoveryModel

/// AWS's rule for a kind of name, from which both the check and the schema's pattern are derived.
struct NameRule: Sendable {
    var label: String
    var characters: CharacterRanges
    /// The characters allowed first and last; nil for the same as the others.
    var ends: CharacterRanges?
    var length: ClosedRange<Int>
    var example: String
    /// True when the name may contain `${account}` and `${region}`.
    var isTemplate = false
    /// Sequences that the name must not contain.
    var forbidden: [String] = []
    /// Ends that AWS knows and drctl cannot use, each with why.
    var unusable: [String: String] = [:]

    var pattern: String {
        if isTemplate { return "^(?:[\(characters)]|\\$\\{(?:account|region)\\})+$" }
        guard let ends, length.upperBound > 1 else {
            return "^[\(characters)]{\(length.lowerBound),\(length.upperBound)}$"
        }
        return "^[\(ends)](?:[\(characters)]{\(max(0, length.lowerBound - 2)),\(length.upperBound - 2)}[\(ends)])?$"
    }

    /// Why the text is not a valid name; nil when it is.
    func refusal(of text: String) -> Refusal? {
        func refuse(_ reason: String) -> Refusal {
            Refusal(
                "invalid-value", "`\(text.prefix(60))` is not a valid \(label): \(reason)",
                hint: "write it as `\(example)`")
        }
        let filled =
            isTemplate && text.utf8.contains(UInt8(ascii: "$"))
            ? text.replacing("${account}", with: "000000000000").replacing("${region}", with: "xx-x-1") : text
        if filled.utf8.contains(UInt8(ascii: "$")), let stray = filled.firstRange(of: "${") {
            let name = filled[stray.lowerBound...].prefix { $0 != "}" }
            return Refusal(
                "unknown-placeholder", "unknown placeholder `\(name.prefix(40))}`",
                hint: isTemplate ? "use ${account} or ${region}" : "write the value itself")
        }
        if let (_, reason) = unusable.first(where: { filled.hasSuffix($0.key) }) { return refuse(reason) }
        guard length.contains(filled.count) else {
            return refuse("it has \(filled.count) characters, expected \(length.lowerBound) to \(length.upperBound)")
        }
        if let stray = filled.first(where: { !characters.contains($0) }) {
            return refuse("`\(stray)` is not allowed")
        }
        if let ends,
            let end = [filled.first, filled.last].compactMap(\.self).first(where: { !ends.contains($0) })
        {
            return refuse("`\(end)` is not allowed at the start or end")
        }
        return forbidden.first(where: filled.contains).map { refuse("`\($0)` is not allowed") }
    }

    static let policy = NameRule(
        label: "policy name", characters: "a-z0-9-", ends: "a-z0-9", length: 1...63, example: "knowledge-base",
        forbidden: ["--"])
    /// https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
    static let bucket = NameRule(
        label: "bucket name", characters: "a-z0-9.-", ends: "a-z0-9", length: 3...63,
        example: "kb-backups-${account}-${region}", isTemplate: true, forbidden: [".."])
    static let objectPrefix = NameRule(
        label: "prefix", characters: "A-Za-z0-9/_.=-", ends: "A-Za-z0-9/_.=-", length: 1...512, example: "drills/",
        forbidden: ["//"])
    /// https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Limits.html#RDS_Limits.Constraints
    static let database = NameRule(
        label: "database identifier", characters: "a-z0-9-", ends: "a-z0-9", length: 1...63, example: "kb-prod",
        forbidden: ["--"])
    /// https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateAlias.html
    static let keyAlias = NameRule(
        label: "key alias", characters: "A-Za-z0-9/_-", length: 1...250, example: "kb-dr")
    /// https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html
    static let role = NameRule(
        label: "role name", characters: "A-Za-z0-9_+=,.@-", length: 1...64, example: "kb-backup-writer")
    /// A role's name, with its path where it has one: the last part of its ARN.
    static let rolePath = NameRule(
        label: "role name", characters: "A-Za-z0-9_+=,.@/-", ends: "A-Za-z0-9_+=,.@-", length: 1...576,
        example: "drctl-audit", forbidden: ["//"])
    /// https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
    static let externalID = NameRule(
        label: "external ID", characters: "A-Za-z0-9_+=,.@:/-", length: 2...1_224, example: "audit-4711")
    /// https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
    static let roleSession = NameRule(
        label: "role session name", characters: "A-Za-z0-9_+=,.@-", length: 2...64, example: "nightly-audit")
    /// https://docs.aws.amazon.com/sns/latest/api/API_CreateTopic.html
    static let topic = NameRule(
        label: "topic name", characters: "A-Za-z0-9_-", length: 1...256, example: "kb-dr-alerts",
        // https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateEventSubscription.html
        unusable: [".fifo": "it is a FIFO topic, to which RDS sends no events and which takes no address"])
    /// https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutDashboard.html
    static let dashboard = NameRule(
        label: "dashboard name", characters: "A-Za-z0-9_-", length: 1...255, example: "kb-recovery")
    /// https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html
    static let secret = NameRule(
        label: "secret name", characters: "A-Za-z0-9/_+=.@:-", length: 1...512, example: "kb/prod/database")
    /// https://docs.aws.amazon.com/aws-backup/latest/devguide/API_CreateBackupVault.html
    static let backupVault = NameRule(
        label: "name of a plan or vault", characters: "A-Za-z0-9_-", length: 2...50, example: "kb-backups")
    static let subnetGroup = NameRule(
        label: "subnet group name", characters: "A-Za-z0-9._ -", length: 1...255, example: "dr-drill")
    static let parameterGroup = NameRule(
        label: "parameter group name", characters: "A-Za-z0-9.-", length: 1...255, example: "same-as-source")
    static let securityGroup = NameRule(
        label: "security group id", characters: "a-z0-9-", length: 4...255, example: "sg-0123456789abcdef0")
    static let instanceClass = NameRule(
        label: "instance class", characters: "a-z0-9.-", length: 4...64, example: "db.t4g.medium")
    static let logType = NameRule(
        label: "log type", characters: "a-z0-9.-", length: 1...64, example: "postgresql")
    static let snapshot = NameRule(
        label: "snapshot identifier", characters: "A-Za-z0-9:-", length: 1...255, example: "kb-prod-2026-11-01")
}

extension Shape where Value == String {
    /// A name that follows a rule.
    static func name(_ rule: NameRule) -> Shape {
        scalar(
            "\(rule.label) such as `\(rule.example)`",
            schema: .members(["type": .string("string"), "pattern": .string(rule.pattern)]), print: { $0 }
        ) { scalar throws(Refusal) in
            if let refusal = rule.refusal(of: scalar.text) { throw refusal }
            return scalar.text
        }
    }

    /// Any text that is not empty.
    static func text(_ label: String = "text", maximum: Int = 4_096) -> Shape {
        scalar(
            label,
            schema: .members([
                "type": .string("string"), "minLength": .integer(1), "maxLength": .integer(maximum),
            ]), print: { $0 }
        ) { scalar throws(Refusal) in
            let text = scalar.text.trimmingSpace
            guard !text.isEmpty else { throw Refusal("empty-value", "the text is empty") }
            guard text.count <= maximum else {
                throw Refusal(
                    "invalid-value",
                    "the text has \(CountText.number(text.count)) characters, expected at most \(CountText.number(maximum))"
                )
            }
            return text
        }
    }

    /// Text of a given form.
    static func text(
        _ label: String, pattern: String, hint: String, where isValid: @escaping @Sendable (String) -> Bool
    )
        -> Shape
    {
        scalar(label, schema: .members(["type": .string("string"), "pattern": .string(pattern)]), print: { $0 }) {
            scalar throws(Refusal) in
            guard isValid(scalar.text) else {
                throw Refusal("invalid-value", "expected \(label), found `\(scalar.text.prefix(60))`", hint: hint)
            }
            return scalar.text
        }
    }

    /// The ARN of a resource of one service.
    static func arn(_ service: String, example: String) -> Shape {
        text("ARN such as `\(example)`", pattern: "^arn:[a-z-]+:\(service):", hint: "write it as `\(example)`") {
            text in
            ARN(text)?.service == service
        }
    }
}

extension String {
    /// The text without white space at the ends, since a YAML block keeps its last line break.
    fileprivate var trimmingSpace: String {
        let head = drop(while: \.isWhitespace)
        return String(head.reversed().drop(while: \.isWhitespace).reversed())
    }
}
