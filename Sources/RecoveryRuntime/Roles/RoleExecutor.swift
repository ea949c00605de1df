import AWSCore
import AWSServices
import RecoveryModel

extension ChangeExecutor {
    func execute(_ change: RoleChange) async throws {
        let reading = RoleObservation(observer: observer)
        switch change {
        case .create(let name, let trust, let boundary, let tags):
            do {
                _ = try await client.send(
                    IAM.createRole,
                    .init(
                        roleName: name, assumeRolePolicyDocument: trust.json.compact,
                        description: RoleChange.summary, permissionsBoundary: boundary,
                        tags: tags.sorted { $0.key < $1.key }.map { IAM.Tag(key: $0.key, value: $0.value) }))
            } catch let error as ClientError where error.code == "EntityAlreadyExists" {
                // An earlier run was interrupted after this step; the steps that follow set what the role must have.
            }
        case .putTrust(let role, let document):
            try await replace(document, of: "the trust policy of role \(role)") {
                try await reading.trust(of: role).map { Optional($0) }
            } write: { policy in
                _ = try await client.send(
                    IAM.updateAssumeRolePolicy, .init(roleName: role, policyDocument: policy.json.compact))
            }
        case .putPolicy(let role, let name, let document):
            try await replace(document, of: "the inline policy \(name) of role \(role)") {
                try await reading.inlinePolicy(name, of: role)
            } write: { policy in
                _ = try await client.send(
                    IAM.putRolePolicy,
                    .init(roleName: role, policyName: name, policyDocument: policy.json.compact))
            }
        case .putBoundary(let role, let arn):
            _ = try await client.send(
                IAM.putRolePermissionsBoundary, .init(roleName: role, permissionsBoundary: arn.after))
        case .deletePolicy(let role, let name, let was):
            try await delete(was, of: "the inline policy \(name) of role \(role)") {
                try await reading.inlinePolicy(name, of: role)
            } call: {
                try await accepting(["NoSuchEntity"]) {
                    _ = try await client.send(IAM.deleteRolePolicy, .init(roleName: role, policyName: name))
                }
            }
        case .attachPolicy(let role, let arn):
            // Attaching what is attached changes nothing.
            _ = try await client.send(IAM.attachRolePolicy, .init(roleName: role, policyArn: arn))
        case .detachPolicy(let role, let arn):
            try await accepting(["NoSuchEntity"]) {
                _ = try await client.send(IAM.detachRolePolicy, .init(roleName: role, policyArn: arn))
            }
        }
    }
}
