package import AWSNames

extension RecoveryPolicy {
    /// The policy for one account and region, with `${account}` and `${region}` replaced in all names.
    package func expanded(account: AccountID, region: Region) -> RecoveryPolicy {
        var policy = self
        for index in policy.storage.indices {
            policy.storage[index].bucket = policy.storage[index].bucket.filling(account, region)
            policy.storage[index].accessLogs = policy.storage[index].accessLogs?.filling(account, region)
        }
        return policy
    }
}

extension String {
    fileprivate func filling(_ account: AccountID, _ region: Region) -> String {
        replacing("${account}", with: account.description).replacing("${region}", with: region.rawValue)
    }
}
