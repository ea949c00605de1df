import AWSCore
import AWSServices
import RecoveryEngine
import RecoveryModel

// What a restored database needs that may not be where it is restored.
extension DrillFactsCollector {
    func parameterGroupExists(_ facts: DrillFacts, _ request: DrillRequest) async throws -> Bool? {
        guard request.elsewhere != nil || request.mission != nil,
            let name = request.target.parameterGroup ?? facts.source?.parameterGroup
        else { return nil }
        do {
            if request.kind == .cluster {
                let found = try await targetClient.send(
                    RDS.describeDBClusterParameterGroups, .init(dbClusterParameterGroupName: name))
                return !(found.dbClusterParameterGroups ?? []).isEmpty
            }
            let found = try await targetClient.send(RDS.describeDBParameterGroups, .init(dbParameterGroupName: name))
            return !(found.dbParameterGroups ?? []).isEmpty
        } catch let error as ClientError {
            // RDS uses the same code for a missing cluster parameter group.
            return error.code?.hasSuffix("ParameterGroupNotFound") == true ? false : nil
        }
    }

    /// Of the members of a cluster that is recovered; one that could not be read is left out.
    func memberGroups(_ request: DrillRequest) async throws -> [String: Bool]? {
        guard let mission = request.mission, request.kind == .cluster else { return nil }
        let names = Set((mission.database.settings?.members ?? []).compactMap(\.parameterGroup))
        var found: [String: Bool] = [:]
        for name in names.sorted() where !name.hasPrefix("default.") {
            do {
                let page = try await targetClient.send(RDS.describeDBParameterGroups, .init(dbParameterGroupName: name))
                found[name] = !(page.dbParameterGroups ?? []).isEmpty
            } catch let error as ClientError where error.code == "DBParameterGroupNotFound" {
                found[name] = false
            } catch is ClientError {}
        }
        return found
    }

    /// Of a database of another account; a role that could not be read is left out.
    func roles(_ mission: RecoveryMission?) async throws -> [String: Bool]? {
        guard let mission, mission.home?.account != nil else { return nil }
        var found: [String: Bool] = [:]
        for arn in mission.database.settings?.roleARNs ?? [] {
            do {
                let name = arn.split(separator: "/").last.map(String.init) ?? arn
                found[arn] = try await targetClient.send(IAM.getRole, .init(roleName: name)).role.arn == arn
            } catch let error as ClientError where error.code == "NoSuchEntity" {
                found[arn] = false
            } catch is ClientError {}
        }
        return found
    }
}
