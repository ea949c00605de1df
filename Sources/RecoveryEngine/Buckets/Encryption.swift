import RecoveryModel

extension Control where Judged == BucketSubject {
    /// New objects are encrypted as required, with the required key.
    static let bucketEncryption = Control(
        "storage.encryption",
        title: "Default encryption uses the required key",
        why: "Backups hold all the data; whoever reads the bucket must need the key too.",
        severity: .high,
        standards: [
            .securityHub("S3.17"), .awsConfig("s3-default-encryption-kms"),
            .awsConfig("s3-bucket-server-side-encryption-enabled"), .nist80053("CP-9(8)"),
            .nist80053("SC-28(1)"),
        ] + Standard.cryptography,
        field: "storage[].encryption",
        required: { $0.wantedEncryption },
        observed: \.seenEncryption,
        satisfies: { observed, required in
            guard let held = observed.encryption, observed.obstacle == nil else { return false }
            if required.algorithm == "AES256" { return true }
            return held.algorithm.hasPrefix("aws:kms") && held.key == required.key
        },
        showRequired: { $0.shown },
        showObserved: \.shown,
        remedy: { subject, wanted in
            subject.putEncryption(wanted)
        },
        template: { subject, wanted in
            var defaults: [String: JSONValue] = ["SSEAlgorithm": .string(wanted.algorithm)]
            if case .kms(let key, _) = subject.policy.encryption {
                defaults["KMSMasterKeyID"] = subject.context.target.templateKey(key)
            }
            return subject.fragment(
                "BucketEncryption", "ServerSideEncryptionConfiguration",
                value: [
                    ["ServerSideEncryptionByDefault": .object(defaults), "BucketKeyEnabled": .bool(wanted.bucketKey)]
                ])
        },
        configRule: { subject, _ in
            guard case .kms(let key, _) = subject.policy.encryption else {
                return ConfigRule("s3-bucket-server-side-encryption-enabled")
            }
            let name = key.hasPrefix("alias/") ? String(key.dropFirst("alias/".count)) : key
            // An alias is one of several names of a key.
            let named = key.hasPrefix("alias/") || key.contains(":alias/")
            let arn =
                named ? TemplateParameter.reference(LogicalID.of(ConformancePack.keyKind, name)) : JSONValue.string(key)
            return ConfigRule("s3-default-encryption-kms", ["kmsKeyArns": arn])
        },
        // S3.17 fails on SSE-S3.
        claims: [
            Claims(
                [
                    .securityHub("S3.17"), .awsConfig("s3-default-encryption-kms"), .nist80053("CP-9(8)"),
                    .nist80053("SC-28(1)"),
                ] + Standard.cryptography
            ) { if case .kms = $0.policy.encryption { true } else { false } },
            Claims(
                [
                    .awsConfig("s3-bucket-server-side-encryption-enabled"), .nist80053("CP-9(8)"),
                    .nist80053("SC-28(1)"),
                ] + Standard.cryptography
            ) { _ in true },
        ]
    )

    /// One data key a bucket and not one an object: KMS is called, and paid, far less.
    static let bucketKey = Control(
        "storage.bucket-key",
        title: "S3 Bucket Key is enabled",
        why: "A restore of many objects is otherwise throttled by KMS when every minute counts.",
        severity: .low,
        field: "storage[].encryption.bucketKey",
        required: { subject in
            if case .kms(_, bucketKey: true) = subject.policy.encryption { true } else { nil }
        },
        observed: { subject -> Collected<SeenBucketKey> in
            subject.bucket.encryption.map { held in
                held.map { $0.isDualLayer ? .impossible : $0.bucketKey ? .on : .off } ?? .off
            }
        },
        satisfies: { observed, _ in observed == SeenBucketKey.on },
        showObserved: \.shown,
        remedy: { subject, _ in
            if subject.bucket.encryption.value??.isDualLayer == true {
                return .procedure(
                    "DSSE-KMS, which is stronger, has no S3 Bucket Key: write `bucketKey: false`, or encrypt by `aws:kms`."
                )
            }
            return subject.wantedEncryption.map(subject.putEncryption) ?? .changes([])
        }
    )
}

extension BucketSubject {
    /// The policy's encryption as the bucket's configuration.
    var wantedEncryption: BucketEncryption? {
        switch policy.encryption {
        case .none: nil
        case .s3: BucketEncryption(algorithm: "AES256")
        case .kms(let key, let bucketKey):
            // Two layers stay two layers, which have no bucket key.
            bucket.encryption.value??.isDualLayer == true
                ? BucketEncryption(algorithm: BucketEncryption.dualLayer, key: context.target.keyARN(key))
                : BucketEncryption(algorithm: "aws:kms", key: context.target.keyARN(key), bucketKey: bucketKey)
        }
    }

    /// The default encryption, and whether its key can be used, whichever that is.
    fileprivate var seenEncryption: Collected<SeenEncryption> {
        bucket.encryption.flatMap { held in
            let wanted = policy.encryption?.key
            return context.seenKey(held?.key, named: wanted).map { key in
                var seen = held
                // The required key is shown under its required name, whatever name the bucket knows it by.
                seen?.key = key.name.map { $0 == wanted ? context.target.keyARN($0) : $0 }
                return SeenEncryption(encryption: seen, obstacle: key.obstacle)
            }
        }
    }

    fileprivate func putEncryption(_ wanted: BucketEncryption) -> Remedy {
        var wanted = wanted
        wanted.blocked = bucket.encryption.value??.blocked
        // Uploads and reads fail by the key then, not by the setting.
        if let seen = seenEncryption.value, seen.obstacle != nil, let key = seen.encryption?.key {
            return .procedure("Make \(key) exist and enabled: nothing can be written to the bucket or read from it.")
        }
        return .changes([
            .bucket(.putEncryption(bucket: bucket.name, Edit(bucket.encryption.value ?? nil, to: wanted)))
        ])
    }
}

/// The default encryption that a bucket has.
private struct SeenEncryption: Sendable, Recordable {
    /// Nil without one.
    var encryption: BucketEncryption?
    /// Why its key cannot be used, after its name.
    var obstacle: String?

    var recorded: JSONValue { obstacle == nil ? encryption.recorded : .string(shown) }

    var shown: String { (encryption?.shown ?? "none") + (obstacle.map { ", which \($0)" } ?? "") }
}

/// Whether a bucket has an S3 Bucket Key.
private enum SeenBucketKey: Sendable, Recordable {
    case on, off
    /// Its encryption has none.
    case impossible

    var recorded: JSONValue { .bool(self == .on) }

    var shown: String {
        switch self {
        case .on: Shown.text(true)
        case .off: Shown.text(false)
        case .impossible: "none: DSSE-KMS has no bucket key"
        }
    }
}
