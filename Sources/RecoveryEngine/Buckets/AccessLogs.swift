import RecoveryModel

extension Control where Judged == BucketSubject {
    /// Who touched the backups is on record.
    static let accessLogs = Control(
        "storage.access-logs",
        title: "Server access logging is enabled",
        why: "After a breach the first question is who read, changed or deleted them.",
        severity: .low,
        standards: [.securityHub("S3.9"), .awsConfig("s3-bucket-logging-enabled"), .nist80053("AU-12")]
            + Standard.logging,
        field: "storage[].accessLogs",
        required: \.accessLogs,
        observed: { $0.bucket.accessLogs.map { $0?.target } },
        satisfies: ==,
        remedy: { subject, target in
            let present = subject.bucket.accessLogs.value ?? nil
            var logging = BucketLogging(target: target, prefix: "\(subject.bucket.name)/")
            logging.grants = present?.grants ?? []
            logging.keyFormat = present?.keyFormat
            return .changes([.bucket(.putLogging(bucket: subject.bucket.name, Edit(present, to: logging)))])
        },
        template: { subject, target in
            subject.destinationFragments(target)
                + subject.fragment("LoggingConfiguration", "LogFilePrefix", value: .string("\(subject.bucket.name)/"))
        },
        configRule: { _, target in ConfigRule("s3-bucket-logging-enabled", ["targetBucket": .string(target)]) }
    )
}

extension BucketSubject {
    /// The destination, which is in the template too and may be written to before logs are sent there; only its name
    /// where logs go round in a circle, which references cannot.
    fileprivate func destinationFragments(_ name: String) -> [TemplateFragment] {
        let path = ["LoggingConfiguration", "DestinationBucketName"]
        let destinations = Dictionary(
            context.target.buckets.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        guard let word = destinations[name]?.word, !destinations.leads(from: name, to: bucket.name) else {
            return [TemplateFragment(.bucket, target.word, path: path, value: .string(name))]
        }
        return [
            TemplateFragment(.bucket, target.word, path: path, value: TemplateFragment.reference(.bucket, word)),
            TemplateFragment(.bucket, target.word, .dependsOn(LogicalID.of(.bucketPolicy, word))),
        ]
    }
}

extension [String: Target.Bucket] {
    /// Whether the access logs of a bucket arrive at another one in the end.
    fileprivate func leads(from start: String, to end: String) -> Bool {
        var (next, seen) = (Optional(start), Set<String>())
        while let name = next, seen.insert(name).inserted {
            if name == end { return true }
            next = self[name]?.accessLogs
        }
        return false
    }
}
