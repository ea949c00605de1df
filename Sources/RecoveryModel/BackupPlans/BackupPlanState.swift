/// A plan of AWS Backup with its rules and selections.
package struct BackupPlanState: Sendable, Equatable {
    package struct Plan: Sendable, Equatable {
        package var id: String
        package var arn: String
        package var document: Collected<BackupPlanDocument>
        package var selections: Collected<[BackupSelection]>

        package init(
            id: String, arn: String, document: Collected<BackupPlanDocument>, selections: Collected<[BackupSelection]>
        ) {
            self.id = id
            self.arn = arn
            self.document = document
            self.selections = selections
        }
    }

    package var name: String
    /// Nil when there is no such plan.
    package var plan: Collected<Plan?>
    /// What has arrived in the vaults that the policy copies to, whoever copied it.
    package var copies: Collected<[ArrivedCopy]> = .unavailable(.notCollected("backup:ListCopyJobs"))

    package init(name: String, plan: Collected<Plan?>) {
        self.name = name
        self.plan = plan
    }
}

/// A recovery point that a job has copied into another vault, and that is there as far as anybody can see.
///
/// https://docs.aws.amazon.com/aws-backup/latest/devguide/API_CopyJob.html
package struct ArrivedCopy: Sendable, Hashable {
    /// The ARN of what was backed up.
    package var resource: String
    /// The ARN of the vault that it was copied to.
    package var vault: String
    /// The ARN of the recovery point that was copied.
    package var source: String
    /// When the job was created: the data is older.
    package var createdAt: Instant
    /// The ARN of the copy's key; nil without one, or in a vault that cannot be looked into.
    package var encryptionKey: String?

    package init(resource: String, vault: String, source: String, createdAt: Instant) {
        self.resource = resource
        self.vault = vault
        self.source = source
        self.createdAt = createdAt
    }
}

/// The rules of a plan, which AWS Backup takes as a whole.
package struct BackupPlanDocument: Document {
    package var rules: [BackupPlanRule]
    /// Settings of the plan that drctl does not hold, by their AWS names: writing the plan would lose them.
    package var foreign: [String]

    package init(rules: [BackupPlanRule], foreign: [String] = []) {
        self.rules = rules
        self.foreign = foreign
    }

    /// By name; a second rule of one name by its number too.
    package var parts: [String: JSONValue] {
        var parts: [String: JSONValue] = [:]
        for (index, rule) in rules.enumerated() {
            let name = "rule \(rule.name)"
            parts[parts[name] == nil ? name : "\(name) (\(index + 1))"] = rule.json
        }
        if !foreign.isEmpty { parts["settings"] = .array(foreign.map(JSONValue.string)) }
        return parts
    }

    /// What drctl does not hold of it, of its rules too.
    package var unheld: [String] { foreign + rules.flatMap { rule in rule.foreign.map { "\(rule.name) \($0)" } } }
}

/// One rule of a plan: when a recovery point is made, where, for how long.
///
/// https://docs.aws.amazon.com/aws-backup/latest/devguide/API_BackupRule.html
package struct BackupPlanRule: Sendable, Hashable, Codable {
    /// A copy that the rule makes.
    package struct Copy: Sendable, Hashable, Codable {
        package var vault: String
        /// Nil for ever.
        package var deleteAfterDays: Int?
        /// Nil for never.
        package var coldAfterDays: Int?

        package init(vault: String, deleteAfterDays: Int?, coldAfterDays: Int? = nil) {
            self.vault = vault
            self.deleteAfterDays = deleteAfterDays
            self.coldAfterDays = coldAfterDays
        }
    }

    package var name: String
    /// The vault's name.
    package var vault: String
    /// `cron(…)` or `rate(…)`; nil for a rule without a schedule.
    package var schedule: String?
    package var timeZone = "Etc/UTC"
    /// How long a job may wait for its beginning.
    package var startMinutes = 480
    /// How long a job may take.
    package var completionMinutes = 10_080
    /// Nil for ever.
    package var deleteAfterDays: Int?
    /// Nil for never.
    package var coldAfterDays: Int?
    package var isContinuous = false
    package var tags: [String: String] = [:]
    package var copies: [Copy] = []
    /// Settings that drctl does not hold, by their AWS names.
    package var foreign: [String] = []

    package init(name: String, vault: String, schedule: String?, deleteAfterDays: Int?) {
        self.name = name
        self.vault = vault
        self.schedule = schedule
        self.deleteAfterDays = deleteAfterDays
    }

    /// By AWS's names.
    package var json: JSONValue {
        func lifecycle(_ delete: Int?, _ cold: Int?) -> JSONValue {
            .object(
                ["DeleteAfterDays": delete, "MoveToColdStorageAfterDays": cold].compactMapValues {
                    $0.map(JSONValue.integer)
                })
        }
        var members: [String: JSONValue] = [
            "TargetBackupVault": .string(vault), "ScheduleExpressionTimezone": .string(timeZone),
            "StartWindowMinutes": .integer(startMinutes), "CompletionWindowMinutes": .integer(completionMinutes),
            "Lifecycle": lifecycle(deleteAfterDays, coldAfterDays),
        ]
        members["ScheduleExpression"] = schedule.map(JSONValue.string)
        if isContinuous { members["EnableContinuousBackup"] = true }
        if !tags.isEmpty { members["RecoveryPointTags"] = .object(tags.mapValues(JSONValue.string)) }
        if !copies.isEmpty {
            members["CopyActions"] = .array(
                copies.map {
                    [
                        "DestinationBackupVaultArn": .string($0.vault),
                        "Lifecycle": lifecycle($0.deleteAfterDays, $0.coldAfterDays),
                    ]
                })
        }
        if !foreign.isEmpty { members["others"] = .array(foreign.map(JSONValue.string)) }
        return .object(members)
    }
}
