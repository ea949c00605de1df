/// The storage types of S3's metric BucketSizeBytes, with the class whose price each is billed by: what S3 keeps besides
/// an object's own bytes is stored too.
///
/// https://docs.aws.amazon.com/AmazonS3/latest/userguide/metrics-dimensions.html
enum StorageType {
    /// S3's word for the class, by the type.
    static let classes = [
        "StandardStorage": "STANDARD", "ReducedRedundancyStorage": "REDUCED_REDUNDANCY",
        "ExpressOneZoneStorage": "EXPRESS_ONEZONE",
        "StandardIAStorage": "STANDARD_IA", "StandardIASizeOverhead": "STANDARD_IA",
        "StandardIAObjectOverhead": "STANDARD_IA",
        "OneZoneIAStorage": "ONEZONE_IA", "OneZoneIASizeOverhead": "ONEZONE_IA",
        "IntelligentTieringFAStorage": "INTELLIGENT_TIERING", "IntelligentTieringIAStorage": "INTELLIGENT_TIERING",
        "IntelligentTieringAIAStorage": "INTELLIGENT_TIERING", "IntelligentTieringAAStorage": "INTELLIGENT_TIERING",
        "IntelligentTieringDAAStorage": "INTELLIGENT_TIERING",
        "IntAAObjectOverhead": "INTELLIGENT_TIERING", "IntDAAObjectOverhead": "INTELLIGENT_TIERING",
        "GlacierInstantRetrievalStorage": "GLACIER_IR", "GlacierIRSizeOverhead": "GLACIER_IR",
        "GlacierStorage": "GLACIER", "GlacierObjectOverhead": "GLACIER",
        "DeepArchiveStorage": "DEEP_ARCHIVE", "DeepArchiveObjectOverhead": "DEEP_ARCHIVE",
        // Names of archived objects, and parts that are not put together yet, are kept and billed as standard.
        "IntAAS3ObjectOverhead": "STANDARD", "IntDAAS3ObjectOverhead": "STANDARD",
        "GlacierS3ObjectOverhead": "STANDARD", "GlacierStagingStorage": "STANDARD",
        "DeepArchiveS3ObjectOverhead": "STANDARD", "DeepArchiveStagingStorage": "STANDARD",
    ]

    /// Where new objects are.
    static let standard = "StandardStorage"

    /// All of them, sorted.
    static let all = classes.keys.sorted()
}
