import PostgresTools
import RecoveryEngine
import RecoveryModel

/// Asks a restored database the checks of a drill.
struct DrilledAnswers: Sendable {
    let tools: ClientTools
    let now: @Sendable () -> Instant
    let progress: @Sendable (DrillProgress) -> Void

    /// Asks, and has the drill judge the answers.
    ///
    /// - Throws: `PostgresError`, `CancellationError`.
    func judge(_ drill: RunningDrill, _ login: PostgresConnection) async throws {
        guard let backup = drill.value.backup, let point = drill.value.point else { return }
        drill.enter(.verify, at: now(), progress)
        let request = drill.value.request
        let checks = CheckPlanner.planOfBackup(request, backup, at: point)
        let settings = SessionSettings(
            applicationName: "drctl drill", statementTimeout: max(60, request.deadline / 1_000), readOnly: false)
        let questions = DatabaseQuestions(tools: tools, settings: settings, now: now, progress: progress)
        var answers = try await questions.answers(checks.filter { $0.preparation == nil }, from: login)
        answers.observations += try await StructureQuestions(tools: tools, settings: settings, progress: progress)
            .answers(checks.filter { $0.preparation != nil }, from: login)
        let all = answers
        drill.change { $0.answered(checks, all, at: now()) }
        if !request.smoke.isEmpty {
            drill.enter(.smoke, at: now(), progress)
            let result = try await CheckResult.smoke(request.smoke, against: login, tools: tools)
            drill.change { $0.smoked(result) }
        }
        drill.enter(.teardown, at: now(), progress)
    }
}
