import AWSCore
import AWSServices
import RecoveryModel

extension ChangeExecutor {
    func executeOnRole(_ change: Change) async throws {
        switch change {
        case .createRole(let name, let trust, let boundary, let tags):
            do {
                _ = try await client.send(
                    IAM.createRole,
                    .init(
                        roleName: name, assumeRolePolicyDocument: trust.json.compact,
                        description: "Made by drctl", permissionsBoundary: boundary,
                        tags: tags.sorted { $0.key < $1.key }.map { IAM.Tag(key: $0.key, value: $0.value) }))
            } catch let error as ClientError where error.code == "EntityAlreadyExists" {
                // An earlier run was interrupted after this step; the steps that follow set what the role must have.
            }
        case .updateRoleTrust(let name, let trust):
            _ = try await client.send(
                IAM.updateAssumeRolePolicy, .init(roleName: name, policyDocument: trust.json.compact))
        case .putRolePolicy(let role, let name, let policy):
            _ = try await client.send(
                IAM.putRolePolicy, .init(roleName: role, policyName: name, policyDocument: policy.json.compact))
        case .putRoleBoundary(let role, let arn):
            _ = try await client.send(
                IAM.putRolePermissionsBoundary, .init(roleName: role, permissionsBoundary: arn))
        case .deleteRolePolicy(let role, let name, _):
            _ = try await client.send(IAM.deleteRolePolicy, .init(roleName: role, policyName: name))
        case .detachRolePolicy(let role, let arn):
            _ = try await client.send(IAM.detachRolePolicy, .init(roleName: role, policyArn: arn))
        default: break
        }
    }
}
