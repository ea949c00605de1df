import Synchronization

/// Counts that the curl thread updates when a request ends.
final class CurlCounters: Sendable {
    private let state = Mutex(CurlTransport.Statistics())

    var snapshot: CurlTransport.Statistics { state.withLock { $0 } }

    func record(succeeded: Bool, connections: Int, sent: Int, received: Int) {
        state.withLock { statistics in
            statistics.requests += 1
            statistics.failures += succeeded ? 0 : 1
            statistics.connections += connections
            statistics.bytesSent += sent
            statistics.bytesReceived += received
        }
    }
}
