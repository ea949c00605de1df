import PostgresTools
package import RecoveryEngine
package import RecoveryModel

/// Runs the checks that must fail on the restored database, during a selftest's real drill.
///
/// Invariant: it never changes what the drill itself observes.
package actor DrillProbe {
    private let request: DrillRequest
    package private(set) var findings: RedFindings?

    package init(_ request: DrillRequest) { self.request = request }

    func ask(_ questions: DatabaseQuestions, _ connection: PostgresConnection) async throws {
        let checks = DrillSelftest.checks(request).values.sorted { $0.name < $1.name }
        let answers = try await questions.answers(checks, from: connection)
        var refusal = "a closed port accepted the connection"
        do {
            // Port 1 (tcpmux) is closed on every database host.
            _ = try await questions.version(connection.at(host: connection.host, port: 1))
        } catch let error as PostgresError {
            refusal = error.description
        }
        findings = RedFindings(answers: answers.observations, refusal: refusal)
    }
}

extension DrillRunner {
    /// Runs a real drill, then replays it with each simulated fault.
    package func selftest() async throws -> (record: DrillRecord, report: SelftestReport) {
        let probe = DrillProbe(request)
        var runner = self
        runner.probe = probe
        let record = try await runner.run()
        let log = try ledger.events()
        guard let findings = await probe.findings else {
            let lines = DrillSelftest.ways(request).map {
                SelftestReport.Line(
                    way: $0.rawValue, expected: $0.expected, expectedExit: $0.expectedExit, got: nil,
                    summary: "the real drill did not get that far")
            }
            return (record, SelftestReport(drill: request.id, verdict: record.verdict, lines: lines))
        }
        let lines = DrillSelftest.ways(request).map { way in
            let replayed = DrillSelftest.replay(way, request: request, log: log, findings: findings)
            return SelftestReport.Line(
                way: way.rawValue, expected: way.expected, expectedExit: way.expectedExit, got: replayed?.verdict,
                summary: replayed?.summary ?? "the policy has no check with `until`")
        }
        return (record, SelftestReport(drill: request.id, verdict: record.verdict, lines: lines))
    }
}
