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
        for index in plan.steps.indices {
            guard case .bucket(.putLifecycle(let bucket, let edit)) = plan.steps[index].change else { continue }
            for expiration in edit.newExpirations {
                do {
                    guard let found = try await count(expiration, in: bucket) else { continue }
                    plan.steps[index].weakens.append("rule \(expiration.rule) deletes what is there already: \(found)")
                } catch let error as ClientError where error.code == "NoSuchBucket" {
                    continue
                } catch let error as ClientError {
                    plan.steps[index].weakens.append(
                        "what rule \(expiration.rule) deletes at once could not be counted: \(error)")
                }
            }
        }
        return plan
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
