import AWSNames
import RecoveryModel

extension LintRule {
    static let scopeRules = [placeholderAccount]

    private static let placeholderAccount = LintRule(
        id: "placeholder-account", severity: .warning,
        reason: "The placeholder of a policy that is not finished is nobody's account: no credentials match it."
    ) { subject in
        subject.policy.scope.accounts.enumerated().filter { $0.element.description.allSatisfy { $0 == "0" } }
            .map { index, account in
                Finding(
                    path: FieldPath("scope", "accounts").appending(index),
                    summary: "\(account) stands for an account that is still to be named",
                    fix: "write your account's id: `aws sts get-caller-identity` and `drctl doctor` show it")
            }
    }
}
