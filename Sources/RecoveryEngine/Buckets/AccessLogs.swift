import RecoveryModel

extension Control where Judged == BucketSubject {
    /// Who touched the backups is on record.
    static let accessLogs = Control(
        "storage.access-logs",
        title: "Server access logging is enabled",
        why: "After a breach the first question is who read, changed or deleted them.",
        severity: .low,
        standards: [.securityHub("S3.9"), .awsConfig("s3-bucket-logging-enabled"), .nist80053("AU-12")],
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
            subject.fragment("LoggingConfiguration", "DestinationBucketName", value: .string(target))
                + subject.fragment("LoggingConfiguration", "LogFilePrefix", value: .string("\(subject.bucket.name)/"))
        }
    )
}
