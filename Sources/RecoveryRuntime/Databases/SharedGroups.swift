package import AWSCore
import AWSServices
package import RecoveryModel

/// Finds the databases outside a plan that use a parameter group which the plan changes: what is set there holds for them too.
package struct SharedGroups: Sendable {
    let client: AWSClient

    package init(client: AWSClient) { self.client = client }

    /// The plan, with whom its parameters disturb besides.
    ///
    /// - Parameter audit: What the plan is made from: the databases that it judges are the policy's own.
    /// - Throws: Only `CancellationError`: when the users of a group cannot be listed, that is said.
    package func noted(in plan: Plan, of audit: AuditResult) async throws -> Plan {
        var plan = plan
        let own = Set(audit.findings.map(\.resource).filter { [.database, .cluster].contains($0.kind) }.map(\.name))
        var users: [DatabaseKind: [String: Set<String>]] = [:]
        for index in plan.steps.indices {
            guard case .database(.setParameter(let group, let name, _, _)) = plan.steps[index].change else { continue }
            do {
                if users[group.kind] == nil { users[group.kind] = try await self.users(group.kind) }
                let others = (users[group.kind]?[group.name] ?? []).subtracting(own).subtracting([group.database])
                    .sorted()
                plan.steps[index].disturbs += others.map {
                    "\(group.kind.resource.name) \($0) uses parameter group \(group.name) too, so \(name) is set for it as well"
                }
            } catch let error as ClientError {
                plan.steps[index].disturbs.append(
                    "who else uses parameter group \(group.name) could not be listed: \(error)")
            }
        }
        return plan
    }

    /// The ids of databases by the group that they use.
    private func users(_ kind: DatabaseKind) async throws -> [String: Set<String>] {
        var users: [String: Set<String>] = [:]
        switch kind {
        case .instance:
            for try await page in client.pages(RDS.describeDBInstancesPages, .init()) {
                for instance in page.dbInstances ?? [] {
                    for group in instance.dbParameterGroups ?? [] {
                        users[group.dbParameterGroupName ?? "", default: []].insert(instance.dbInstanceIdentifier ?? "")
                    }
                }
            }
        case .cluster:
            for try await page in client.pages(RDS.describeDBClustersPages, .init()) {
                for cluster in page.dbClusters ?? [] {
                    users[cluster.dbClusterParameterGroup ?? "", default: []].insert(cluster.dbClusterIdentifier ?? "")
                }
            }
        }
        return users
    }
}
