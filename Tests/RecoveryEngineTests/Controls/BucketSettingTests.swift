import RecoveryModel
import Testing

@testable import RecoveryEngine

/// What is not read of a bucket is nothing that its controls, or their changes, would look at.
@Suite("The settings by which a bucket is judged")
struct BucketSettingTests {
    /// Each word of an entry, with what asks for it.
    private static let words: [@Sendable (inout BucketPolicy) -> Void] = [
        { $0.encryption = .kms(key: "alias/kb-dr", bucketKey: true) },
        { $0.versioning = true },
        { $0.publicAccessBlocked = true },
        { $0.tlsOnly = true },
        { $0.deletionProtection = true },
        { $0.sharedWith = ["210987654321"] },
        { $0.objectLock = .init(mode: .governance, retention: TimeSpan(30, .days)) },
        { $0.accessLogs = Estate.logBucketName },
        { entry in
            var rule = BucketPolicy.LifecycleRule()
            rule.prefix = "daily/"
            rule.expire = TimeSpan(30, .days)
            entry.lifecycle = [rule]
        },
    ]

    /// The bucket as it is seen by who reads these settings only.
    private func seen(_ bucket: BucketState, by settings: Set<BucketSetting>) -> BucketState {
        var seen = BucketState(name: bucket.name, failure: .notCollected("a setting"))
        seen.exists = bucket.exists
        for setting in settings {
            switch setting {
            case .encryption: seen.encryption = bucket.encryption
            case .versioning: (seen.versioning, seen.mfaDelete) = (bucket.versioning, bucket.mfaDelete)
            case .publicAccessBlock: seen.publicAccessBlock = bucket.publicAccessBlock
            case .policy: seen.policy = bucket.policy
            case .lifecycle: seen.lifecycle = bucket.lifecycle
            case .objectLock: seen.objectLock = bucket.objectLock
            case .accessLogs: seen.accessLogs = bucket.accessLogs
            case .ownership: seen.aclsDisabled = bucket.aclsDisabled
            }
        }
        return seen
    }

    @Test func `are enough for every verdict and change, whatever an entry asks for`() throws {
        let estate = try Estate.compliant()
        // None, each alone, all but each, and all.
        let all = (1 << Self.words.count) - 1
        let choices = [0, all] + Self.words.indices.flatMap { [1 << $0, all ^ (1 << $0)] }
        for isKept in [true, false] {
            for chosen in choices {
                let whole = estate.with { estate in
                    var entry = BucketPolicy(bucket: estate.policy.storage[0].bucket)
                    for (index, ask) in Self.words.enumerated() where chosen & (1 << index) != 0 { ask(&entry) }
                    estate.policy.storage = [entry]
                    // A bucket that neglects everything has a change for everything.
                    if !isKept {
                        for name in estate.inventory.buckets.keys {
                            estate.inventory.buckets[name] = BucketState(name: name, exists: true)
                        }
                    }
                }
                let part = whole.with { estate in
                    for (name, settings) in whole.target.judgedSettings {
                        estate.inventory.buckets[name] = whole.inventory.buckets[name].map { seen($0, by: settings) }
                    }
                }
                #expect(part.audit == whole.audit, "words \(chosen)")
                #expect(!part.audit.findings.contains { if case .unknown = $0.verdict { true } else { false } })
            }
        }
    }

    @Test func `are none of a bucket of which nothing is asked`() throws {
        let estate = try Estate.compliant().with {
            ($0.policy.storage, $0.policy.roles) = ([BucketPolicy(bucket: "kb")], [])
        }
        #expect(estate.target.judgedSettings == ["kb": []])
    }
}
