/// What AWS puts on a bill for recovery, by the word that a price file has for it.
package enum BillingItem: String, Sendable, CaseIterable, Hashable {
    case rdsBackup = "rds.backup-storage"
    case auroraBackup = "aurora.backup-storage"
    case vaultOfRDS = "backup.rds-storage"
    case vaultOfAurora = "backup.aurora-storage"
    case transfer = "transfer.inter-region"
    /// Between us-east-1 and us-east-2, which AWS charges less for.
    case transferOfUSEast = "transfer.us-east"
    case standard = "s3.standard"
    case standardIA = "s3.standard-ia"
    case oneZoneIA = "s3.onezone-ia"
    case glacierIR = "s3.glacier-ir"
    case glacier = "s3.glacier"
    case deepArchive = "s3.deep-archive"
    case puts = "s3.put"
    case movesToIA = "s3.move-to-ia"
    case movesToGlacierIR = "s3.move-to-glacier-ir"
    case movesToGlacier = "s3.move-to-glacier"
    case movesToDeepArchive = "s3.move-to-deep-archive"
    case key = "kms.key"
    case secret = "secretsmanager.secret"
    case alarm = "cloudwatch.alarm"
    case dashboard = "cloudwatch.dashboard"

    /// What a price is for.
    package enum Unit: String, Sendable, CaseIterable {
        /// AWS's gigabyte is 2 to the power of 30 bytes.
        case gigabyteMonth = "GB-month"
        case gigabyte = "GB"
        case month = "month"
        case thousandRequests = "1000-requests"

        /// How many of the smallest parts a unit has: bytes, things or requests.
        package var size: Int {
            switch self {
            case .gigabyteMonth, .gigabyte: 1 << 30
            case .month: 1
            case .thousandRequests: 1_000
            }
        }

        /// For people, after `per`.
        package var shown: String { self == .thousandRequests ? "1,000 requests" : rawValue }
    }

    package var unit: Unit {
        switch self {
        case .rdsBackup, .auroraBackup, .vaultOfRDS, .vaultOfAurora, .standard, .standardIA, .oneZoneIA, .glacierIR,
            .glacier, .deepArchive:
            .gigabyteMonth
        case .transfer, .transferOfUSEast: .gigabyte
        case .puts, .movesToIA, .movesToGlacierIR, .movesToGlacier, .movesToDeepArchive: .thousandRequests
        case .key, .secret, .alarm, .dashboard: .month
        }
    }

    /// The item of storage in a class by S3's word, such as `GLACIER_IR`; nil for one that has no price here.
    package init?(storageClass: String) {
        switch storageClass {
        case "STANDARD": self = .standard
        case "STANDARD_IA": self = .standardIA
        case "ONEZONE_IA": self = .oneZoneIA
        case "GLACIER_IR": self = .glacierIR
        case "GLACIER": self = .glacier
        case "DEEP_ARCHIVE": self = .deepArchive
        default: return nil
        }
    }

    /// The item of moving objects into a class of storage; nil for what is none that objects move to.
    package var moving: BillingItem? {
        switch self {
        case .standardIA, .oneZoneIA: .movesToIA
        case .glacierIR: .movesToGlacierIR
        case .glacier: .movesToGlacier
        case .deepArchive: .movesToDeepArchive
        default: nil
        }
    }
}
