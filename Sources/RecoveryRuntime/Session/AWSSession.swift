package import AWSCore
package import AWSNames
import AWSServices
package import RecoveryModel

/// The caller's identity at AWS and the client; there is one session for each run.
package struct AWSSession: Sendable {
    /// Why the policy does not allow this account or region; decided before the first changing call.
    package enum Refusal: Error, Sendable, CustomStringConvertible {
        case wrongAccount(is: AccountID, policy: String, allowed: [AccountID])
        case wrongRegion(is: Region, policy: String, allowed: [Region])

        package var description: String {
            switch self {
            case .wrongAccount(let account, let policy, let allowed):
                "the credentials belong to account \(account), but policy \(policy) applies to "
                    + CountText.list(allowed.map(\.description))
            case .wrongRegion(let region, let policy, let allowed):
                "the region is \(region), but policy \(policy) applies to "
                    + CountText.list(allowed.map(\.description))
            }
        }

        /// The fix.
        package var hint: String {
            switch self {
            case .wrongAccount: "choose a profile of the right account with --profile, or fix scope.accounts"
            case .wrongRegion: "choose the region with --region, or fix scope.regions"
            }
        }
    }

    package let client: AWSClient
    package let account: AccountID
    /// The caller's ARN, of a user or an assumed role.
    package let caller: String
    package let region: Region

    /// Reads the caller's identity from STS.
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

    private init(_ other: AWSSession, client: AWSClient) {
        self.client = client
        account = other.account
        caller = other.caller
        region = other.region
    }

    /// The same session, whose calls are explained.
    package func explained(by explanation: CallExplanation) -> AWSSession {
        AWSSession(self, client: explanation.watching(client))
    }

    /// Refuses accounts and regions outside the policy's scope.
    ///
    /// - Throws: `Refusal`.
    package func confine(to policy: RecoveryPolicy) throws {
        guard policy.scope.accounts.contains(account) else {
            throw Refusal.wrongAccount(is: account, policy: policy.name, allowed: policy.scope.accounts)
        }
        try confine(region, to: policy)
    }

    /// A client with the same credentials for another region of the policy, such as one that receives copies.
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
