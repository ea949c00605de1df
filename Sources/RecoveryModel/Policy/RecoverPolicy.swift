package import AWSNames

/// What a real recovery needs besides.
package struct RecoverPolicy: Sendable, Equatable {
    /// The Ed25519 keys of those who plan and approve, as `evidence.trustedKeys` has them. With any, two of them have to sign
    /// a plan before it is made.
    package var approvers: [String] = []
    /// The other accounts in which databases may be recovered, and with what network: their own is none of it.
    package var into: [Destination] = []

    /// A region of another account, for the day on which the databases' own account is lost.
    package struct Destination: Sendable, Equatable {
        package var account: AccountID
        package var region: Region
        package var target: DrillPolicy.Target

        package init(account: AccountID, region: Region, target: DrillPolicy.Target = .init()) {
            self.account = account
            self.region = region
            self.target = target
        }
    }

    /// What the policy says of a region of another account; nil where nobody may recover there.
    package func destination(_ account: AccountID, _ region: Region) -> Destination? {
        into.first { $0.account == account && $0.region == region }
    }

    package init() {}
}
