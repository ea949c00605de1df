import RecoveryEngine
package import RecoveryModel

/// Deletes the backups that a policy of retention does not keep.
package struct BackupPruner: Sendable {
    private let store: any BackupStore
    private let catalogue: BackupCatalogue

    package init(_ store: any BackupStore, trust: EvidenceTrust) {
        self.store = store
        catalogue = BackupCatalogue(store, trust: trust)
    }

    /// What would go.
    ///
    /// - Parameter includingUnfinished: Whether leftovers of killed backups go too: those that are still being made look
    ///   the same.
    package func plan(_ rules: RetentionRules, includingUnfinished: Bool) async throws -> PrunePlan {
        let listing = try await catalogue.listing()
        return PrunePlan(listing, by: rules, leftovers: includingUnfinished ? listing.unfinished : [])
    }

    /// Deletes what a plan says; of each backup the manifest first, so that none is there by halves.
    package func execute(_ plan: PrunePlan) async -> PrunePlan {
        var done = plan
        done.isDone = true
        for name in plan.removed + plan.leftovers {
            do {
                let objects = try await store.names().filter { $0.hasPrefix(name + "/") }
                let manifest = "\(name)/\(BackupManifest.fileName)"
                // Somebody may have put it on hold since.
                guard !objects.contains("\(name)/\(StoredBackup.holdName)") else {
                    done.failures.append("\(name): held since the plan was made")
                    continue
                }
                for object in objects.filter({ $0 == manifest }) + objects.filter({ $0 != manifest }) {
                    try await store.delete(object)
                }
            } catch {
                done.failures.append("\(name): \(error)")
            }
        }
        return done
    }
}
