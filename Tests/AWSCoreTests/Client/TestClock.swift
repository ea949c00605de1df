import AWSCore
import Synchronization

/// Time that passes only in sleep, and chance that is always one half.
final class TestClock: Sendable {
    private struct State {
        var uptime = Duration.zero
        var sleeps: [Duration] = []
        var identifiers = 0
    }

    /// 2026-11-23T05:34:15Z.
    static let start = 1_795_412_055.0

    private let state = Mutex(State())

    /// All waits so far.
    var sleeps: [Duration] { state.withLock { $0.sleeps } }

    var clock: ClientClock {
        ClientClock(
            now: { Self.start + Double(self.state.withLock { $0.uptime.components.seconds }) },
            uptime: { self.state.withLock { $0.uptime } },
            sleep: { duration in
                try Task.checkCancellation()
                self.state.withLock { state in
                    state.sleeps.append(duration)
                    state.uptime += duration
                }
            },
            random: { 0.5 },
            identifier: {
                self.state.withLock { state in
                    state.identifiers += 1
                    return "call-\(state.identifiers)"
                }
            })
    }
}
