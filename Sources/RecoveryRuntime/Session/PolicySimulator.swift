import AWSCore
import AWSServices
import RecoveryModel

/// Simulates with IAM what the caller's policies allow.
///
/// The simulation covers neither session policies nor calls that a service makes on the caller's behalf: a call that is
/// allowed here can still be denied, but one that is denied here will be.
/// https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_testing-policies.html
struct PolicySimulator: Sendable {
    let client: AWSClient

    /// The answers to all questions. Throws only when cancelled, since an unknown permission is a valid answer.
    func answers(_ questions: [PermissionQuestion], for caller: String) async throws -> PermissionFacts {
        guard let principal = Self.principal(behind: caller) else {
            return PermissionFacts(failure: "\(caller) is neither a user nor an assumed role")
        }
        do {
            do {
                return try await ask(questions, of: principal)
            } catch let error as ClientError where error.code == "NoSuchEntity" {
                // The ARN of an assumed role does not contain the role's path.
                guard let name = principal.split(separator: "/").last, principal.contains(":role/") else { throw error }
                let role = try await client.send(IAM.getRole, .init(roleName: String(name))).role
                return try await ask(questions, of: role.arn)
            }
        } catch let error as ClientError {
            return PermissionFacts(failure: "\(error)")
        }
    }

    private func ask(_ questions: [PermissionQuestion], of principal: String) async throws -> PermissionFacts {
        let answers = try await concurrentMap(questions, width: 4) { question in
            let input = IAM.SimulatePrincipalPolicyInput(
                policySourceArn: principal, actionNames: question.actions, resourceArns: question.resources,
                contextEntries: Self.entries(question.context))
            let results = try await client.pages(IAM.simulatePrincipalPolicyPages, input).collect {
                $0.evaluationResults ?? []
            }
            return (question, results.flatMap(Decision.all))
        }
        var facts = PermissionFacts()
        for (question, decisions) in answers {
            for action in question.actions {
                for resource in question.resources {
                    let decision = decisions.last { $0.action == action && $0.resource == resource }
                    facts.asked += 1
                    guard decision?.isAllowed != true else { continue }
                    facts.refusals.append(
                        PermissionFacts.Refusal(
                            action: action, resource: resource,
                            undecidedBy: decision.map(\.missing) ?? ["no answer"],
                            isCertain: !question.perhaps.contains(action)))
                }
            }
        }
        return facts
    }

    private static func entries(_ context: [String: [String]]) -> [IAM.ContextEntry] {
        context.sorted { $0.key < $1.key }.map { key, values in
            IAM.ContextEntry(
                contextKeyName: key, contextKeyValues: values, contextKeyType: types[key] ?? .string)
        }
    }

    /// Of the keys that are not one text.
    private static let types: [String: IAM.ContextKeyTypeEnum] = [
        "aws:TagKeys": .stringList, "kms:ResourceAliases": .stringList, "kms:GrantIsForAWSResource": .boolean,
    ]

    /// One action on one resource.
    private struct Decision: Sendable {
        var action: String
        var resource: String
        var isAllowed: Bool
        var missing: [String]

        /// IAM lists the decision for each resource below the action's; formerly it returned one result for each.
        static func all(_ result: IAM.EvaluationResult) -> [Decision] {
            if let each = result.resourceSpecificResults, !each.isEmpty {
                return each.map {
                    Decision(
                        action: result.evalActionName, resource: $0.evalResourceName,
                        isAllowed: $0.evalResourceDecision == .allowed,
                        missing: $0.evalResourceDecision == .explicitDeny ? [] : $0.missingContextValues ?? [])
                }
            }
            return [
                Decision(
                    action: result.evalActionName, resource: result.evalResourceName ?? "*",
                    isAllowed: result.evalDecision == .allowed,
                    missing: result.evalDecision == .explicitDeny ? [] : result.missingContextValues ?? [])
            ]
        }
    }

    /// The user or role behind a caller: `arn:aws:sts::111122223333:assumed-role/name/session` is a role without its
    /// path.
    static func principal(behind caller: String) -> String? {
        let parts = caller.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
        guard parts.count == 6 else { return nil }
        if parts[2] == "iam", parts[5].hasPrefix("user/") { return caller }
        let names = parts[5].split(separator: "/")
        guard parts[2] == "sts", names.count == 3, names[0] == "assumed-role" else { return nil }
        return "arn:\(parts[1]):iam::\(parts[4]):role/\(names[1])"
    }
}
