/// Something that drctl created for a policy and that the policy does not ask for any more. It violates nothing.
package struct Orphan: Sendable, Hashable {
    /// In the order in which reports show them. The names are those of results.
    package enum Kind: String, Sendable, CaseIterable {
        case alarm, dashboard
        case eventSubscription = "event-subscription"
        /// A database among the sources of a subscription that stays.
        case eventSource = "event-source"
        /// An inline policy of a role.
        case rolePolicy = "role-policy"
        case role, topic, key, bucket
        case eventRule = "event-rule"
        case backupVault = "backup-vault"
        case backupPlan = "backup-plan"
        case restoreTestingPlan = "restore-testing-plan"
        case parameterGroup = "parameter-group"

        /// The words that people read.
        package var name: String { rawValue.replacing("-", with: " ") }
    }

    /// How it goes.
    package enum Removal: Sendable, Hashable {
        /// `drctl apply --prune` makes this change.
        case prune(Change)
        /// People do it, in this way, or leave it.
        case manual(String)
    }

    package var kind: Kind
    /// With what it belongs to, such as `drctl-backup of role kb-writer`.
    package var name: String
    /// Nil for what has none.
    package var arn: String?
    /// What shows that drctl made it.
    package var proof: String
    package var removal: Removal

    package init(_ kind: Kind, _ name: String, arn: String? = nil, proof: String, removal: Removal) {
        self.kind = kind
        self.name = name
        self.arn = arn
        self.proof = proof
        self.removal = removal
    }

    /// The change that removes it; nil when people have to.
    package var change: Change? { if case .prune(let change) = removal { change } else { nil } }

    /// Such as `alarm kb-old`.
    package var shown: String { "\(kind.name) \(name)" }
}

/// The orphans of one target, and what could not be checked: none found is no proof that there is none.
package struct OrphanList: Sendable, Hashable {
    /// By kind, then name.
    package let orphans: [Orphan]
    /// What was not checked, and why; sorted.
    package let unseen: [CollectionFailure]

    package init(_ orphans: [Orphan], unseen: [CollectionFailure]) {
        let rank = Dictionary(uniqueKeysWithValues: zip(Orphan.Kind.allCases, 0...))
        self.orphans = orphans.sorted {
            (rank[$0.kind, default: 0], $0.name, $0.arn ?? "") < (rank[$1.kind, default: 0], $1.name, $1.arn ?? "")
        }
        self.unseen = Set(unseen).sorted { $0.description < $1.description }
    }

    /// Those that an apply can remove.
    package var prunable: [Orphan] { orphans.filter { $0.change != nil } }

    /// What stays when an apply has removed what it can.
    package var leftByPruning: OrphanList { OrphanList(orphans.filter { $0.change == nil }, unseen: unseen) }

    /// True when there is nothing to say.
    package var isEmpty: Bool { orphans.isEmpty && unseen.isEmpty }
}
