import AWSCore
import Synchronization

/// Records the requests that a client sends.
final class RequestLog: Sendable {
    private let list = Mutex<[AttemptRecord]>([])

    /// The requests, oldest first.
    var attempts: [AttemptRecord] { list.withLock { $0 } }

    /// The request ids.
    var ids: [String] { attempts.compactMap(\.requestID) }

    fileprivate func add(_ attempt: AttemptRecord) { list.withLock { $0.append(attempt) } }
}

extension AWSClient {
    /// The same client, which also records every request it sends.
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
