import RecoveryModel

extension LintRule {
    static let evidenceRules = [evidenceExpires, keyNobodyReads]

    /// Only what the policy says of the bucket itself can be seen here.
    private static let evidenceExpires = LintRule(
        id: "evidence-expires", severity: .warning,
        reason: "Evidence that is deleted breaks the chain of records: what comes before it can no longer be verified."
    ) { subject in
        guard let evidence = subject.policy.evidence else { return [] }
        return subject.buckets.filter { $0.1.bucket == evidence.bucket }.flatMap { path, bucket in
            bucket.lifecycle.enumerated().compactMap { index, rule in
                let (kept, expired) = (evidence.prefix ?? "", rule.prefix)
                guard let expire = rule.expire, kept.hasPrefix(expired) || expired.hasPrefix(kept) else { return nil }
                return Finding(
                    path: path.appending("lifecycle").appending(index),
                    summary: "evidence in `\(evidence.bucket)` is deleted after \(expire)",
                    fix: "remove the rule, or give evidence a bucket or `prefix` of its own")
            }
        }
    }

    /// What signs is read by who drills; the policy's roles are the only ones that get a right for it.
    private static let keyNobodyReads = LintRule(
        id: "signing-key-unread", severity: .warning,
        reason: "Only drills sign evidence, and no role of the policy that may drill can read the key."
    ) { subject in
        guard let key = subject.policy.evidence?.signingKey, !subject.policy.roles.isEmpty,
            !subject.policy.roles.contains(where: { $0.may.contains(.drill) })
        else { return [] }
        return [
            Finding(
                path: FieldPath("evidence", "signingKey"),
                summary: "none of the policy's roles may `drill`, so none reads `\(key)`",
                fix: "add a role with `may: [drill]`, or remove `signingKey`")
        ]
    }
}
