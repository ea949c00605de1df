package import AWSNames
package import RecoveryModel

/// What a policy is to be written for, before it was read: each round of reading shows what has to be read besides.
package struct LiveDraft: Sendable {
    package var name: String
    package var account: AccountID
    package var region: Region
    package var choice: LiveChoice
    /// How recovery is to be proven; nil leaves that to people.
    package var drill: DrillPolicy?
    let keyNames: KeyNames
    /// Buckets that receive the access logs of those that were chosen.
    private(set) var logBuckets: [String] = []
    /// Aliases of the keys in use.
    private(set) var keyAliases: [String] = []

    package init(
        name: String, account: AccountID, region: Region, choice: LiveChoice, aliases: [String: [String]],
        drill: DrillPolicy? = nil
    ) {
        self.name = name
        self.account = account
        self.region = region
        self.choice = choice
        self.drill = drill
        keyNames = KeyNames(aliases: aliases, place: Place(account: account, region: region))
    }

    /// The objectives that a policy begins with: whoever answers for the business changes them.
    static let objectives = Objectives(rto: TimeSpan(4, .hours), rpo: TimeSpan(24, .hours))

    var buckets: [String] { Set(choice.buckets + logBuckets).sorted() }

    /// A policy without any entry.
    var blank: RecoveryPolicy {
        RecoveryPolicy(
            name: name, scope: PolicyScope(accounts: [account], regions: [region]), objectives: Self.objectives)
    }

    /// One entry for each, of nothing but the defaults.
    var defaults: RecoveryPolicy {
        var policy = blank
        policy.databases = choice.databases.map(\.entry)
        policy.storage = buckets.map(BucketPolicy.init)
        policy.keys = keyAliases.map(KeyPolicy.init)
        return policy.filled
    }

    /// What is collected by: the defaults, and what is only read for who asks for it.
    package var probe: RecoveryPolicy {
        var policy = defaults
        for index in policy.databases.indices where policy.databases[index].engine?.tlsParameter != nil {
            policy.databases[index].protection.forceTLS = true
        }
        return policy
    }

    /// The same with what a policy that was written from the last reading names; nil when all of it was read.
    package func next(after policy: RecoveryPolicy) -> LiveDraft? {
        var next = self
        let logs = policy.storage.compactMap(\.accessLogs).filter { !choice.buckets.contains($0) }
        next.logBuckets = Set(logBuckets + logs).sorted()
        next.keyAliases = Set(keyAliases + policy.keys.map(\.alias)).sorted()
        return next.logBuckets == logBuckets && next.keyAliases == keyAliases ? nil : next
    }
}

extension RecoveryPolicy {
    /// With the defaults of everything that it does not say.
    var filled: RecoveryPolicy {
        var policy = self
        let basis = DerivationBasis(
            objectives: objectives, longestRetention: nil, hasNotifications: false, hasBackupJobs: false)
        var filler = DefaultFiller(basis: basis, origins: [:])
        Record<RecoveryPolicy>.policy.fill(FieldPath([]), &policy, &filler)
        return policy
    }
}
