import RecoveryEngine
import RecoveryModel
import Testing

@Suite("What a restore has to pass") struct RestoreGateTests {
    private func target(
        _ existing: RestoreTarget.Existing? = nil, server: Int = 150_018, tool: Int = 15, roles: Set<String> = ["app"]
    ) -> RestoreTarget {
        RestoreTarget(serverNumber: server, toolMajor: tool, roles: roles, existing: existing)
    }

    private func reasons(
        _ target: RestoreTarget, _ consent: RestoreConsent = RestoreConsent(),
        _ change: (inout BackupManifest) -> Void = { _ in }
    ) -> [String] {
        var manifest = BackupSamples.manifest()
        manifest.roles = ["app"]
        manifest.schemaVersion = "42"
        change(&manifest)
        return RestoreGate.objections(to: manifest, into: target, by: consent).map(\.reason)
    }

    @Test(arguments: [(15, 15, true), (15, 16, true), (15, 17, false), (16, 18, false), (17, 17, true), (18, 18, true)])
    func `programs that set what the server does not know are refused`(server: Int, tool: Int, isFine: Bool) {
        let said = reasons(target(server: server * 10_000, tool: tool))
        #expect(said.isEmpty == isFine && said.allSatisfy { $0.contains("transaction_timeout") }, "\(said)")
    }

    @Test func `a new database needs no consent`() { #expect(reasons(target()) == []) }

    @Test func `an existing database needs its own name`() {
        var consent = RestoreConsent()
        let existing = target(.init(name: "kb", schemaVersion: "42"))
        #expect(reasons(existing) == ["database kb exists and would be replaced"])
        consent.confirmed = "kb2"
        #expect(reasons(existing, consent).count == 1)
        consent.confirmed = "kb"
        #expect(reasons(existing, consent) == [])
    }

    @Test func `production is refused, whatever was typed`() {
        var consent = RestoreConsent()
        consent.confirmed = "kb"
        consent.acceptedSchemaVersion = "42"
        for environment in ["production", "Production", "PROD", "live", "staging production"] {
            let existing = target(.init(name: "kb", environment: environment, schemaVersion: "42"))
            #expect(
                reasons(existing, consent) == ["database kb is marked as production (drctl.environment)"],
                "\(environment)")
        }
        for environment in ["staging", "preproduction", "non-prod"] {
            #expect(reasons(target(.init(name: "kb", environment: environment, schemaVersion: "42")), consent) == [])
        }
    }

    @Test func `another schema version has to be accepted by its number`() {
        var consent = RestoreConsent()
        consent.confirmed = "kb"
        let existing = target(.init(name: "kb", schemaVersion: "43"))
        #expect(reasons(existing, consent) == ["database kb has schema version 43, and the backup has 42"])
        consent.acceptedSchemaVersion = "44"
        #expect(reasons(existing, consent).count == 1)
        consent.acceptedSchemaVersion = "43"
        #expect(reasons(existing, consent) == [])
    }

    @Test func `older servers and older programs are refused`() {
        #expect(
            reasons(target(server: 140_012)) == ["the backup is of PostgreSQL 15, and the server is older: 14"])
        #expect(reasons(target(server: 170_001, tool: 17)) == [])
        #expect(
            reasons(target(tool: 15)) { $0.tools["pg_dump"] = "17.2" } == [
                "the backup was made by pg_dump 17, which pg_restore 15 does not read"
            ])
    }

    @Test func `missing roles are named, unless owners are left out`() {
        var consent = RestoreConsent()
        let bare = target(roles: ["postgres"])
        #expect(
            reasons(bare) == [
                "the server has no role app, which own objects of the backup or have privileges on them"
            ])
        consent.leavesOwners = true
        #expect(reasons(bare, consent) == [])
    }
}
