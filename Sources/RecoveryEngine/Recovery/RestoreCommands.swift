import AWSNames
import RecoveryModel

/// The commands of the AWS CLI that restore a database into production's own settings: whole, so that they can be pasted.
///
/// https://docs.aws.amazon.com/cli/latest/reference/rds/
struct RestoreCommands {
    let source: InstanceFacts
    /// The name of the restored database.
    let side: String
    /// The instant; nil to restore the snapshot.
    let target: Instant?
    let snapshot: String?
    /// Named by every command; nil for that of the AWS configuration.
    var region: Region?

    private var settings: RestoreSettings { source.settings ?? RestoreSettings() }

    /// All of them, in their order.
    var all: [String] {
        let place = region.map { " --region \($0)" } ?? ""
        return (source.kind == .cluster ? cluster : instance).map { $0 + place }
            + [(source.id, "\(source.id)-damaged"), (side, source.id)].flatMap { from, to in
                Self.renaming(from, to, source.kind, in: region)
            }
    }

    /// The commands that give a database another name, and wait until it has it.
    ///
    /// RDS has no database of the new name for a while, and a waiter of the AWS CLI ends with an error then: it is asked again.
    static func renaming(_ old: String, _ new: String, _ kind: DatabaseKind, in region: Region?) -> [String] {
        let what = kind == .cluster ? "db-cluster" : "db-instance"
        let place = region.map { " --region \($0)" } ?? ""
        return [
            "aws rds modify-\(what) --\(what)-identifier \(old) --new-\(what)-identifier \(new) --apply-immediately"
                + place,
            "until aws rds wait \(what)-available --\(what)-identifier \(new)\(place) 2>/dev/null; do sleep 15; done",
        ]
    }

    /// The commands that copy a table's rows from the restored database into the old one, whole or not at all: through a file,
    /// since psql takes the end of a pipe that broke for the end of the rows.
    static func copyingBack(_ source: InstanceFacts, from side: String) -> String {
        // RDS names endpoints by the identifier and one domain of the account.
        let domain = source.host.flatMap { $0.split(separator: ".", maxSplits: 1).last } ?? "DOMAIN"
        let port = source.settings?.port.map { " --port \($0)" } ?? ""
        return "pg_dump --host \(side).\(domain)\(port) --dbname DATABASE --table TABLE --data-only --file rows.sql && "
            + "psql --host \(source.host ?? source.id)\(port) --dbname DATABASE --single-transaction "
            + "--set ON_ERROR_STOP=1 --file rows.sql"
    }

    /// True for RDS's own groups, which it uses anyway.
    static func isDefault(_ group: String) -> Bool { group.hasPrefix("default.") || group.hasPrefix("default:") }

    private var instance: [String] {
        var restore = ShellCommand("aws rds restore-db-instance-from-db-snapshot")
        if let target {
            restore = ShellCommand("aws rds restore-db-instance-to-point-in-time")
            restore.add("--source-db-instance-identifier", source.id)
            restore.add("--target-db-instance-identifier", side)
            restore.add("--restore-time", target.description)
        } else {
            restore.add("--db-snapshot-identifier", snapshot)
            restore.add("--db-instance-identifier", side)
        }
        restore.add("--db-instance-class", source.instanceClass)
        addCommon(to: &restore)
        restore.add("--db-parameter-group-name", source.parameterGroup.flatMap(named))
        restore.add("--option-group-name", source.optionGroup.flatMap(named))
        restore.flag("--multi-az", "--no-multi-az", settings.multiAZ)
        restore.flag("--publicly-accessible", "--no-publicly-accessible", source.publiclyAccessible ?? false)
        restore.flag(
            "--auto-minor-version-upgrade", "--no-auto-minor-version-upgrade", settings.minorVersionUpgrades)
        restore.add("--storage-type", settings.storageType)
        if settings.takesIOPS(allocatedStorage: source.allocatedStorage) {
            restore.add("--iops", settings.iops.map(String.init))
            restore.add("--storage-throughput", settings.storageThroughput.map(String.init))
        }
        restore.add("--ca-certificate-identifier", settings.certificateAuthority)
        return [restore.text, "aws rds wait db-instance-available --db-instance-identifier \(side)"] + modification
            + roles.map(\.text)
    }

    /// What the restore cannot carry.
    private var modification: [String] {
        var modify = ShellCommand("aws rds modify-db-instance")
        modify.add("--db-instance-identifier", side)
        let bare = modify
        modify.add("--backup-retention-period", source.backupRetentionDays.map(String.init))
        modify.add("--preferred-backup-window", settings.backupWindow)
        modify.add("--preferred-maintenance-window", settings.maintenanceWindow)
        modify.add("--max-allocated-storage", settings.maxAllocatedStorage.map(String.init))
        modify.add("--monitoring-interval", settings.monitoringInterval.map(String.init))
        modify.add("--monitoring-role-arn", settings.monitoringRole)
        if settings.performanceInsights == true {
            addInsights(
                to: &modify, days: settings.performanceInsightsRetention, key: settings.performanceInsightsKey)
        }
        modify.add("--database-insights-mode", settings.databaseInsights)
        addMasterSecret(to: &modify)
        guard modify.text != bare.text else { return [] }
        modify.flag("--apply-immediately", "", true)
        return [modify.text, "aws rds wait db-instance-available --db-instance-identifier \(side)"]
    }

    private func addInsights(to command: inout ShellCommand, days: Int?, key: String?) {
        command.flag("--enable-performance-insights", "", true)
        command.add("--performance-insights-retention-period", days.map(String.init))
        command.add("--performance-insights-kms-key-id", key)
    }

    private func addMasterSecret(to command: inout ShellCommand) {
        guard source.masterSecret != nil else { return }
        command.flag("--manage-master-user-password", "", true)
        command.add("--master-user-secret-kms-key-id", settings.masterSecretKey)
    }

    private var roles: [ShellCommand] {
        let kind = source.kind.pick(instance: "instance", cluster: "cluster")
        return settings.roles.map { role in
            var add = ShellCommand("aws rds add-role-to-db-\(kind)")
            add.add("--db-\(kind)-identifier", side)
            add.add("--role-arn", role.arn)
            add.add("--feature-name", role.feature)
            return add
        }
    }

    /// A cluster is restored without an instance and accepts no connection before it has one.
    private var cluster: [String] {
        var restore = ShellCommand("aws rds restore-db-cluster-from-snapshot")
        if let target {
            restore = ShellCommand("aws rds restore-db-cluster-to-point-in-time")
            restore.add("--source-db-cluster-identifier", source.id)
            restore.add("--db-cluster-identifier", side)
            restore.add("--restore-to-time", target.description)
        } else {
            restore.add("--snapshot-identifier", snapshot)
            restore.add("--db-cluster-identifier", side)
            restore.add("--engine", source.engine)
            restore.add("--engine-version", source.engineVersion)
        }
        addCommon(to: &restore)
        restore.add("--db-cluster-parameter-group-name", source.parameterGroup.flatMap(named))
        restore.add("--storage-type", settings.storageType)
        if let range = source.capacity {
            restore.add(
                "--serverless-v2-scaling-configuration", "MinCapacity=\(range.minimum),MaxCapacity=\(range.maximum)")
        }
        return [restore.text, "aws rds wait db-cluster-available --db-cluster-identifier \(side)"] + members
            + [clusterModification] + roles.map(\.text) + endpoints
    }

    /// The cluster under its new name, with the names that its members and endpoints have there.
    private var planned: RestoreSettings {
        RecoveryMission(
            origin: .live, database: source, switchover: .none, hook: nil, oldName: "\(source.id)-damaged",
            mayBeHealthy: true
        ).database(named: side).settings ?? RestoreSettings()
    }

    /// Whichever comes first becomes the writer, so that each is waited for.
    private var members: [String] {
        planned.members.sorted(by: RestoreSettings.Member.isCreatedBefore).flatMap { member in
            var create = ShellCommand("aws rds create-db-instance")
            create.add("--db-instance-identifier", member.id)
            create.add("--db-cluster-identifier", side)
            create.add("--engine", source.engine)
            create.add("--db-instance-class", member.instanceClass)
            create.add("--db-parameter-group-name", member.parameterGroup.flatMap(named))
            create.add("--promotion-tier", member.promotionTier.map(String.init))
            create.add("--availability-zone", member.zone)
            create.add("--ca-certificate-identifier", member.certificateAuthority)
            if let role = member.monitoringRole {
                create.add("--monitoring-interval", member.monitoringInterval.map(String.init))
                create.add("--monitoring-role-arn", role)
            }
            if member.performanceInsights == true {
                addInsights(
                    to: &create, days: member.performanceInsightsRetention, key: member.performanceInsightsKey)
            }
            create.add("--preferred-maintenance-window", member.maintenanceWindow)
            create.flag(
                "--auto-minor-version-upgrade", "--no-auto-minor-version-upgrade", member.minorVersionUpgrades)
            create.flag(
                "--publicly-accessible", "--no-publicly-accessible",
                member.publiclyAccessible ?? source.publiclyAccessible ?? false)
            addTags(to: &create, member.tags ?? source.tags)
            return [create.text, "aws rds wait db-instance-available --db-instance-identifier \(member.id)"]
        }
    }

    private var clusterModification: String {
        var modify = ShellCommand("aws rds modify-db-cluster")
        modify.add("--db-cluster-identifier", side)
        modify.add("--backup-retention-period", source.backupRetentionDays.map(String.init))
        modify.add("--preferred-backup-window", settings.backupWindow)
        modify.add("--preferred-maintenance-window", settings.maintenanceWindow)
        addMasterSecret(to: &modify)
        modify.flag("--apply-immediately", "", true)
        return modify.text
    }

    /// Under new ids: those of the old cluster's stay with it.
    private var endpoints: [String] {
        guard !planned.endpoints.isEmpty else { return [] }
        let wait = "aws rds wait db-cluster-available --db-cluster-identifier \(side)"
        return [wait]
            + planned.endpoints.map { endpoint in
                var create = ShellCommand("aws rds create-db-cluster-endpoint")
                create.add("--db-cluster-identifier", side)
                create.add("--db-cluster-endpoint-identifier", endpoint.id)
                create.add("--endpoint-type", endpoint.type)
                create.add("--static-members", list: endpoint.members)
                create.add("--excluded-members", list: endpoint.excludedMembers ?? [])
                return create.text
            }
    }

    private func addCommon(to restore: inout ShellCommand) {
        restore.add("--db-subnet-group-name", source.subnetGroup)
        restore.add("--vpc-security-group-ids", list: source.securityGroups ?? [])
        restore.add("--port", settings.port.map(String.init))
        restore.add("--enable-cloudwatch-logs-exports", list: settings.logExports)
        restore.flag(
            "--enable-iam-database-authentication", "--no-enable-iam-database-authentication",
            source.iamAuthentication)
        restore.flag("--copy-tags-to-snapshot", "--no-copy-tags-to-snapshot", settings.copiesTags)
        restore.flag("--deletion-protection", "", true)
        addTags(to: &restore, source.tags)
    }

    /// In the CLI's shorthand, or as JSON where that would read a comma or a quote otherwise than it is meant.
    private func addTags(to restore: inout ShellCommand, _ all: [String: String]) {
        let tags = all.filter { !$0.key.hasPrefix("aws:") }.sorted { $0.key < $1.key }
        guard !tags.isEmpty else { return }
        let isPlain = tags.allSatisfy { key, value in
            (key + value).allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_.:/@+ ".contains($0)) }
        }
        guard !isPlain else {
            return restore.add("--tags", list: tags.map { "Key=\($0.key),Value=\($0.value)" })
        }
        let list = JSONValue.array(tags.map { .object(["Key": .string($0.key), "Value": .string($0.value)]) })
        restore.add("--tags", list.compact)
    }

    /// Nil for RDS's default groups.
    private func named(_ group: String) -> String? { Self.isDefault(group) ? nil : group }
}

/// A command line that a shell reads as it was meant.
package struct ShellCommand {
    /// What is pasted.
    package private(set) var text: String

    package init(_ text: String) { self.text = text }

    /// Adds an option; none where there is no value.
    package mutating func add(_ option: String, _ value: String?) {
        if let value, !value.isEmpty { text += " \(option) \(Self.quoted(value))" }
    }

    /// Adds an option with several values.
    mutating func add(_ option: String, list: [String]) {
        if !list.isEmpty { text += " \(option) " + list.map(Self.quoted).joined(separator: " ") }
    }

    /// Adds one of two flags; none where nobody knows which.
    mutating func flag(_ yes: String, _ no: String, _ value: Bool?) {
        guard let flag = value.map({ $0 ? yes : no }), !flag.isEmpty else { return }
        text += " \(flag)"
    }

    static func quoted(_ value: String) -> String {
        let isPlain = value.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_.:/=,@+".contains($0)) }
        return isPlain ? value : "'" + value.replacing("'", with: "'\\''") + "'"
    }
}
