import AWSNames
import JSONWriting
import RecoveryModel

extension Record<DatabasePolicy> {
    /// One entry of `databases`.
    static let database = Record(fields: [
        .required(
            "select", \.select, .record(.selector, blank: DatabasePolicy.Selector()).checked(\.refusal),
            "Which databases, by `ids`, `tags` or both. One that matches nothing is a violation."),
        .optional(
            "engine", \.engine,
            .words(DatabaseEngine.names, print: \.description) { name in
                DatabaseEngine.names.contains(name) ? DatabaseEngine(name) : nil
            },
            "The engine, by RDS's name. Without it the selector means instances of any engine; a database of another "
                + "engine is a violation."),
        .optional(
            "kind", \.statedKind,
            .words(DatabaseKind.allCases.map(\.rawValue), print: \.rawValue, parse: DatabaseKind.init(rawValue:)),
            "`cluster` for a Multi-AZ DB cluster of PostgreSQL or MySQL. Aurora always means clusters."),
        .optional(
            "maintenanceWindow", \.maintenanceWindow, .weeklyWindow,
            "The window in which AWS patches it: stated so that a backup window that touches it is refused here and not by AWS."
        ),
        .nested("backups", \.backups, .backups, "Automated backups and what lies beyond them."),
        .nested("protection", \.protection, .protection, "Settings without which backups are lost or useless."),
        .defaulted(
            "secrets", \.secrets, .list(of: .name(.secret)),
            "Secrets Manager secrets without which the restored database is of no use.", fallback: ""),
    ])
}

extension DatabasePolicy.Selector {
    fileprivate var refusal: Refusal? {
        guard ids.isEmpty, tags.isEmpty else { return nil }
        return Refusal(
            "empty-value", "the selector selects nothing",
            hint: "write {ids: [kb-prod]} or {tags: {app: knowledge-base}}")
    }
}

extension Record<DatabasePolicy.Selector> {
    fileprivate static let selector = Record(fields: [
        .defaulted("ids", \.ids, .list(of: .name(.database)), "Instance or cluster identifiers.", fallback: ""),
        .defaulted(
            "tags", \.tags, .dictionary(of: .text(maximum: 256), keys: .text("tag key", maximum: 128)),
            "Tags that must all be there.", fallback: ""),
    ])
}

extension Record<DatabasePolicy.Backups> {
    fileprivate static let backups = Record(fields: [
        .optional(
            "window", \.window, .dailyWindow, "The backup window must lie inside it.",
            fallback: .always(.night, "02:00-03:00")),
        .optional(
            "retention", \.retention, .days(1...36_500),
            "How far back recovery reaches. Automated backups hold 35 days; what is beyond them is `monthly`'s.",
            fallback: .backupRetention),
        .optional(
            "monthly", \.monthlyKeep, .keyed("keep", .count(1...1_200), "How many monthly recovery points are kept."),
            "Recovery points beyond automated backups."),
        .defaulted("copyTo", \.copyTo, .list(of: .region), "Regions that receive copies.", fallback: ""),
    ])
}

extension DailyWindow {
    /// An hour of the night, UTC.
    fileprivate static let night = DailyWindow(start: 2 * 60, length: 60)
}

extension Record<DatabasePolicy.Protection> {
    fileprivate static let protection = Record(fields: [
        .optional(
            "encryption", \.encryption, .databaseEncryption,
            "`any`, or the key that storage and snapshots are encrypted with.", fallback: .always(.any, "any")),
        .optional(
            "deletionProtection", \.deletionProtection, .flag, "The database cannot be deleted by one call.",
            fallback: .always(true, "true")),
        .optional(
            "copyTagsToSnapshots", \.copyTagsToSnapshots, .flag, "Snapshots can be told apart by their tags.",
            fallback: .always(true, "true")),
        .optional(
            "publicAccess", \.publicAccess, .flag, "Whether the database has a public address.",
            fallback: .always(false, "false")),
        .optional("multiAZ", \.multiAZ, .flag, "A standby in another zone.", fallback: .multiAZ),
        .optional("minorVersionUpgrades", \.minorVersionUpgrades, .flag, "Minor versions are applied by AWS."),
        .optional("iamAuthentication", \.iamAuthentication, .flag, "Logins by IAM are possible."),
        .optional("forceTLS", \.forceTLS, .flag, "Connections without TLS are refused (`rds.force_ssl`)."),
        .optional(
            "exportLogs", \.exportLogs, .list(of: .name(.logType)),
            "Log types that are sent to CloudWatch Logs, such as `postgresql`."),
    ])
}

/// The two fields of the model that the policy's one key fills.
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
