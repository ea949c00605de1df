package import AWSCore
import AWSNames
import AWSServices
package import RecoveryEngine

/// The accounts of the caller's AWS organization, which its management account and delegated administrators may list.
///
/// https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListAccounts.html
package struct OrganizationMembers: Sendable {
    let client: AWSClient

    package init(client: AWSClient) { self.client = client }

    /// All of them, by number.
    ///
    /// - Throws: `ClientError`, `CancellationError`.
    package func all() async throws -> [TargetList.Member] {
        var members: [TargetList.Member] = []
        for try await page in Pages(
            Organizations.listAccountsPages, .init(),
            send: { [client] in
                try await client.send(Organizations.listAccounts, $0)
            })
        {
            for account in page.accounts ?? [] {
                guard let id = account.id.flatMap(AccountID.init) else { continue }
                members.append(TargetList.Member(account: id, status: account.status?.rawValue ?? "without a state"))
            }
        }
        return members.sorted { $0.account < $1.account }
    }
}
