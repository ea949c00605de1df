package import AWSCore
import AWSServices
package import RecoveryModel

/// Counts what a bucket's new lifecycle rules would delete at once: a rule holds for what is there already.
package struct ExpiringObjects: Sendable {
    let client: AWSClient
    let now: Instant
    /// Of 1,000 versions each: beyond them the count is a lower bound.
    private static let pages = 200

    package init(client: AWSClient, now: Instant) {
        self.client = client
        self.now = now
    }

    /// The plan, with what its lifecycle steps would delete among what they weaken.
    ///
    /// - Throws: `CancellationError` only: what could not be counted is said.
    package func counted(in plan: Plan) async throws -> Plan {
        var plan = plan
        let rules = plan.steps.enumerated().flatMap { index, step -> [(step: Int, bucket: String, Expiration)] in
            guard case .bucket(.putLifecycle(let bucket, let edit)) = step.change else { return [] }
            return edit.newExpirations.map { (index, bucket, $0) }
        }
        let losses = try await concurrentMap(rules) { try await loss($0.2, in: $0.bucket) }
        for (rule, loss) in zip(rules, losses) {
            if let loss { plan.steps[rule.step].weakens.append(loss) }
        }
        return plan
    }

    /// What a rule would delete at once, for people; nil when nothing.
    private func loss(_ expiration: Expiration, in bucket: String) async throws -> String? {
        do {
            return try await count(expiration, in: bucket).map {
                "rule \(expiration.rule) deletes what is there already: \($0)"
            }
        } catch let error as ClientError {
            guard error.code != "NoSuchBucket" else { return nil }
            return "what rule \(expiration.rule) deletes at once could not be counted: \(error)"
        }
    }

    /// Such as `3 objects, 1.2 GiB`; nil when nothing is old enough.
    private func count(_ expiration: Expiration, in bucket: String) async throws -> String? {
        var (objects, bytes, pages) = (0, 0, 0)
        var key: String?
        var newer: Instant?
        var noncurrent = 0
        for try await page in client.pages(
            S3.listObjectVersionsPages, .init(bucket: bucket, prefix: expiration.filter.prefix))
        {
            let markers = Dictionary(grouping: page.deleteMarkers ?? [], by: \.key)
            for version in page.versions ?? [] {
                guard let modified = version.lastModified.map({ Instant(milliseconds: $0.milliseconds) }) else {
                    continue
                }
                if version.key != key { (key, newer, noncurrent) = (version.key, nil, 0) }
                let isCurrent = version.isLatest ?? true
                if !isCurrent { noncurrent += 1 }
                let size = Int(version.size ?? 0)
                let limit = isCurrent ? expiration.days : expiration.noncurrentDays
                // A version is an earlier one since the next newer, or the marker of its deletion, was written.
                let marked = (markers[version.key] ?? []).compactMap { $0.lastModified?.milliseconds }
                    .map { Instant(milliseconds: $0) }
                let replaced = (marked + [newer].compactMap(\.self)).filter { $0 >= modified }.min()
                let since = isCurrent ? modified : replaced ?? modified
                newer = modified
                guard let limit, now - since >= Double(limit) * 86_400, expiration.filter.mayHold(size),
                    isCurrent || noncurrent > expiration.keptVersions
                else { continue }
                objects += 1
                bytes += size
            }
            pages += 1
            if pages == Self.pages { break }
        }
        guard objects > 0 else { return nil }
        let bound = pages == Self.pages ? "at least " : ""
        return "\(bound)\(CountText.of(objects, "object")), \(ByteCount(bytes: bytes).shown)"
    }
}

extension LifecycleRule.Filter {
    /// Whether an object of that size can be meant; its tags are not known.
    fileprivate func mayHold(_ size: Int) -> Bool {
        sizeGreaterThan.map { size > $0 } ?? true && sizeLessThan.map { size < $0 } ?? true
    }
}
