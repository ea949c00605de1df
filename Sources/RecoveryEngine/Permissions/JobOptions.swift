import RecoveryModel

/// What a job's command line says besides its policies, and needs permissions for.
package struct JobOptions: Sendable, Equatable {
    /// Objects in a bucket.
    package struct Prefix: Sendable, Equatable {
        package var bucket: String
        /// Empty, or ends with a slash.
        package var prefix: String

        /// From `s3://bucket/prefix`; nil for anything else.
        package init?(url: String) {
            guard url.hasPrefix("s3://") else { return nil }
            let parts = url.dropFirst("s3://".count).split(
                separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = parts.first, !name.isEmpty else { return nil }
            bucket = String(name)
            let path = parts.count > 1 ? String(parts[1]) : ""
            prefix = path.isEmpty || path.hasSuffix("/") ? path : path + "/"
        }
    }

    /// What the policy says itself where the command line does not.
    func filled(from policy: RecoveryPolicy) -> JobOptions {
        guard let evidence = policy.evidence else { return self }
        var options = self
        options.evidence = self.evidence ?? policy.evidenceURL.flatMap { Prefix(url: $0) }
        if let key = evidence.signingKey, !secrets.contains(key) { options.secrets.append(key) }
        return options
    }

    /// Where evidence is stored, if in a bucket.
    package var evidence: Prefix?
    /// The secrets that a drill reads, by name or ARN: its signing key and its login.
    package var secrets: [String] = []
    /// The database user as whom a drill logs in with IAM tokens.
    package var iamUser: String?
    /// Where results of audits are kept, if in a bucket.
    package var history: Prefix?
    /// Whether findings are sent to Security Hub.
    package var sendsFindings = false
    /// Whether every account of the organization is checked.
    package var organization = false
    /// Whether a plan or an apply removes orphans.
    package var prunes = false

    package init() {}
}

extension LeastPrivilege {
    /// What a duty needs besides for these options.
    static func job(_ job: JobOptions, of duty: RolePolicy.Duty, _ scope: DutyScope) -> [Grant] {
        let job = job.filled(from: scope.target.policy)
        return switch duty {
        case .audit:
            evidence(job, isWriting: false, scope) + inventory(job, scope) + history(job, scope)
                + securityHub(job, scope) + (job.organization ? members(scope) : [])
        case .plan:
            evidence(job, isWriting: false, scope) + (job.organization ? members(scope) : [])
                + (job.prunes ? pruningReads(scope) : [])
        case .apply:
            evidence(job, isWriting: false, scope) + lock(job, scope) + inventory(job, scope)
                + (job.organization ? members(scope) : [])
                + (job.prunes ? pruningReads(scope) + prune(scope) : [])
        case .drift: job.organization ? members(scope) : []
        case .drill: evidence(job, isWriting: true, scope) + secrets(job, scope) + login(job, scope)
        case .recover:
            evidence(job, isWriting: true, scope) + secrets(job, scope)
                + (job.iamUser.map { .allow("LogIn", ["rds-db:connect"], on: [scope.arn("rds-db", "dbuser:*/\($0)")]) }
                    ?? [])
        case .alarmsTest: evidence(job, isWriting: true, scope) + secrets(job, scope)
        case .backup, .restore, .rotate, .cost: []
        }
    }

    /// Records of drills, and their key when S3 asks for it: whichever key it is, for these objects and no others.
    private static func evidence(_ job: JobOptions, isWriting: Bool, _ scope: DutyScope) -> [Grant] {
        job.evidence.map { records($0, "Evidence", isWriting: isWriting, scope) } ?? []
    }

    /// Results of audits, which are read again for a trend.
    private static func history(_ job: JobOptions, _ scope: DutyScope) -> [Grant] {
        job.history.map { records($0, "History", isWriting: true, scope) } ?? []
    }

    /// Findings of the account itself, as its default product.
    private static func securityHub(_ job: JobOptions, _ scope: DutyScope) -> [Grant] {
        guard job.sendsFindings else { return [] }
        let product = scope.arn("securityhub", "product/\(scope.target.place.account)/default")
        return .allow("SendFindings", ["securityhub:BatchImportFindings"], on: [product])
    }

    private static func records(
        _ place: JobOptions.Prefix, _ purpose: String, isWriting: Bool, _ scope: DutyScope
    ) -> [Grant] {
        let bucket = scope.arn("s3", place.bucket)
        let listing: AccessCondition =
            place.prefix.isEmpty ? [:] : ["StringLike": ["s3:prefix": ["\(place.prefix)*"]]]
        let grants: [[Grant]] = [
            .allow("List\(purpose)", ["s3:ListBucket"], on: [bucket], when: listing),
            .allow(
                (isWriting ? "Write" : "Read") + purpose, ["s3:GetObject"] + (isWriting ? ["s3:PutObject"] : []),
                on: ["\(bucket)/\(place.prefix)*"]),
            .allow(
                "Encrypt\(purpose)", ["kms:Decrypt"] + (isWriting ? ["kms:GenerateDataKey"] : []),
                on: [scope.arn("kms", "key/*")],
                when: DutyScope.via("s3", scope.target.place.region)
                    .and(DutyScope.encrypting("aws:s3:arn", [bucket, "\(bucket)/\(place.prefix)*"]))),
        ]
        return grants.flatMap { $0 }
    }

    /// What an audit and an apply keep of the databases, signed, beside the evidence of drills and nowhere else there.
    private static func inventory(_ job: JobOptions, _ scope: DutyScope) -> [Grant] {
        let clusters = scope.entries(.cluster).flatMap { entry -> [Grant] in
            let (arns, condition) = scope.databases(entry)
            return .allow("ReadEndpoints", ["rds:DescribeDBClusterEndpoints"], on: arns, when: condition)
        }
        guard let place = job.evidence, !scope.target.policy.databases.isEmpty else { return clusters }
        let chain = KeptInventory.chain(of: scope.target.policy.name)
        let objects = "\(scope.arn("s3", place.bucket))/\(place.prefix)\(chain)/*"
        return clusters + .allow("KeepInventory", ["s3:PutObject"], on: [objects])
            + .allow(
                "EncryptInventory", ["kms:GenerateDataKey"], on: [scope.arn("kms", "key/*")],
                when: DutyScope.via("s3", scope.target.place.region)
                    .and(DutyScope.encrypting("aws:s3:arn", [scope.arn("s3", place.bucket), objects])))
            + secrets(job, scope)
    }

    /// The lock of applies beside the evidence.
    private static func lock(_ job: JobOptions, _ scope: DutyScope) -> [Grant] {
        guard let place = job.evidence else { return [] }
        let bucket = scope.arn("s3", place.bucket)
        let prefix = place.prefix.isEmpty || place.prefix.hasSuffix("/") ? place.prefix : place.prefix + "/"
        let object = "\(bucket)/\(prefix)locks/\(scope.target.policy.name).json"
        return .allow("LockApplies", ["s3:PutObject"], on: [object])
            + .allow(
                "EncryptLock", ["kms:GenerateDataKey"], on: [scope.arn("kms", "key/*")],
                when: DutyScope.via("s3", scope.target.place.region)
                    .and(DutyScope.encrypting("aws:s3:arn", [bucket, object])))
    }

    private static func secrets(_ job: JobOptions, _ scope: DutyScope) -> [Grant] {
        guard !job.secrets.isEmpty else { return [] }
        let arns = job.secrets.map {
            $0.hasPrefix("arn:") ? $0 : scope.arn("secretsmanager", "secret:\($0)-??????")
        }
        return .allow("ReadSecrets", ["secretsmanager:GetSecretValue"], on: arns)
            + .allow(
                "DecryptSecrets", ["kms:Decrypt"], on: [scope.arn("kms", "key/*")],
                when: DutyScope.via("secretsmanager", scope.target.place.region)
                    .and(DutyScope.encrypting("SecretARN", arns)))
    }

    /// The restored database's resource id is not known before it is there.
    private static func login(_ job: JobOptions, _ scope: DutyScope) -> [Grant] {
        guard let user = job.iamUser else { return [] }
        return .allow("LogIn", ["rds-db:connect"], on: scope.drilled("rds-db", "dbuser:*/\(user)"))
    }

    private static func members(_ scope: DutyScope) -> [Grant] {
        let role = scope.target.policy.scope.assumeRole?.name ?? PolicyScope.AssumedRole.standardName
        return .allow("AnyResource", ["organizations:ListAccounts"], on: ["*"])
            + .allow(
                "EnterOtherAccounts", ["sts:AssumeRole"],
                on: ["arn:\(scope.target.place.partition):iam::*:role/\(role)"])
    }
}
