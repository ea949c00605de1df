package import AWSNames
package import RecoveryModel

/// A policy in one account and region, with everything that the policy alone demands there: computed once, before AWS is
/// asked, and shared by every subject and control. Its policy has only what is required in that region.
package final class Target: Sendable {
    /// A bucket of the policy under its real name.
    package struct Bucket: Sendable {
        /// Its place in `storage`; nil for one that only receives logs.
        package let entry: Int?
        /// As the policy writes it, the same in every account and region.
        let word: String
        /// With `${account}` and `${region}` filled in.
        package let name: String
        package let policy: BucketPolicy
        /// The bucket that receives its access logs, filled in.
        package let accessLogs: String?
        /// The buckets whose access logs come here, sorted.
        package let logSources: [String]
    }

    package let policy: RecoveryPolicy
    package let place: Place
    /// The policy's entries of the region, with their places in the policy as it was written.
    package let part: RegionalPart
    /// Those that the policy lists, then those that only receive their logs: a bucket for logs need not be listed to be
    /// kept in order.
    package let buckets: [Bucket]
    /// One for each entry of `databases`, in the order of the policy.
    package let selectors: [DatabaseSelector]
    /// The aliases that the policy names anywhere, without `alias/`, sorted.
    package let keyAliases: [String]
    /// The secrets that the databases cannot do without, sorted.
    package let secrets: [String]
    /// The vaults of AWS Backup by name, each with the plan whose requirements it has to meet.
    package let backupVaults: [(name: String, plan: BackupPlanPolicy)]
    /// Of everything that drctl creates.
    package let tags: [String: String]
    /// The topic that alarms and events go to.
    package let topicARN: String?
    /// The inline policies of each role, by role and name.
    package let rolePolicies: [String: [String: AccessPolicy]]

    /// For a live account and region of the policy.
    package convenience init(_ policy: RecoveryPolicy, account: AccountID, region: Region) {
        self.init(policy, in: region) { Place(account: account, region: $0) }
    }

    /// For a template of a region of the policy, which holds in any account; with one region, in any region.
    package convenience init(template policy: RecoveryPolicy, of region: Region) {
        let isForAny = policy.targetRegions == [region]
        self.init(policy, in: region) { isForAny ? .template : .template(of: $0) }
    }

    private convenience init(_ policy: RecoveryPolicy, in region: Region, place: (Region) -> Place) {
        let part = policy.part(in: region)
        let roles = part.policy.roles
        // A role is the same in every region: it may do what its duties need in all of them.
        let blanks = roles.isEmpty ? [] : Self.blanks(of: policy, place: place)
        let grants = Dictionary(
            uniqueKeysWithValues: Set(roles.flatMap(\.may)).map {
                ($0, LeastPrivilege.grants(for: $0, on: blanks, job: JobOptions()))
            })
        // By duties: many roles have the same.
        let policies = Dictionary(
            uniqueKeysWithValues: Set(roles.map { Set($0.may) }).map { ($0, LeastPrivilege.policies(of: $0, grants)) })
        self.init(
            part, at: place(region),
            rolePolicies: Dictionary(
                roles.map { ($0.name, policies[Set($0.may), default: [:]]) }, uniquingKeysWith: { first, _ in first }))
    }

    /// The policy's target in each of its regions, with roles that may do nothing: which calls write a role's permissions
    /// does not depend on what is in them.
    static func blanks(of policy: RecoveryPolicy, place: (Region) -> Place) -> [Target] {
        let nothing = AccessPolicy(statements: [])
        return policy.targetRegions.map { region in
            let part = policy.part(in: region)
            return Target(
                part, at: place(region),
                rolePolicies: Dictionary(
                    part.policy.roles.map { role in
                        (
                            role.name,
                            Dictionary(uniqueKeysWithValues: Set(role.may).map { ("drctl-\($0.rawValue)", nothing) })
                        )
                    }, uniquingKeysWith: { first, _ in first }))
        }
    }

    private init(_ part: RegionalPart, at place: Place, rolePolicies: [String: [String: AccessPolicy]]) {
        let policy = part.policy
        self.policy = policy
        self.part = part
        self.place = place
        self.rolePolicies = rolePolicies
        buckets = Self.buckets(part, place)
        selectors = policy.databases.map(DatabaseSelector.init)
        keyAliases = Self.keyAliases(policy, part.vaults)
        backupVaults = Self.backupVaults(part)
        secrets = Set(policy.databases.flatMap(\.secrets)).sorted()
        tags = policy.tags.merging(["drctl:policy": policy.name]) { _, ours in ours }
        topicARN = policy.notifications.map { place.arn("sns", $0.topic) }
    }

    private static func buckets(_ part: RegionalPart, _ place: Place) -> [Bucket] {
        let listed = zip(part.storage, part.policy.storage).map {
            (entry: Optional($0), word: $1.bucket, name: place.filled($1.bucket), policy: $1)
        }
        var sources: [String: [String]] = [:]
        var words: [String: String] = [:]
        for (_, _, name, bucket) in listed {
            guard let target = bucket.accessLogs else { continue }
            words[place.filled(target)] = target
            sources[place.filled(target), default: []].append(name)
        }
        let names = Set(listed.map(\.name))
        let implied = sources.keys.filter { !names.contains($0) }.sorted().map { name in
            var policy = BucketPolicy(bucket: name)
            policy.publicAccessBlocked = true
            policy.tlsOnly = true
            policy.encryption = .s3
            return (entry: Int?.none, word: words[name] ?? name, name: name, policy: policy)
        }
        return (listed + implied).map { entry, word, name, policy in
            Bucket(
                entry: entry, word: word, name: name, policy: policy, accessLogs: policy.accessLogs.map(place.filled),
                logSources: sources[name, default: []].sorted())
        }
    }

    /// Two plans may share a vault, of which they then ask the same.
    private static func backupVaults(_ part: RegionalPart) -> [(name: String, plan: BackupPlanPolicy)] {
        var seen: Set<String> = []
        return part.vaults.filter { seen.insert($0.vault).inserted }.map { ($0.vault, $0) }
    }

    private static func keyAliases(_ policy: RecoveryPolicy, _ vaults: [BackupPlanPolicy]) -> [String] {
        let keys =
            policy.keys.map { "alias/\($0.alias)" } + policy.databases.compactMap(\.protection.encryptionKey)
            + policy.storage.compactMap(\.encryption?.key)
            + policy.databases.compactMap(\.secretRules.encryptionKey)
            + vaults.compactMap(\.encryptionKey)
        return Set(keys.filter { $0.hasPrefix("alias/") }.map { String($0.dropFirst("alias/".count)) }).sorted()
    }

    /// The names of the roles that AWS Backup and S3 assume for the policy, sorted.
    package var serviceRoles: [String] {
        Set(
            policy.backupPlans.map(\.role) + (policy.restoreTestingPlan == nil ? [] : [policy.restoreTestingRole])
                + (replicationRoutes.isEmpty ? [] : [policy.replicationRole])
        ).sorted()
    }

    /// Whether it is the policy's primary region, in which it has what an account has once: roles and the dashboard.
    package var isPrimary: Bool { place.region == part.whole.scope.regions.first?.rawValue }

    /// The ARN of an alias given as `alias/name`; ARNs and key ids as they are.
    package func keyARN(_ key: String) -> String { key.hasPrefix("alias/") ? place.arn("kms", key) : key }
}
