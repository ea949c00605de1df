package import AWSNames

/// A role of backup automation and its duties.
package struct RolePolicy: Sendable, Equatable {
    /// The principals that may assume the role.
    package enum Trust: Sendable, Equatable {
        /// GitHub Actions workflows, through OpenID Connect.
        case githubActions(GitHubTrust)
        /// The principals of an account, optionally only with multi-factor authentication.
        case account(AccountID, mfa: Bool)
        /// An AWS service, such as `backup.amazonaws.com`.
        case service(String)

        /// A workflow of one full ref; nil for any.
        package static func githubActions(repository: String, ref: String?) -> Trust {
            var github = GitHubTrust(repository: repository)
            github.ref = ref
            return .githubActions(github)
        }
    }

    /// The duties a role can have, from which drctl derives its statements.
    package enum Duty: String, Sendable, CaseIterable, Comparable {
        case audit, plan, apply, drift, drill, backup, restore, recover
        case alarmsTest = "alarms-test"
        case rotate, cost

        /// Duties sort in the order of their declaration.
        package static func < (left: Duty, right: Duty) -> Bool {
            allCases.firstIndex(of: left)! < allCases.firstIndex(of: right)!
        }
    }

    package var name: String
    package var trust: Trust
    package var may: [Duty]
    /// A managed policy's ARN.
    package var permissionsBoundary: String?
    /// The role must have been used within this time; nil when nobody asks.
    package var usedWithin: TimeSpan?

    package init(name: String, trust: Trust, may: [Duty]) {
        self.name = name
        self.trust = trust
        self.may = may
    }
}
