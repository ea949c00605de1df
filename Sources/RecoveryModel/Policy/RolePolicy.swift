package import AWSNames

/// A role for backup automation, and what it may do.
package struct RolePolicy: Sendable, Equatable {
    /// Who may assume it.
    package enum Trust: Sendable, Equatable {
        /// A GitHub Actions workflow, by OpenID Connect; `ref` is a full ref or nil for any.
        case githubActions(repository: String, ref: String?)
        /// Principals of an account, with a second factor when asked.
        case account(AccountID, mfa: Bool)
        /// An AWS service, such as `backup.amazonaws.com`.
        case service(String)
    }

    /// The jobs a role can be for; drctl derives the statements.
    package enum Duty: String, Sendable, CaseIterable, Comparable {
        case audit, apply, drill, backup, restore

        /// In the order of declaration.
        package static func < (left: Duty, right: Duty) -> Bool {
            allCases.firstIndex(of: left)! < allCases.firstIndex(of: right)!
        }
    }

    package var name: String
    package var trust: Trust
    package var may: [Duty]
    /// A managed policy's ARN.
    package var permissionsBoundary: String?

    package init(name: String, trust: Trust, may: [Duty]) {
        self.name = name
        self.trust = trust
        self.may = may
    }
}
