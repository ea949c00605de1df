import RecoveryModel

/// The sections on storage and databases, and the rotation of keys. The benchmark has no item on backups of RDS.
///
/// https://www.cisecurity.org/benchmark/amazon_web_services
enum CISFoundations {
    static let requirements: [FrameworkRequirement] = [
        .init("2.1.1", "S3 buckets deny requests without TLS"),
        .init("2.1.2", "MFA Delete is enabled on S3 buckets"),
        .init("2.1.3", "Data in S3 is discovered, classified and secured"),
        .init("2.1.4", "S3 buckets block public access"),
        .init("2.2.1", "RDS instances are encrypted at rest"),
        .init("2.2.2", "RDS instances upgrade minor versions automatically"),
        .init("2.2.3", "RDS instances are not publicly accessible"),
        .init("2.2.4", "RDS databases are Multi-AZ"),
        .init("3.6", "Symmetric customer managed KMS keys are rotated"),
    ]
}
