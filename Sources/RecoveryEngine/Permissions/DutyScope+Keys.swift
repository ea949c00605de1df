import RecoveryModel

/// Keys as a permission can name them: by ARN, or any key of a region that has some alias.
struct KeyReach: Hashable {
    var arn: String
    var condition: AccessCondition
}

extension DutyScope {
    /// The key that something is encrypted with, in a region: any of the account's where the policy does not say.
    func key(_ name: String?, in region: String? = nil) -> KeyReach {
        let any = arn("kms", "key/*", in: region)
        guard let name else { return KeyReach(arn: any, condition: [:]) }
        if name.hasPrefix("alias/") { return KeyReach(arn: any, condition: .aliased([name])) }
        if name.hasPrefix("arn:") { return KeyReach(arn: name, condition: [:]) }
        return KeyReach(arn: arn("kms", "key/\(name)", in: region), condition: [:])
    }

    /// The keys of what drills restore, by region. The policy does not say with which key a copy is encrypted, since a key
    /// belongs to its region.
    var restoredKeys: [(region: String, key: KeyReach)] {
        let home = target.policy.databases.map { (target.place.region, key($0.protection.encryptionKey)) }
        let copies = copyRegions.map { ($0, key(nil, in: $0)) }
        return home + (target.policy.databases.isEmpty ? [] : copies)
    }

    /// Only when a service asks for it on behalf of the caller.
    ///
    /// https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-via-service
    static func via(_ service: String, _ region: String) -> AccessCondition {
        .equal("kms:ViaService", ["\(service).\(region).amazonaws.com"])
    }

    /// Only for RDS's own use of the key.
    static func grantForRDS(_ region: String) -> AccessCondition {
        via("rds", region).and(["Bool": ["kms:GrantIsForAWSResource": ["true"]]])
    }

    /// The key of what a service keeps, encrypted for some resource and no other.
    static func encrypting(_ context: String, _ arns: [String]) -> AccessCondition {
        ["StringLike": ["kms:EncryptionContext:\(context)": arns.sorted()]]
    }
}
