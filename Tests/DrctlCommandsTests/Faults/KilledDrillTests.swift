import Foundation
import Testing

/// kill -9 in each phase: afterwards `drill resume` finishes the drill, and `drill cleanup` removes what it made, also
/// when nothing but its tags is left to know it by.
@Suite(.serialized, .sandbox) struct KilledDrillTests {
    @Test(arguments: KillPoint.all)
    func `a drill that was killed is finished by resume`(_ point: KillPoint) async throws {
        let sandbox = try await Sandbox.shared()
        let state = try await kill(at: point, sandbox)
        if point.linesLost > 0 { try cut(point.linesLost, state) }
        let stopped = try await sandbox.drill("status", state: state)
        #expect(stopped.code == 6)

        let evidence = point.evidence.map { ["--evidence", $0] } ?? []
        let resumed = try await sandbox.drill(
            "resume", evidence, policy: try sandbox.policy(point.policy), state: state)
        #expect(resumed.code == 0, "\(resumed.output)\(resumed.conversation)")
        #expect(resumed.output.hasPrefix("VERIFIED: "), "\(resumed.output)")
        #expect(try await sandbox.leftovers() == [])
        let status = try await sandbox.drill("status", state: state)
        #expect(status.code == 0, "\(status.output)")
        let kept = try await sandbox.drctl(["evidence", "verify"] + evidence, state: state)
        #expect(kept.output.hasPrefix("CONSISTENT: knowledge-base, 1 record"), "\(kept.output)")
        let again = try await sandbox.drill("resume", state: state)
        #expect(again.code == 5, "a drill is finished once")
        if let marker = point.marker { try await sandbox.administrator("kb-prod", Sandbox.noMarkerTable(marker)) }
    }

    @Test(arguments: KillPoint.all.filter { $0.linesLost == 0 })
    func `what a killed drill made is removed by its tags alone`(_ point: KillPoint) async throws {
        let sandbox = try await Sandbox.shared()
        let state = try await kill(at: point, sandbox)
        try FileManager.default.removeItem(atPath: state)
        let made = try await sandbox.leftovers()
        if point.hasMadeSomething { #expect(!made.isEmpty) }

        let cleanup = try await sandbox.drill("cleanup", state: state + "-of-another-machine")
        #expect(cleanup.code == 0, "\(cleanup.output)\(cleanup.conversation)")
        if point.hasMadeSomething { #expect(cleanup.output.hasPrefix("CLEAN: "), "\(cleanup.output)") }
        #expect(try await sandbox.leftovers() == [])
        let status = try await sandbox.drill("status", state: state)
        #expect(status.code == 0, "\(status.output)")
        if let marker = point.marker { try await sandbox.administrator("kb-prod", Sandbox.noMarkerTable(marker)) }
    }

    @Test func `a cleanup ends what a killed drill left to resume, and keeps its hands off one that runs`() async throws
    {
        let sandbox = try await Sandbox.shared()
        let wait = try #require(KillPoint.all.first { $0.name == "wait" })
        let state = sandbox.folder + "/state-\(UUID().uuidString)"
        try await sandbox.fault(wait.faults[0])
        let killed = try await sandbox.drill("run", state: state) { running in
            try await running.reaches("the wait") { Sandbox.newestLedger(in: state).text.contains("restoreAccepted") }
            let refused = try await sandbox.drill("cleanup", state: state)
            #expect(refused.code == 5, "\(refused.output)")
            #expect(refused.conversation.contains("another drill of knowledge-base is running on this machine"))
            running.send(SIGKILL)
        }
        #expect(killed.code == -SIGKILL)
        try await sandbox.heal()
        let cleanup = try await sandbox.drill("cleanup", state: state)
        #expect(cleanup.code == 0, "\(cleanup.output)")
        #expect(cleanup.conversation.contains("stopped during restore"), "\(cleanup.conversation)")
        #expect(try await sandbox.drill("status", state: state).code == 0)
        #expect(try await sandbox.drill("resume", state: state).code == 5)
        #expect(try await sandbox.leftovers() == [])
    }

    /// Runs a drill up to the point, kills it, and takes the faults away; returns its state folder.
    private func kill(at point: KillPoint, _ sandbox: Sandbox) async throws -> String {
        let state = sandbox.folder + "/state-\(UUID().uuidString)"
        try await sandbox.forgetCalls()
        if let marker = point.marker { try await sandbox.administrator("kb-prod", Sandbox.markerTable(marker)) }
        var held: Int?
        for fault in point.faults {
            let number = try await sandbox.fault(fault)
            held = held ?? number
        }
        let evidence = point.evidence.map { ["--evidence", $0] } ?? []
        let outcome = try await sandbox.drill(
            "run", point.arguments + evidence, policy: try sandbox.policy(point.policy), state: state
        ) { [held] running in
            try await running.reaches(point.name) {
                switch point.sign {
                case .callIsHeld: try await sandbox.strikes(of: try #require(held)) > 0
                case .ledgerHas(let text): Sandbox.newestLedger(in: state).text.contains(text)
                }
            }
            running.send(SIGKILL)
        }
        #expect(outcome.code == -SIGKILL, "\(outcome.output)\(outcome.conversation)")
        if let call = point.orphanedCall {
            try await eventually("\(call) without its caller") {
                try await sandbox.calls().contains { $0.operation == call }
            }
        }
        try await sandbox.heal()
        return state
    }

    private func cut(_ lines: Int, _ state: String) throws {
        let ledger = Sandbox.newestLedger(in: state)
        let kept = ledger.text.split(separator: "\n").dropLast(lines).joined(separator: "\n") + "\n"
        try kept.write(toFile: ledger.path, atomically: true, encoding: .utf8)
    }
}
