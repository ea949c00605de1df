import RecoveryModel

extension Control where Judged == BucketSubject {
    /// Backups expire when the policy says: earlier loses them, later keeps what should be gone.
    static let lifecycle = Control(
        "storage.lifecycle",
        title: "Lifecycle rules match the policy",
        why:
            "A rule that expires earlier deletes backups that are still needed; one that is missing keeps them for ever.",
        severity: .high,
        standards: [
            .securityHub("S3.13"), .awsConfig("s3-lifecycle-policy-check"), .nist80053("CP-9"),
        ],
        field: "storage[].lifecycle",
        required: { subject in subject.policy.lifecycle.isEmpty ? nil : subject.policy.lifecycle },
        observed: { subject in
            subject.bucket.lifecycle.map { LifecycleJudge.differences($0?.rules ?? [], subject.policy.lifecycle) }
        },
        satisfies: { differences, _ in differences.isEmpty },
        showRequired: { rules in rules.map(\.shown).joined(separator: "; ") },
        showObserved: { $0.isEmpty ? "as required" : $0.joined(separator: "; ") },
        remedy: { subject, wanted in
            guard case .known(let present) = subject.bucket.lifecycle else {
                return .procedure("Read the rules in S3 first.")
            }
            let foreign = (present?.rules ?? []).filter { !$0.isManaged }
            let written = foreign + LifecycleJudge.rules(wanted)
            // Rules that drctl did not write stay; a change that does not help is none.
            let left = LifecycleJudge.differences(written, wanted)
            guard left.isEmpty else {
                return .procedure(
                    "A rule that drctl did not write stands against the policy (\(left.joined(separator: "; "))): "
                        + "change or delete it, then apply again.")
            }
            let next = BucketLifecycle(written, minimumTransitionSize: present?.minimumTransitionSize)
            return .changes([.bucket(.putLifecycle(bucket: subject.bucket.name, Edit(present, to: next)))])
        },
        template: { subject, wanted in
            subject.fragment(
                "LifecycleConfiguration", "Rules", value: .array(LifecycleJudge.rules(wanted).map(\.templateJSON)))
        }
    )
}

extension BucketPolicy.LifecycleRule {
    /// For people.
    var shown: String {
        var parts: [String] = []
        if let transition { parts.append("to \(transition.storageClass) after \(transition.after)") }
        if let expire { parts.append("expire after \(expire)") }
        if let noncurrentExpire { parts.append("old versions expire after \(noncurrentExpire)") }
        if let abortIncompleteUploads { parts.append("unfinished uploads end after \(abortIncompleteUploads)") }
        return "\(prefix.isEmpty ? "all" : prefix): \(parts.joined(separator: ", "))"
    }
}

extension LifecycleRule {
    /// The rule as `AWS::S3::Bucket` declares it.
    var templateJSON: JSONValue {
        var rule: [String: JSONValue] = ["Id": .string(id ?? ""), "Status": "Enabled"]
        if let prefix = filter.prefix { rule["Prefix"] = .string(prefix) }
        if let expireDays { rule["ExpirationInDays"] = .integer(expireDays) }
        if !transitions.isEmpty {
            rule["Transitions"] = .array(
                transitions.map {
                    ["StorageClass": .string($0.storageClass), "TransitionInDays": .integer($0.days ?? 0)]
                })
        }
        if let noncurrentExpireDays {
            rule["NoncurrentVersionExpiration"] = ["NoncurrentDays": .integer(noncurrentExpireDays)]
        }
        if let abortUploadsDays {
            rule["AbortIncompleteMultipartUpload"] = ["DaysAfterInitiation": .integer(abortUploadsDays)]
        }
        return .object(rule)
    }
}
