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
