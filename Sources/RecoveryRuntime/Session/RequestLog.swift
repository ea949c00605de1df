import AWSCore
import Synchronization

/// The requests that a client sent while it was asked to keep account of them.
final class RequestLog: Sendable {
    private let list = Mutex<[AttemptRecord]>([])

    /// Oldest first.
    var attempts: [AttemptRecord] { list.withLock { $0 } }

    /// The services' own names of them.
    var ids: [String] { attempts.compactMap(\.requestID) }

    fileprivate func add(_ attempt: AttemptRecord) { list.withLock { $0.append(attempt) } }
}

extension AWSClient {
    /// The same client, which also notes every request that it sends.
    func noting(in log: RequestLog) -> AWSClient {
        with { settings in
            let outer = settings.onAttempt
            settings.onAttempt = { attempt in
                log.add(attempt)
                outer?(attempt)
            }
        }
    }
}
