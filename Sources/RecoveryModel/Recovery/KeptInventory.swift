package import AWSNames

/// What drctl last saw of a policy's databases in one account and region: all that a restore into production's own
/// settings needs on the day when the databases are gone. It holds no secret and no state.
package struct KeptInventory: Hashable, Sendable, Codable {
    /// Raised when a member changes its meaning.
    package static let currentVersion = 1
    /// The kind of its records in the evidence.
    package static let kind = "inventory"

    package var version: Int
    package var policy: String
    package var account: AccountID
    package var region: Region
    /// Sorted by kind and id.
    package var databases: [InstanceFacts]

    package init(policy: String, scope: DrillScope, databases: [InstanceFacts]) {
        version = Self.currentVersion
        self.policy = policy
        account = scope.account
        region = scope.region
        self.databases = databases.map(\.withoutState).sorted {
            ($0.kind.rawValue, $0.id) < ($1.kind.rawValue, $1.id)
        }
    }

    /// Whether it is of this account and region.
    package func isOf(_ scope: DrillScope) -> Bool { account == scope.account && region == scope.region }

    /// The name of the chain of records that a policy's inventories are in.
    package static func chain(of policy: String) -> String { "\(kind)/\(policy)" }
}

extension InstanceFacts {
    /// The settings alone: what changes by itself is left out, so that an inventory is written when a setting changed.
    package var withoutState: InstanceFacts {
        var facts = self
        facts.status = ""
        (facts.host, facts.readerHost, facts.port, facts.hasEndpoints) = (nil, nil, nil, nil)
        (facts.earliestRestorable, facts.latestRestorable) = (nil, nil)
        for index in facts.members.indices { facts.members[index].status = "" }
        facts.tags = Self.ownersTags(facts.tags)
        if var settings = facts.settings {
            for index in settings.members.indices {
                settings.members[index].tags = settings.members[index].tags.map(Self.ownersTags)
            }
            facts.settings = settings
        }
        return facts
    }

    /// Tags of AWS's own, as of a CloudFormation stack, cannot be given to a restore.
    private static func ownersTags(_ tags: [String: String]) -> [String: String] {
        tags.filter { !$0.key.hasPrefix("aws:") && !$0.key.hasPrefix("drctl:") }
    }
}

extension InstanceFacts {
    /// The settings that a recovery brings back, by their RDS names.
    package var namedSettings: [String: String] {
        func flag(_ value: Bool?) -> String? { value.map { $0 ? "yes" : "no" } }
        let isCluster = kind == .cluster
        let own: [String: String?] = [
            // Of a cluster it is the members', each of which has its own.
            "DBInstanceClass": isCluster && settings?.members.isEmpty == false ? nil : instanceClass,
            "EngineVersion": isCluster && !engineVersion.isEmpty ? engineVersion : nil,
            "ServerlessV2ScalingConfiguration": otherSettings["ServerlessV2ScalingConfiguration"],
            "DBSubnetGroup": subnetGroup, "VpcSecurityGroups": securityGroups?.joined(separator: ", "),
            isCluster ? "DBClusterParameterGroup" : "DBParameterGroup": parameterGroup,
            "OptionGroup": optionGroup, "PubliclyAccessible": flag(publiclyAccessible),
            "DeletionProtection": flag(deletionProtection), "IAMDatabaseAuthentication": flag(iamAuthentication),
            "BackupRetentionPeriod": backupRetentionDays.map(String.init), "KmsKeyId": encryptionKey,
            "MasterUserSecret": flag(masterSecret != nil),
            "Tags": tags.isEmpty ? nil : tags.keys.sorted().joined(separator: ", "),
        ]
        return own.compactMapValues { $0 }.merging(settings?.values ?? [:]) { first, _ in first }
    }
}

/// The inventories of policies, newest first, with what their chains prove.
package struct InventoryListing: Hashable, Sendable {
    /// One kept inventory.
    package struct Entry: Hashable, Sendable {
        package var inventory: KeptInventory
        package var sequence: Int
        package var at: Instant
        /// True when no later one of its account and region was kept.
        package var isCurrent: Bool

        package init(_ inventory: KeptInventory, sequence: Int, at: Instant, isCurrent: Bool) {
            self.inventory = inventory
            self.sequence = sequence
            self.at = at
            self.isCurrent = isCurrent
        }
    }

    package let entries: [Entry]
    package let chains: [ChainVerification]

    package init(_ entries: [Entry], chains: [ChainVerification]) {
        self.entries = entries.sorted {
            ($0.inventory.policy, $1.sequence) < ($1.inventory.policy, $0.sequence)
        }
        self.chains = chains.sorted { $0.policy < $1.policy }
    }
}

/// One database as an inventory has it.
package struct InventoriedDatabase: Hashable, Sendable {
    package var database: InstanceFacts
    package var policy: String
    package var scope: DrillScope
    package var at: Instant
    package var chain: ChainVerification

    package init(
        _ database: InstanceFacts, policy: String, scope: DrillScope, at: Instant, chain: ChainVerification
    ) {
        self.database = database
        self.policy = policy
        self.scope = scope
        self.at = at
        self.chain = chain
    }
}
