import PostgresTools
import RecoveryEngine
import RecoveryModel

/// Runs the checks that need an extension. It is created on the copy, never on the source, which is only read.
struct StructureQuestions: Sendable {
    let tools: ClientTools
    /// The settings of a session that may create extensions.
    let settings: SessionSettings
    let progress: @Sendable (DrillProgress) -> Void

    /// One observation for each check; a failed preparation is the error of every check that needs it.
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
