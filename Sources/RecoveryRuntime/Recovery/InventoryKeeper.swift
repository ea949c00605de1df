package import AWSCore
import AWSServices
package import RecoveryModel

/// Keeps what a policy's databases look like, for the day when they are gone: a chain of signed records beside the
/// evidence of drills, of which a new one is written only when a setting has changed.
package struct InventoryKeeper: Sendable {
    let client: AWSClient

    package init(client: AWSClient) { self.client = client }

    /// The databases as RDS describes them now; one that does not exist is left out.
    ///
    /// - Throws: `ClientError`.
    package func databases(_ ids: [DatabaseKind: [String]]) async throws -> [InstanceFacts] {
        var found: [InstanceFacts] = []
        for (kind, ids) in ids.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            var start = 0
            while start < ids.count {
                found += try await described(kind, Array(ids[start..<min(start + 100, ids.count)]))
                start += 100
            }
        }
        return found
    }

    private func described(_ kind: DatabaseKind, _ ids: [String]) async throws -> [InstanceFacts] {
        switch kind {
        case .instance:
            let filter = RDS.Filter(name: "db-instance-id", values: ids)
            return try await client.pages(RDS.describeDBInstancesPages, .init(filters: [filter])).collect {
                $0.dbInstances ?? []
            }.compactMap(InstanceFacts.init(described:))
        case .cluster:
            let filter = RDS.Filter(name: "db-cluster-id", values: ids)
            let members = try await client.pages(RDS.describeDBInstancesPages, .init(filters: [filter])).collect {
                $0.dbInstances ?? []
            }
            let clusters = try await client.pages(RDS.describeDBClustersPages, .init(filters: [filter])).collect {
                $0.dbClusters ?? []
            }
            var facts: [InstanceFacts] = []
            for cluster in clusters {
                guard var one = InstanceFacts(described: cluster, instances: members) else { continue }
                if one.hasEndpoints == true {
                    one.settings?.endpoints = try await DatabaseListing.endpoints(of: one.id, client)
                }
                facts.append(one)
            }
            return facts
        }
    }
}

/// An inventory that was kept, with its place in its chain.
package struct KeptInventoryLink: Sendable {
    package var inventory: KeptInventory
    package var sequence: Int
    package var at: Instant
}

extension EvidenceStore {
    /// Keeps the inventory unless it is what the newest one of its account and region says; nil when it is.
    ///
    /// A database that is gone stays in the inventory as it was last seen: that is what an inventory is for.
    ///
    /// - Throws: `EvidenceFailure`, `ClientError`.
    package func keep(_ inventory: KeptInventory, at now: Instant) async throws -> Stored? {
        let scope = DrillScope(account: inventory.account, region: inventory.region)
        let last = try await inventories(of: inventory.policy).last { $0.inventory.isOf(scope) }?.inventory
        let seen = Set(inventory.databases.map { "\($0.kind.rawValue) \($0.id)" })
        let gone = (last?.databases ?? []).filter { !seen.contains("\($0.kind.rawValue) \($0.id)") }
        let whole = KeptInventory(policy: inventory.policy, scope: scope, databases: inventory.databases + gone)
        guard whole != last, !whole.databases.isEmpty else { return nil }
        return try await add(
            whole, kind: KeptInventory.kind, policy: KeptInventory.chain(of: inventory.policy), at: now,
            freshUntil: nil, files: [:])
    }

    /// The inventories of a policy that can be read, oldest first, whatever their chain proves.
    package func inventories(of policy: String) async throws -> [KeptInventoryLink] {
        Self.inventories(try await chain(of: KeptInventory.chain(of: policy)))
    }

    /// The same, with what the chain proves.
    package func inventoryReading(
        of policy: String, by trust: EvidenceTrust, at now: Instant
    ) async throws -> (links: [KeptInventoryLink], chain: ChainVerification) {
        let chain = try await chain(of: KeptInventory.chain(of: policy))
        return (Self.inventories(chain), try await verify(chain, by: trust, at: now))
    }

    private static func inventories(_ chain: EvidenceChain) -> [KeptInventoryLink] {
        chain.records.compactMap { sequence, at, record in
            guard case .inventory(let inventory) = record else { return nil }
            return KeptInventoryLink(inventory: inventory, sequence: sequence, at: at)
        }
    }
}
