import Synchronization

/// How far the clocks of services are from ours, learnt from their `Date` fields: signatures are good for minutes only.
final class ClockSkew: Sendable {
    /// AWS accepts five minutes; a wrong signature that comes with less is wrong for another reason.
    private static let threshold = 240

    private let offsets = Mutex<[String: Int]>([:])

    /// Seconds to add to our clock for a host.
    func offset(of host: String) -> Int { offsets.withLock { $0[host] ?? 0 } }

    /// Learns from a response that may be about clocks; true when the correction has changed, so that a retry may work.
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
