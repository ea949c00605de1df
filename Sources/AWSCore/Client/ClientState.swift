import AWSNames
import Synchronization

/// The state that related clients share: keys, quotas, limits, clock corrections and the regions of buckets.
final class ClientState: Sendable {
    struct Place: Hashable {
        var account: String
        var region: String
        var service: String
    }

    let signingKeys = SigningKeyCache()
    let clockSkew = ClockSkew()
    private let quotas = Mutex<[Place: RetryQuota]>([:])
    private let rates = Mutex<[Place: RateLimiter]>([:])
    private let inFlight = Mutex<[String: InFlightLimit]>([:])
    private let bucketRegions = Mutex<[String: Region]>([:])

    func quota(region: String, service: String) -> RetryQuota {
        let place = Place(account: "", region: region, service: service)
        return quotas.withLock { quotas in Self.value(of: place, in: &quotas) { RetryQuota() } }
    }

    func rateLimiter(_ place: Place, ceiling: Double?) -> RateLimiter {
        rates.withLock { rates in Self.value(of: place, in: &rates) { RateLimiter(ceiling: ceiling) } }
    }

    func inFlightLimit(service: String, _ limit: Int) -> InFlightLimit {
        inFlight.withLock { limits in Self.value(of: service, in: &limits) { InFlightLimit(limit) } }
    }

    /// The regions of buckets that are not in the region in which they were requested.
    func region(ofBucket bucket: String) -> Region? { bucketRegions.withLock { $0[bucket] } }

    func remember(region: Region, ofBucket bucket: String) { bucketRegions.withLock { $0[bucket] = region } }

    private static func value<Key: Hashable, Value>(
        of key: Key, in values: inout [Key: Value], make: () -> Value
    ) -> Value {
        if let value = values[key] { return value }
        let value = make()
        values[key] = value
        return value
    }
}
