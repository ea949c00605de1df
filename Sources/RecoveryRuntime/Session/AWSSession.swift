package import AWSCore
package import AWSNames
import AWSServices
package import RecoveryModel

/// Who we are at AWS, and the client to ask with; one a run.
package struct AWSSession: Sendable {
    /// Why nothing can be done in this account; decided before the first call that changes anything.
    package enum Refusal: Error, Sendable, CustomStringConvertible {
        case wrongAccount(is: AccountID, policy: String, allowed: [AccountID])
        case wrongRegion(is: Region, policy: String, allowed: [Region])

        package var description: String {
            switch self {
            case .wrongAccount(let account, let policy, let allowed):
                "the credentials are of account \(account), and policy \(policy) is for "
                    + allowed.map(\.description).joined(separator: ", ")
            case .wrongRegion(let region, let policy, let allowed):
                "the region is \(region), and policy \(policy) is for "
                    + allowed.map(\.description).joined(separator: ", ")
            }
        }

        /// What to do about it.
        package var hint: String {
            switch self {
            case .wrongAccount: "choose the profile of the right account with --profile, or mend scope.accounts"
            case .wrongRegion: "choose the region with --region, or mend scope.regions"
            }
        }
    }

    package let client: AWSClient
    package let account: AccountID
    /// Of the caller: a user's or an assumed role's ARN.
    package let caller: String
    package let region: Region

    /// Asks STS who we are.
    ///
    /// - Throws: `ClientError`, `CancellationError`.
    package init(client: AWSClient, region: Region) async throws {
        let identity = try await client.send(STS.getCallerIdentity, .init())
        guard let account = identity.account.flatMap(AccountID.init) else {
            throw ClientError(
                operation: "sts:GetCallerIdentity", cause: .response(MissingMember("Account"), requestID: nil))
        }
        self.client = client
        self.account = account
        self.region = region
        caller = identity.arn ?? ""
    }

    /// Refuses any account and region that the policy is not for.
    ///
    /// - Throws: `Refusal`.
    package func confine(to policy: RecoveryPolicy) throws {
        guard policy.scope.accounts.contains(account) else {
            throw Refusal.wrongAccount(is: account, policy: policy.name, allowed: policy.scope.accounts)
        }
        try confine(region, to: policy)
    }

    /// The same credentials in another region of the policy, such as the one that receives copies.
    ///
    /// - Throws: `Refusal`.
    package func client(in other: Region, for policy: RecoveryPolicy) throws -> AWSClient {
        try confine(other, to: policy)
        return other == region ? client : client.with { $0.region = other }
    }

    private func confine(_ region: Region, to policy: RecoveryPolicy) throws {
        guard policy.scope.regions.contains(region) else {
            throw Refusal.wrongRegion(is: region, policy: policy.name, allowed: policy.scope.regions)
        }
    }
}
