import PostgresTools
import RecoveryEngine
import RecoveryModel

/// Asks the copy what needs an extension first: it is created there, and never on the source, which is only read.
struct StructureQuestions: Sendable {
    let tools: ClientTools
    /// Of a session that may create extensions.
    let settings: SessionSettings
    let progress: @Sendable (DrillProgress) -> Void

    /// One observation a check; a preparation that fails is the error of every check that needs it.
    func answers(_ checks: [PlannedCheck], from copy: PostgresConnection) async throws -> [CheckObservation] {
        guard !checks.isEmpty else { return [] }
        let progress = progress
        return try await PsqlSession.open(copy, settings: settings, tools: tools) { session in
            var observations: [CheckObservation] = []
            for (index, check) in checks.enumerated() {
                progress(.asking(check: check.name, number: index + 1, of: checks.count))
                let started = ContinuousClock.now
                var observation = CheckObservation(name: check.name, value: nil, error: nil, milliseconds: 0)
                do {
                    if let preparation = check.preparation { _ = try await session.rows(preparation) }
                    observation.value = PresentableValue.of(try await session.value(check.sql), check: check)
                } catch let error as PostgresError where error.kind != .connectionLost && error.kind != .tool {
                    observation.error = error.description
                }
                observation.milliseconds = Int(started.duration(to: .now) / .milliseconds(1))
                observations.append(observation)
            }
            return observations
        }
    }
}
