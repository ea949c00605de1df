import AWSNames
import RecoveryModel

extension Pricing {
    /// The part size of drctl's own uploads, each of which is a request.
    private static let bytesOfRequest = 8 << 20

    func items(_ bucket: CostBasis.Bucket) -> [CostItem] {
        var items = bucket.content.map { storage(bucket, $0) + requests(bucket, $0) } ?? [unsized(bucket)]
        if let replica = bucket.replica {
            items.append(
                CostItem(
                    group: bucket.name, title: "Replica", basis: "everything once more in \(replica)", quantity: nil,
                    item: .standard, region: region, price: nil,
                    amount: .unknown("\(replica) is none of the policy's buckets: its region is not known")))
        }
        return items
    }

    private func unsized(_ bucket: CostBasis.Bucket) -> CostItem {
        line(
            bucket.name, "Storage", .unavailable(.unsized(bucket.name)), .standard, basis: "the bucket's objects")
    }

    private func storage(_ bucket: CostBasis.Bucket, _ content: StorageSizes.Bucket) -> [CostItem] {
        content.classes.sorted { $0.key < $1.key }.map { name, bytes in
            guard let item = BillingItem(storageClass: name) else {
                return CostItem(
                    group: bucket.name, title: "Storage, \(name)", basis: content.origin, quantity: bytes, item: nil,
                    region: region, price: nil,
                    amount: bytes == 0 ? .known(.zero) : .unknown("no price is known for the storage class \(name)"))
            }
            return line(
                bucket.name, "Storage, \(name)", .known(bytes), item,
                basis: "\(ByteCount(bytes: bytes).shown) (\(content.origin))")
        }
    }

    /// What writing and moving the bucket's objects costs, as if all of them were of this month.
    private func requests(_ bucket: CostBasis.Bucket, _ content: StorageSizes.Bucket) -> [CostItem] {
        let bytes = content.classes.values.reduce(0, +)
        let estimated = (bytes + Self.bytesOfRequest - 1) / Self.bytesOfRequest
        let count = content.objects ?? estimated
        let shown =
            content.objects.map { "\(CountText.of($0, "object")), as if all were of this month" }
            ?? "one for each \(ByteCount(bytes: Self.bytesOfRequest).shown), as if all were of this month"
        return [line(bucket.name, "Writes", .known(count), .puts, basis: shown)]
            + bucket.movesTo.compactMap { name in
                BillingItem(storageClass: name)?.moving.map {
                    line(bucket.name, "Moves to \(name)", .known(count), $0, basis: shown)
                }
            }
    }
}

extension CollectionFailure {
    /// Of a size that neither CloudWatch nor the command line says.
    static func unsized(_ name: String) -> CollectionFailure {
        CollectionFailure(
            operation: "cloudwatch:GetMetricData", reason: "the size of \(name) is not known (--size \(name)=SIZE)")
    }
}
