import Foundation
import Testing

/// Every fault of the matrix by the real binary: its verdict, its exit code, and nothing left behind.
///
/// `make fault-matrix` prints the table.
@Suite(.serialized, .sandbox(atEnd: FaultTable.print)) struct FaultMatrixTests {
    @Test(arguments: FaultRun.all)
    func `a drill that is disturbed ends in its verdict and leaves nothing behind`(_ run: FaultRun) async throws {
        let sandbox = try await Sandbox.shared()
        for fault in run.faults { try await sandbox.fault(fault) }
        let started = ContinuousClock.now
        let outcome = try await carryOut(run, sandbox)
        let took = started.duration(to: .now)
        try await sandbox.heal()

        let said = "\(outcome.output)\(outcome.conversation)"
        let unwrapped = said.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        #expect(outcome.code == run.code, "\(said)")
        #expect(outcome.output.hasPrefix("\(run.verdict): "), "\(said)")
        for text in run.says { #expect(unwrapped.contains(text), "\"\(text)\" is not in: \(said)") }
        let left = try await sandbox.leftovers()
        #expect(left.isEmpty != run.leaves, "\(left)")
        FaultTable.add(run, outcome, left: left, took: took)

        if run.place == .fullDisk { try await keepLater(sandbox) }
        if !left.isEmpty { try await cleanUp(sandbox) }
        let status = try await sandbox.drill("status")
        #expect(status.code == 0, "\(status.output)\(status.conversation)")
    }

    private func carryOut(_ run: FaultRun, _ sandbox: Sandbox) async throws -> Binary.Outcome {
        let policy = try sandbox.policy(run.policy)
        switch run.place {
        case .usual: return try await sandbox.drill("run", run.arguments, policy: policy)
        case .fullDisk:
            let evidence = Self.evidence(sandbox)
            return try await sandbox.drill(
                "run", run.arguments + ["--evidence", evidence], policy: policy, under: try await FullDisk.at(evidence))
        case .expiringCredentials:
            return try await sandbox.drill(
                "run", run.arguments, policy: policy, extra: try ExpiringCredentials.environment(in: sandbox.folder))
        }
    }

    /// With room again, the evidence of the drill that ran out of it is kept, and says what was true.
    private func keepLater(_ sandbox: Sandbox) async throws {
        let unkept = try await sandbox.drill("status")
        #expect(unkept.code == 6)
        let said = unkept.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        #expect(said.contains("is finished, but its evidence is not stored"), "\(said)")
        let evidence = ["--evidence", Self.evidence(sandbox)]
        let kept = try await sandbox.drill("resume", evidence)
        #expect(kept.code == 0, "\(kept.output)\(kept.conversation)")
        #expect(kept.output.hasPrefix("VERIFIED: "))
        let verified = try await sandbox.drctl(["evidence", "verify"] + evidence)
        #expect(verified.output.hasPrefix("CONSISTENT: knowledge-base, 1 record"), "\(verified.output)")
    }

    private func cleanUp(_ sandbox: Sandbox) async throws {
        let cleanup = try await sandbox.drill("cleanup")
        #expect(cleanup.code == 0, "\(cleanup.output)\(cleanup.conversation)")
        #expect(cleanup.output.hasPrefix("CLEAN: 1 resource deleted"))
        #expect(try await sandbox.leftovers().isEmpty)
    }

    private static func evidence(_ sandbox: Sandbox) -> String { sandbox.folder + "/evidence-elsewhere" }
}
