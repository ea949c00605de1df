import Synchronization

/// The difference between the clocks of services and the local one, from their `Date` fields: signatures are valid for
/// only a few minutes.
final class ClockSkew: Sendable {
    /// AWS accepts five minutes; an invalid signature with a smaller difference has another cause.
    private static let threshold = 240

    private let offsets = Mutex<[String: Int]>([:])

    /// The seconds to add to the local clock for a host.
    func offset(of host: String) -> Int { offsets.withLock { $0[host] ?? 0 } }

    /// Updates the correction after a response that may be due to clock skew; true when it changed, so that a retry may
    /// succeed.
    func correct(host: String, headers: HTTPHeaders, now: Int) -> Bool {
        guard let served = headers["Date"].flatMap({ Timestamp($0, format: .httpDate) }) else { return false }
        let offset = served.seconds - now
        return offsets.withLock { offsets in
            guard abs(offset - (offsets[host] ?? 0)) >= Self.threshold else { return false }
            offsets[host] = offset
            return true
        }
    }
}
