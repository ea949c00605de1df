import RecoveryModel
import RecoveryRuntime
import Synchronization

/// Says on stderr how far a run is: on a terminal a line for each running target, elsewhere a plain line now and then.
final class RunProgress: Sendable {
    private struct Running {
        var target: TargetName
        var reading: ReadingProgress
        var since: ContinuousClock.Instant
    }

    private struct State {
        var running: [Running] = []
        var finished = 0
        /// Seconds that finished targets took, together.
        var spent = 0.0
    }

    private let state = Mutex(State())
    private let total: Int
    private let console: Console
    private let clock = ContinuousClock()

    init(total: Int, console: Console) {
        self.total = total
        self.console = console
    }

    /// Shows the progress while the body runs.
    func shown<Value: Sendable>(_ body: @Sendable () async throws -> Value) async throws -> Value {
        guard !console.isQuiet else { return try await body() }
        console.live("Reading AWS …")
        let reporter = Task {
            // On a terminal it moves; in a log it shows that something goes on.
            let pause: Duration = console.isInteractive ? .milliseconds(200) : .seconds(5)
            while (try? await Task.sleep(for: pause)) != nil {
                let lines = lines
                guard !lines.isEmpty else { continue }
                if console.isInteractive { console.live(lines) } else { console.say(lines.joined(separator: "\n")) }
            }
        }
        let result: Result<Value, any Error>
        do { result = .success(try await body()) } catch { result = .failure(error) }
        // Nothing is shown any more when the result is written.
        reporter.cancel()
        await reporter.value
        return try result.get()
    }

    /// Reads one target; what it is given counts the resources.
    func read<Value: Sendable>(
        _ target: TargetName, _ body: (ReadingProgress) async throws -> Value
    ) async throws -> Value {
        let running = Running(target: target, reading: ReadingProgress(), since: clock.now)
        state.withLock { $0.running.append(running) }
        defer {
            state.withLock { state in
                state.running.removeAll { $0.reading === running.reading }
                state.finished += 1
                state.spent += running.since.duration(to: clock.now).seconds
            }
        }
        return try await body(running.reading)
    }

    /// The running targets in the order in which they began; with several targets the whole run first.
    private var lines: [String] {
        let (now, state) = (clock.now, state.withLock { $0 })
        let usual = state.finished > 0 ? state.spent / Double(state.finished) : nil
        let targets = state.running.map { running in
            let counts = running.reading.counts
            let elapsed = running.since.duration(to: now).seconds
            let expected = usual.map { ", usually \(ElapsedText.of(milliseconds: Int($0 * 1_000)))" } ?? ""
            return "\(running.target.shown): \(CountText.number(counts.read)) of "
                + "\(CountText.of(counts.known, "resource")) read, "
                + "\(ElapsedText.of(milliseconds: Int(elapsed * 1_000)))\(expected)"
        }
        return (total > 1 ? ["\(state.finished) of \(CountText.of(total, "target")) done"] : []) + targets
    }
}

extension Duration {
    /// In seconds, with fractions.
    fileprivate var seconds: Double {
        Double(components.seconds) + Double(components.attoseconds) / 1e18
    }
}
