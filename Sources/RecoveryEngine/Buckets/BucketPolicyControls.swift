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
        ],
        field: "storage[].tlsOnly",
        required: { $0.policy.tlsOnly == true ? true : nil },
        observed: { subject in
            subject.bucket.policy.map {
                $0?.deniesPlainHTTP(bucket: subject.bucket.name, partition: subject.context.target.place.partition)
                    ?? false
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
        standards: [.nist80053("AC-3")],
        field: "storage[].publicAccess",
        required: { $0.policy.publicAccessBlocked == true ? [String]() : nil },
        observed: { subject in
            subject.bucket.policy.flatMap { $0?.publicStatements(operation: "s3:GetBucketPolicy") ?? .known([]) }
        },
        satisfies: { open, _ in open.isEmpty },
        showRequired: { _ in "no public statement" },
        showObserved: { $0.isEmpty ? "no public statement" : "public: \(Shown.text($0))" },
        remedy: { _, _ in
            .procedure("Narrow the principal of the statement, or delete it, once you know who relies on it.")
        }
    )
}

extension Control where Judged == BucketSubject {
    /// S3 may write the access logs that other buckets send here.
    static let logDelivery = Control(
        "storage.log-delivery",
        title: "Server access logs can be delivered",
        why: "Without the permission S3 drops the logs silently.",
        severity: .low,
        field: "storage[].accessLogs",
        required: { $0.logSources.isEmpty ? nil : $0.logSources },
        observed: { subject in
            subject.bucket.policy.map { policy in
                let granted = policy?.statements.contains(subject.logStatement) ?? false
                return granted ? subject.logSources : []
            }
        },
        satisfies: ==,
        showRequired: { "from \(Shown.text($0))" },
        showObserved: { $0.isEmpty ? "not granted" : "from \(Shown.text($0))" },
        remedy: { subject, _ in subject.writePolicy },
        template: { subject, _ in subject.policyFragments }
    )
}
