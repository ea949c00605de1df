import RecoveryModel

extension Control where Judged == BucketSubject {
    /// Requests without TLS are denied, by a statement that really denies all of them.
    static let tlsOnly = Control(
        "storage.tls-only",
        title: "Requests without TLS are denied",
        why: "A backup that crosses the network in clear is a copy for whoever listens.",
        severity: .medium,
        standards: [
            .securityHub("S3.5"), .awsConfig("s3-bucket-ssl-requests-only"), .cis("2.1.1"), .nist80053("SC-8"),
        ] + Standard.transmission,
        field: "storage[].tlsOnly",
        required: { $0.policy.tlsOnly == true ? true : nil },
        observed: { subject in
            subject.bucket.policy.map {
                $0?.deniesPlainHTTP(bucket: subject.context.target.place.arn("s3", subject.bucket.name)) ?? false
            }
        },
        satisfies: { observed, _ in observed },
        showRequired: { _ in "denied" },
        showObserved: { $0 ? "denied" : "allowed" },
        remedy: { subject, _ in subject.writePolicy },
        template: { subject, _ in subject.policyFragments },
        configRule: { _, _ in ConfigRule("s3-bucket-ssl-requests-only") }
    )

    /// No statement grants access to everybody.
    static let policyNotPublic = Control(
        "storage.policy-not-public",
        title: "The bucket policy grants no access outside the scope",
        why: "Whoever may read a backup has all the data; whoever may delete it ends recovery.",
        severity: .critical,
        standards: [.nist80053("AC-3")] + Standard.boundary,
        field: "storage[].publicAccess",
        required: { $0.policy.publicAccessBlocked == true ? [String]() : nil },
        observed: { $0.publicAccess },
        satisfies: { open, _ in open.isEmpty },
        showRequired: { _ in "no public statement" },
        showObserved: { $0.isEmpty ? "no public statement" : "public: \(Shown.text($0))" },
        remedy: { _, _ in
            .procedure("Narrow the principal of the statement, or delete it, once you know who relies on it.")
        }
    )
}

extension Control where Judged == BucketSubject {
    /// Nobody outside the scope is granted access by name.
    static let bucketCrossAccountGrants = Control(
        "storage.cross-account-grants",
        title: "The bucket policy names nobody outside the scope",
        why: "An account that may delete backups or change their lifecycle can end recovery without any login here.",
        severity: .critical,
        standards: [.securityHub("S3.6"), .nist80053("CA-9(1)"), .nist80053("AC-3")] + Standard.access,
        field: "storage[].sharedWith",
        isJudged: { $0.bucket.exists != .known(false) },
        required: {
            $0.policy.publicAccessBlocked == true || !$0.policy.sharedWith.isEmpty ? $0.policy.sharedWith : nil
        },
        observed: { subject in
            subject.bucket.policy.map { policy in
                policy?.outsiders(besides: Insiders(subject.context.target, sharedWith: subject.policy.sharedWith))
                    ?? []
            }
        },
        satisfies: { outsiders, _ in outsiders.isEmpty },
        showRequired: { $0.isEmpty ? "nobody outside the scope" : "nobody outside the scope but \(Shown.text($0))" },
        showObserved: { $0.isEmpty ? "nobody outside the scope" : "granted to \(Shown.text($0))" },
        remedy: { _, _ in
            .procedure("Take the principal out of the statement, or name it in `sharedWith` if it is meant.")
        }
    )

    /// S3 may write the access logs that other buckets send here.
    static let logDelivery = Control(
        "storage.log-delivery",
        title: "Server access logs can be delivered",
        why: "Without the permission S3 drops the logs silently.",
        severity: .low,
        standards: Standard.logging,
        field: "storage[].accessLogs",
        required: { $0.logSources.isEmpty ? nil : $0.logSources },
        observed: \.deliveringSources,
        satisfies: { delivering, sources in Set(delivering).isSuperset(of: sources) },
        showRequired: { "from \(Shown.text($0))" },
        showObserved: { $0.isEmpty ? "from none of them" : "from \(Shown.text($0))" },
        remedy: { subject, _ in
            subject.context.keyRemedy([subject.heldKey]) ?? subject.writePolicy
        },
        template: { subject, _ in subject.policyFragments }
    )
}

extension BucketSubject {
    /// The public statements by drctl's reading of the policy, and S3's own word: whichever says public is right, and
    /// what drctl cannot settle S3 decides.
    fileprivate var publicAccess: Collected<[String]> {
        let ours = bucket.policy.flatMap { $0?.publicStatements(operation: "s3:GetBucketPolicy") ?? .known([]) }
        if let open = ours.value, !open.isEmpty { return ours }
        return switch bucket.isPublicByS3 {
        case nil: ours
        case .known(true): .known(["S3 calls the policy public"])
        case .known(false): .known([])
        case .unavailable(let failure): .unavailable(ours.failure ?? failure)
        }
    }

    fileprivate var heldKey: Collected<String?> { bucket.encryption.map { $0?.key } }

    /// Those of the buckets whose access logs S3 can write here: none under a key that cannot be used.
    fileprivate var deliveringSources: Collected<[String]> {
        context.obstacle(toUsing: heldKey).flatMap { obstacle -> Collected<[String]> in
            guard obstacle == nil else { return .known([]) }
            return bucket.policy.flatMap { $0.map { delivering(by: $0) } ?? .known([]) }
        }
    }

    /// Those of the buckets whose access logs S3 may write here, by this policy.
    ///
    /// https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html
    fileprivate func delivering(by policy: AccessPolicy) -> Collected<[String]> {
        let place = context.target.place
        var delivering: [String] = []
        for source in logSources {
            let answer = policy.answer(
                AccessQuestion(
                    "s3:PutObject", on: place.arn("s3", "\(bucket.name)/\(source)/log"),
                    by: .service("logging.s3.amazonaws.com"),
                    [
                        "aws:SecureTransport": .value("true"), "aws:SourceAccount": .value(place.account),
                        "aws:SourceArn": .value(place.arn("s3", source)),
                    ]))
            if let doubt = answer.settled("s3:GetBucketPolicy").failure { return .unavailable(doubt) }
            if answer == .allowed { delivering.append(source) }
        }
        return .known(delivering)
    }
}
