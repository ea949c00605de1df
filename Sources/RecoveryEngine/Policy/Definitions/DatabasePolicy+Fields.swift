import AWSNames
import JSONWriting
import RecoveryModel

extension Record<DatabasePolicy> {
    /// One entry of `databases`.
    static let database = Record(fields: [
        .required(
            "select", \.select, .record(.selector, blank: DatabasePolicy.Selector()).checked(\.refusal),
            "The databases, by `ids`, `tags` or both. A selector without a match is a violation."),
        .defaulted(
            "regions", \.regions, .list(of: .region, minimum: 1),
            "The regions of `scope.regions` that have the databases. Without it, the first of them.", fallback: ""),
        .optional(
            "engine", \.engine,
            .words(DatabaseEngine.names, print: \.description) { name in
                DatabaseEngine.names.contains(name) ? DatabaseEngine(name) : nil
            },
            "The engine, by its name in RDS. Without it the selector matches instances of any engine; a database of "
                + "another engine is a violation."),
        .optional(
            "kind", \.statedKind,
            .words(DatabaseKind.allCases.map(\.rawValue), print: \.rawValue, parse: DatabaseKind.init(rawValue:)),
            "`cluster` for a Multi-AZ DB cluster of PostgreSQL or MySQL. Aurora always has clusters."),
        .optional(
            "maintenanceWindow", \.maintenanceWindow, .weeklyWindow,
            "The maintenance window, so that an overlapping backup window is refused here and not by AWS."
        ),
        .nested("backups", \.backups, .backups, "Automated backups, and recovery points beyond them."),
        .nested("protection", \.protection, .protection, "Settings without which backups are lost or useless."),
        .defaulted(
            "secrets", \.secrets, .list(of: .name(.secret)),
            "Secrets Manager secrets that applications need to use the restored database.", fallback: ""),
        .nested("secretRules", \.secretRules, .secretRules, "What is required of these secrets."),
    ])
}

extension DatabasePolicy.Selector {
    fileprivate var refusal: Refusal? {
        guard ids.isEmpty, tags.isEmpty else { return nil }
        return Refusal(
            "empty-value", "the selector is empty",
            hint: "write {ids: [kb-prod]} or {tags: {app: knowledge-base}}")
    }
}

extension Record<DatabasePolicy.Selector> {
    fileprivate static let selector = Record(fields: [
        .defaulted("ids", \.ids, .list(of: .name(.database)), "Instance or cluster identifiers.", fallback: ""),
        .defaulted(
            "tags", \.tags, .dictionary(of: .text(maximum: 256), keys: .text("tag key", maximum: 128)),
            "Tags that a database must carry, all of them.", fallback: ""),
        .optional(
            "atLeast", \.atLeast, .count(1...10_000),
            "How many databases the selector must match: one that loses its tag is then missed. Without it one is enough."
        ),
    ])
}

extension Record<DatabasePolicy.Backups> {
    fileprivate static let backups = Record(fields: [
        .optional(
            "window", \.window, .dailyWindow, "The backup window must lie within this window.",
            fallback: .always(.night, "02:00-03:00")),
        .optional(
            "retention", \.retention, .days(1...36_500),
            "How far back recovery reaches. Automated backups cover at most 35 days, `monthly` covers the rest.",
            fallback: .backupRetention),
        .optional(
            "monthly", \.monthlyKeep, .keyed("keep", .count(1...1_200), "How many monthly recovery points to retain."),
            "Recovery points beyond automated backups."),
        .defaulted(
            "copyTo", \.copyTo, .list(of: .region),
            "Regions that receive copies. Of an instance, apply starts the replication of automated backups.",
            fallback: ""),
        .optional(
            "awsBackup", \.awsBackup, .name(.backupVault),
            "The plan of `backupPlans` that has to cover the databases."),
    ])
}

extension DailyWindow {
    /// An hour at night, in UTC.
    fileprivate static let night = DailyWindow(start: 2 * 60, length: 60)
}

extension Record<DatabasePolicy.Protection> {
    fileprivate static let protection = Record(fields: [
        .optional(
            "encryption", \.encryption, .databaseEncryption,
            "`any`, or the key that storage and snapshots are encrypted with.", fallback: .always(.any, "any")),
        .optional(
            "deletionProtection", \.deletionProtection, .flag, "Deletion protection.",
            fallback: .always(true, "true")),
        .optional(
            "copyTagsToSnapshots", \.copyTagsToSnapshots, .flag, "Copy tags to snapshots.",
            fallback: .always(true, "true")),
        .optional(
            "publicAccess", \.publicAccess, .flag, "Whether the database is publicly accessible.",
            fallback: .always(false, "false")),
        .optional("multiAZ", \.multiAZ, .flag, "Multi-AZ: a standby in another Availability Zone.", fallback: .multiAZ),
        .optional("minorVersionUpgrades", \.minorVersionUpgrades, .flag, "Auto minor version upgrade."),
        .optional("iamAuthentication", \.iamAuthentication, .flag, "IAM database authentication."),
        .optional("forceTLS", \.forceTLS, .flag, "TLS is required (`rds.force_ssl`)."),
        .optional(
            "exportLogs", \.exportLogs, .list(of: .name(.logType)),
            "Log types exported to CloudWatch Logs, such as `postgresql`."),
        .optional(
            "storageLimit", \.storageLimit, .size,
            "How far storage must be able to grow by itself, at least: RDS storage autoscaling."),
        .optional(
            "enhancedMonitoring", \.enhancedMonitoring, .duration,
            "Enhanced Monitoring at this interval or a shorter one, up to a minute."),
        .optional("performanceInsights", \.performanceInsights, .flag, "Performance Insights."),
        .optional(
            "certificateValidFor", \.certificateValidFor, .days(1...3_650),
            "How long the server certificate must be valid still."),
        .optional(
            "engineSupportedFor", \.engineSupportedFor, .days(0...3_650),
            "How long AWS must support the engine's major version still, without the charge of extended support."),
    ])
}

extension Record<DatabasePolicy.SecretRules> {
    fileprivate static let secretRules = Record(fields: [
        .optional("encryption", \.encryptionKey, .keyReference, "The key that they are encrypted with."),
        .optional(
            "rotation", \.rotation, .days(1...1_000),
            "Rotation is enabled, and no value is older than this."),
        .defaulted(
            "replicateTo", \.replicateTo, .list(of: .region), "Regions that must have a replica.", fallback: ""),
        .optional(
            "recoveryWindow", \.recoveryWindow, .days(7...30),
            "The secret's policy denies a deletion at once, and one with a shorter recovery window."),
        .defaulted(
            "sharedWith", \.sharedWith, .list(of: .grantee),
            "Who outside `scope.accounts` may be granted access by the secret's policy: account IDs, ARNs of principals, "
                + "organizations (`o-…`), identity providers, "
                + "unique IDs such as `AROA…`, VPC endpoints, networks.", fallback: ""),
    ])
}

/// The value of `encryption`, which sets two fields of the model.
enum DatabaseEncryption: Sendable {
    case any
    case key(String)
}

extension DatabasePolicy.Protection {
    fileprivate var encryption: DatabaseEncryption? {
        get { encryptionKey.map(DatabaseEncryption.key) ?? (encrypted == true ? .any : nil) }
        set {
            encrypted = newValue == nil ? nil : true
            if case .key(let key) = newValue { encryptionKey = key } else { encryptionKey = nil }
        }
    }
}

extension Shape where Value == DatabaseEncryption {
    fileprivate static let databaseEncryption = scalar(
        "`any` or key such as `alias/kb-dr`",
        schema: .members([
            "type": .string("string"), "pattern": .string("^(any|alias/.+|arn:[a-z-]+:kms:.+)$"),
        ]),
        print: { if case .key(let key) = $0 { key } else { "any" } }
    ) { scalar throws(Refusal) in
        if scalar.text == "any" { return .any }
        guard let key = KeyReference(scalar.text) else { throw KeyReference.refusal(of: scalar.text) }
        return .key(key.text)
    }
}
