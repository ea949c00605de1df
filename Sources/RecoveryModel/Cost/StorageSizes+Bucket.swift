extension StorageSizes {
    /// What a bucket holds, class by class.
    package struct Bucket: Sendable, Equatable {
        /// By S3's word for the storage class, such as `GLACIER_IR`; each with where its size comes from.
        package private(set) var sizes: [String: Size]
        /// Why the size of a class is not known, by the same word.
        package private(set) var unread: [String: String] = [:]
        /// The number of objects; nil where nobody says it.
        package var objects: Int?
        /// Why the number of objects is not known though it was asked for; nil otherwise.
        package var uncounted: String?

        /// - Parameter classes: Bytes by S3's word.
        package init(classes: [String: Int], objects: Int? = nil, origin: String) {
            sizes = classes.mapValues { Size(bytes: $0, origin: origin) }
            self.objects = objects
        }

        /// Nothing that is known yet.
        package static let empty = Bucket(classes: [:], origin: "")

        /// Bytes by S3's word.
        package var classes: [String: Int] { sizes.mapValues(\.bytes) }

        /// So many bytes more in a class, at most what an integer holds.
        package mutating func add(_ bytes: Int, to name: String, origin: String) {
            let there = sizes[name] ?? Size(bytes: 0, origin: origin)
            sizes[name] = Size(bytes: there.bytes.plus(bytes), origin: there.origin)
        }

        /// Leaves the size of a class unknown.
        package mutating func miss(_ name: String, because reason: String) {
            sizes[name] = nil
            unread[name] = reason
        }

        /// The same with what another one says in its place, class by class; the other classes and the objects stay.
        package func overridden(by other: Bucket) -> Bucket {
            var bucket = self
            for (name, size) in other.sizes {
                bucket.sizes[name] = size
                bucket.unread[name] = nil
            }
            bucket.unread.merge(other.unread) { _, theirs in theirs }
            // Whoever says sizes need not know how many objects there are.
            bucket.objects = other.objects ?? objects
            bucket.uncounted =
                other.objects == nil && other.sizes.isEmpty ? uncounted ?? other.uncounted : other.uncounted
            return bucket
        }
    }
}
