import AWSCore
import AWSNames
import AWSServices
package import RecoveryEngine
package import RecoveryModel

extension ApplyPreflight {
    /// What tells whether the steps of a plan, or of any part of it, can work: the keys that they use, and the quotas that
    /// they count against. What no step needs is not asked.
    ///
    /// - Throws: Only `CancellationError`: not to be able to ask is a valid answer.
    package func foresight(of plan: Plan) async throws -> PlanObstacles.Facts {
        let observer = Observer(client: client)
        var facts = PlanObstacles.Facts()
        let names = PlanObstacles.keys(of: plan)
        for (name, key) in zip(names, try await observer.each(names) { try await key($0) }) { facts.keys[name] = key }
        let quotas = Set(PlanObstacles.quotas(of: plan).keys)
        if quotas.contains(.roles) { facts.rooms[.roles] = try await roomForRoles(observer) }
        for quota in quotas {
            if let code = quota.code { facts.rooms[quota] = try await room(of: quota, code, observer) }
        }
        let ofRDS = quotas.filter { $0 != .roles && $0.code == nil }
        if !ofRDS.isEmpty { facts.rooms.merge(try await rooms(ofRDS, observer)) { $1 } }
        return facts
    }

    /// A key, in the region that its ARN names.
    private func key(_ name: String) async throws -> Collected<PlanObstacles.UsedKey?> {
        let region = ARN(name).flatMap { $0.region.isEmpty ? nil : Region($0.region) }
        let there = Observer(client: region.map { region in client.with { $0.region = region } } ?? client)
        return try await there.ask(KMS.describeKey, .init(keyId: name), absentWhen: ["NotFoundException"]) { output in
            let key = try output.keyMetadata.required("KeyMetadata")
            return PlanObstacles.UsedKey(
                state: try key.keyState.required("KeyState").rawValue,
                usage: key.keyUsage?.rawValue ?? "ENCRYPT_DECRYPT", spec: key.keySpec?.rawValue ?? "SYMMETRIC_DEFAULT")
        }
    }

    private func roomForRoles(_ observer: Observer) async throws -> Collected<PlanObstacles.Room> {
        try await observer.ask(IAM.getAccountSummary, .init()) { output in
            let summary = try output.summaryMap.required("SummaryMap")
            return PlanObstacles.Room(
                used: try summary["Roles"].required("Roles"), limit: try summary["RolesQuota"].required("RolesQuota"))
        }
    }

    private func rooms(
        _ quotas: Set<PlanQuota>, _ observer: Observer
    ) async throws -> [PlanQuota: Collected<PlanObstacles.Room>] {
        let found = try await observer.ask(RDS.describeAccountAttributes, .init()) {
            try $0.accountQuotas.required("AccountQuotas")
        }
        var rooms: [PlanQuota: Collected<PlanObstacles.Room>] = [:]
        for quota in quotas {
            rooms[quota] = found.flatMap { all in
                guard let one = all.first(where: { $0.accountQuotaName == quota.rawValue }), let used = one.used,
                    let limit = one.max
                else {
                    return .unavailable(
                        CollectionFailure(
                            operation: "rds:DescribeAccountAttributes",
                            reason: "no quota \(quota.rawValue) in the answer"))
                }
                return .known(PlanObstacles.Room(used: used, limit: limit))
            }
        }
        return rooms
    }
}
