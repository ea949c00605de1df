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
        ] + Standard.backups,
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
            guard Set(left).isStrictSubset(of: LifecycleJudge.differences(present?.rules ?? [], wanted)) else {
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
        var rule: [String: JSONValue] = ["Status": enabled ? "Enabled" : "Disabled"]
        rule["Id"] = id.map(JSONValue.string)
        rule["Prefix"] = filter.prefix.map(JSONValue.string)
        if !filter.tags.isEmpty {
            rule["TagFilters"] = .array(
                filter.tags.sorted { $0.key < $1.key }.map { ["Key": .string($0.key), "Value": .string($0.value)] })
        }
        rule["ObjectSizeGreaterThan"] = filter.sizeGreaterThan.map { .string("\($0)") }
        rule["ObjectSizeLessThan"] = filter.sizeLessThan.map { .string("\($0)") }
        rule["ExpirationInDays"] = expireDays.map(JSONValue.integer)
        rule["ExpirationDate"] = expireDate.map { .string("\($0)") }
        rule["ExpiredObjectDeleteMarker"] = expireDeleteMarkers.map(JSONValue.bool)
        if !transitions.isEmpty {
            rule["Transitions"] = .array(transitions.map { $0.templateJSON(after: "TransitionInDays") })
        }
        if noncurrentExpireDays != nil || noncurrentKeep != nil {
            var expiration: [String: JSONValue] = [:]
            expiration["NoncurrentDays"] = noncurrentExpireDays.map(JSONValue.integer)
            expiration["NewerNoncurrentVersions"] = noncurrentKeep.map(JSONValue.integer)
            rule["NoncurrentVersionExpiration"] = .object(expiration)
        }
        if !noncurrentTransitions.isEmpty {
            rule["NoncurrentVersionTransitions"] = .array(
                noncurrentTransitions.map { $0.templateJSON(after: "TransitionInDays") })
        }
        if let abortUploadsDays {
            rule["AbortIncompleteMultipartUpload"] = ["DaysAfterInitiation": .integer(abortUploadsDays)]
        }
        return .object(rule)
    }
}

extension LifecycleRule.Transition {
    fileprivate func templateJSON(after name: String) -> JSONValue {
        var transition: [String: JSONValue] = ["StorageClass": .string(storageClass)]
        transition[name] = days.map(JSONValue.integer)
        transition["NewerNoncurrentVersions"] = keep.map(JSONValue.integer)
        transition["TransitionDate"] = date.map { .string("\($0)") }
        return .object(transition)
    }
}
