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
        let sized = content.sizes.sorted { $0.key < $1.key }.map { name, size in
            guard let item = BillingItem(storageClass: name) else {
                return unknown(
                    bucket, "Storage, \(name)", quantity: size.bytes, basis: size.origin,
                    "no price is known for the storage class \(name)")
            }
            return line(
                bucket.name, "Storage, \(name)", .known(size.bytes), item,
                basis: "\(ByteCount(bytes: size.bytes).shown) (\(size.origin))")
        }
        let unread = content.unread.sorted { $0.key < $1.key }.map { name, reason in
            unknown(bucket, "Storage, \(name)", quantity: nil, basis: "the bucket's objects", reason)
        }
        return sized + unread
    }

    /// What writing, moving and replicating the bucket's objects costs, as if all of them were of this month.
    private func requests(_ bucket: CostBasis.Bucket, _ content: StorageSizes.Bucket) -> [CostItem] {
        let all: Collected<Int> =
            content.unread.min { $0.key < $1.key }.map { .unavailable(.unread($0.value)) }
            ?? .known(content.classes.values.reduce(0) { $0.plus($1) })
        let estimated = all.map { $0.plus(Self.bytesOfRequest - 1) / Self.bytesOfRequest }
        let counted: Collected<Int> =
            content.objects.map { .known($0) } ?? content.uncounted.map { .unavailable(.unread($0)) } ?? estimated
        let shown =
            content.objects.map { "\(CountText.of($0, "object")), as if all were of this month" }
            ?? "one for each \(ByteCount(bytes: Self.bytesOfRequest).shown), as if all were of this month"
        let moves = bucket.movesTo.map { name in
            guard let item = BillingItem(storageClass: name)?.moving else {
                return unknown(
                    bucket, "Moves to \(name)", quantity: counted.value, basis: shown,
                    "no price is known for moves to the storage class \(name)")
            }
            return line(bucket.name, "Moves to \(name)", counted, item, basis: shown)
        }
        let transfer = bucket.replicaRegion.map {
            line(
                bucket.name, "Transfer to \($0)", all, transferItem(to: $0),
                basis: "its replica there, as if all were of this month")
        }
        return [line(bucket.name, "Writes", counted, .puts, basis: shown)] + moves + [transfer].compactMap(\.self)
    }

    /// A line without a price; of nothing at all it costs nothing.
    private func unknown(
        _ bucket: CostBasis.Bucket, _ title: String, quantity: Int?, basis: String, _ reason: String
    ) -> CostItem {
        CostItem(
            group: bucket.name, title: title, basis: basis, quantity: quantity, item: nil, region: region, price: nil,
            amount: quantity == 0 ? .known(.zero) : .unknown(reason))
    }
}

extension CollectionFailure {
    /// Of a size that neither CloudWatch nor the command line says.
    static func unsized(_ name: String) -> CollectionFailure {
        CollectionFailure(
            operation: "cloudwatch:GetMetricData", reason: "the size of \(name) is not known (--size \(name)=SIZE)")
    }

    /// Of a size that CloudWatch has and does not say.
    fileprivate static func unread(_ reason: String) -> CollectionFailure {
        CollectionFailure(operation: "cloudwatch:GetMetricData", reason: reason)
    }
}
