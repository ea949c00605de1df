import AWSCore
import Testing

/// Polls until the condition holds; gives up after half a minute.
func eventually(_ condition: @Sendable () throws -> Bool) async throws -> Bool {
    for _ in 0..<3_000 {
        if try condition() { return true }
        try await Task.sleep(for: .milliseconds(10))
    }
    return false
}

/// Polls until the value has not changed for a third of a second.
func settled<Value: Equatable>(_ value: @Sendable () -> Value) async throws -> Value {
    var (last, unchanged) = (value(), 0)
    while unchanged < 30 {
        try await Task.sleep(for: .milliseconds(10))
        let current = value()
        unchanged = current == last ? unchanged + 1 : 0
        last = current
    }
    return last
}

/// The error that the call ends with, which has to be an `HTTPError`.
func httpError(
    sourceLocation: SourceLocation = #_sourceLocation, _ call: () async throws -> some Sendable
) async throws -> HTTPError {
    try #require(await #expect(throws: HTTPError.self, sourceLocation: sourceLocation) { _ = try await call() })
}
