import RecoveryModel
import Testing

/// What a change really sends.
extension ChangeScenario {
    /// The only call of an operation that a change makes.
    static func call(_ operation: String, _ scenario: ChangeScenario) async throws -> AWSCall {
        let (aws, error) = await make(scenario.change, scenario.recordings[0])
        #expect(error == nil)
        let calls = aws.calls(of: operation)
        #expect(calls.count == 1)
        return try #require(calls.first)
    }

    static func call(_ operation: String, _ change: Change) async throws -> AWSCall {
        try await call(operation, ChangeScenario(change))
    }

    /// The parameters of a query without those that every query has.
    static func settings(_ call: AWSCall) -> [String: String] {
        call.parameters.filter { !["Action", "Version"].contains($0.key) }
    }
}
