import AWSNames
import RecoveryModel

extension LintRule {
    static let regionRules = [regionOutOfScope, regionUnused, bucketInSeveralRegions]

    private static let regionOutOfScope = LintRule(
        id: "region-out-of-scope", severity: .error,
        reason: "drctl looks at nothing, and changes nothing, outside the policy's scope."
    ) { subject in
        let scope = subject.policy.scope.regions
        let entries =
            subject.databases.map { ($0, $1.regions) } + subject.buckets.map { ($0, $1.regions) }
        return entries.flatMap { path, regions in
            regions.enumerated().filter { !scope.contains($0.element) }.map { index, region in
                Finding(
                    path: path.appending("regions").appending(index),
                    summary: "\(region) is not in `scope.regions`", fix: "add it there, or remove it here")
            }
        }
    }

    /// The first region is always used: it has what an account has once.
    private static let regionUnused = LintRule(
        id: "region-unused", severity: .warning,
        reason: "An entry applies to the scope's first region, unless it names `regions`."
    ) { subject in
        let policy = subject.policy
        // Another rule warns of a drill in a region without copies.
        let drilled = copyRegions(subject).map(\.region)
        let used = Set(policy.targetRegions).union(policy.copyRegions).union(drilled)
        return policy.scope.regions.enumerated().dropFirst().filter { !used.contains($0.element) }.map {
            index, region in
            Finding(
                path: FieldPath("scope", "regions").appending(index),
                summary: "nothing is required in \(region): no entry names it, and no copies go there",
                fix: "add `regions: [\(region)]` to the entries that it is for, or remove it")
        }
    }

    /// https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
    private static let bucketInSeveralRegions = LintRule(
        id: "bucket-in-several-regions", severity: .error, reason: "A bucket is in one region, and its name is taken."
    ) { subject in
        subject.buckets.compactMap { path, bucket in
            guard Set(bucket.regions).count > 1, !bucket.bucket.contains("${region}") else { return nil }
            return Finding(
                path: path.appending("regions"),
                summary: "`\(bucket.bucket)` cannot be in \(CountText.of(Set(bucket.regions).count, "region"))",
                fix: "write ${region} in the bucket's name, or one region")
        }
    }
}
