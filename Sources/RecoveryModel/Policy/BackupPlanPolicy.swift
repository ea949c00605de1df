package import AWSNames

/// The requirements for a plan of AWS Backup and its vault: recovery points beyond the 35 days of automated backups.
package struct BackupPlanPolicy: Sendable, Equatable {
    /// The vault lock, during which nobody deletes a recovery point.
    package struct Lock: Sendable, Equatable {
        package var mode: BucketPolicy.ObjectLock.Mode
        /// The shortest retention that the vault accepts.
        package var minimum: TimeSpan
        /// The longest retention that the vault accepts; nil for any.
        package var maximum: TimeSpan?
        /// How long a compliance lock can still be removed, at least 3 days.
        package var coolingOff = TimeSpan(3, .days)
        /// Nobody can remove a compliance lock once it is final, so the policy has to confirm it.
        package var irreversibilityAccepted = false

        package init(mode: BucketPolicy.ObjectLock.Mode, minimum: TimeSpan) {
            self.mode = mode
            self.minimum = minimum
        }
    }

    /// Where a plan copies to.
    package enum Copy: Sendable, Hashable {
        /// The vault of the same name in another region of the account, which drctl keeps in order too.
        case region(Region)
        /// A vault by its ARN, of another account or an air-gapped one: it is named, and not looked at.
        case vault(arn: String)
    }

    /// The plan's name in AWS Backup.
    package var name: String
    /// The vault's name; nil for the plan's.
    package var vaultName: String?
    /// The vault's key, by its alias (including `alias/`) or ARN; nil when any key is accepted.
    package var encryptionKey: String?
    package var lock: Lock?
    /// How long a recovery point of each day is kept; nil when none is asked for.
    package var daily: TimeSpan?
    /// How long a recovery point of each month is kept; nil when none is asked for.
    package var monthly: TimeSpan?
    package var copyTo: [Copy] = []
    /// The name of the role that AWS Backup assumes; nil for the plan's name and `-service`.
    package var roleName: String?

    package init(name: String) { self.name = name }

    /// The vault's name.
    package var vault: String { vaultName ?? name }

    /// The name of the role that AWS Backup assumes.
    package var role: String { roleName ?? "\(name)-service" }

    /// The regions of the account that receive copies.
    package var copyRegions: [Region] {
        copyTo.compactMap { if case .region(let region) = $0 { region } else { nil } }
    }

    /// What the plan has to do, the most frequent first.
    package var tiers: [Tier] {
        [(BackupInterval.day, daily), (.month, monthly)].compactMap { interval, keep in
            keep.map { Tier(interval: interval, keepDays: $0.days) }
        }
    }

    /// Recovery points as often as that, kept for so long.
    package struct Tier: Sendable, Hashable {
        package var interval: BackupInterval
        package var keepDays: Int

        package init(interval: BackupInterval, keepDays: Int) {
            self.interval = interval
            self.keepDays = keepDays
        }
    }
}

/// How often a plan makes a recovery point.
package enum BackupInterval: String, Sendable, Hashable, CaseIterable {
    case day, month

    /// The most days between two recovery points: on the last weekdays of February and March up to 33.
    package var days: Int {
        switch self {
        case .day: 1
        case .month: 33
        }
    }

    /// Such as `daily`.
    package var adverb: String {
        switch self {
        case .day: "daily"
        case .month: "monthly"
        }
    }

    /// The name of drctl's own rule.
    package var ruleName: String { "drctl-\(adverb)" }

    /// When drctl's own rule runs, in UTC: of a month the first day, so that no month goes without a recovery point.
    package var schedule: String {
        switch self {
        case .day: "cron(0 5 ? * * *)"
        case .month: "cron(0 5 1 * ? *)"
        }
    }
}
