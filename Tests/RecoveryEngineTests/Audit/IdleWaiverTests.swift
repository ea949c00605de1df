import AWSNames
import RecoveryEngine
import RecoveryModel
import Testing

@Suite("Waivers of what is not there")
struct IdleWaiverTests {
    private let estate: Estate

    init() throws { estate = try Estate.compliant() }

    private func waiver(
        _ control: String, _ resource: String, until day: CalendarDay = Estate.now.day.adding(days: 9)
    ) -> Waiver {
        Waiver(control: control, resource: resource, reason: "until Q1", owner: "cto", expires: day)
    }

    /// What is said of a waiver after a run over these targets.
    private func warnings(
        _ waiver: Waiver, _ filter: FindingFilter = FindingFilter(controls: [], resources: []),
        in run: ((Estate) -> Run<AuditResult>)? = nil
    ) -> [Diagnostic] {
        let waived = estate.with { $0.policy.waivers = [waiver] }
        let document = PolicyDocument(
            file: "dr.yaml", digest: "", policy: waived.policy, diagnostics: [], origins: [:], explain: { [] })
        let audited = run?(waived) ?? Run([.init(waived.audit.target, .done(waived.audit))])
        return IdleWaivers([document], on: Estate.now.day).warnings(in: audited, filter)
    }

    @Test func `a resource that was misspelled is told, with the name that was meant`() {
        let warnings = warnings(waiver("database.multi-az", "kb-prd"))
        #expect(warnings.map(\.severity) == [.warning] && warnings.map(\.id) == ["waiver-without-finding"])
        #expect(
            warnings.first?.summary == "waivers[0].resource: database.multi-az has no finding on `kb-prd`")
        #expect(warnings.first?.hint == "did you mean `kb-prod`?")
        #expect(
            self.warnings(waiver("database.multi-az", "something-else")).first?.hint
                == "delete the waiver, or correct its resource")
    }

    @Test func `a control that the policy does not require has nothing to waive`() {
        let unasked = waiver("self-managed.encryption", "*")
        #expect(
            warnings(unasked).first?.summary
                == "waivers[0].resource: the policy does not require self-managed.encryption")
    }

    @Test func `a waiver of what there is says nothing, whatever its verdict`() {
        #expect(warnings(waiver("database.multi-az", "kb-prod")).isEmpty)
        #expect(warnings(waiver("database.multi-az", "*")).isEmpty)
    }

    @Test func `what lint says of a waiver is not said again`() {
        #expect(warnings(waiver("database.multi-az", "kb-prd", until: Estate.now.day.adding(days: -1))).isEmpty)
        #expect(warnings(waiver("database.multi-azz", "kb-prd")).isEmpty)
    }

    @Test func `another target may have the resource, and one that failed or was left out as well`() {
        let elsewhere = waiver("database.multi-az", "kb-west")
        func entry(_ estate: Estate, database: String = "kb-prod") -> Run<AuditResult>.Entry {
            var audit = estate.audit
            for index in audit.findings.indices where audit.findings[index].resource.name == "kb-prod" {
                audit.findings[index].resource = ResourceReference(.database, database)
            }
            return .init(audit.target, .done(audit))
        }
        #expect(warnings(elsewhere) { Run([entry($0)]) }.count == 1)
        #expect(warnings(elsewhere) { Run([entry($0), entry($0, database: "kb-west")]) }.isEmpty)
        #expect(
            warnings(elsewhere) { Run([entry($0), .init($0.audit.target, .failed(RunFailure("expired token")))]) }
                .isEmpty)
        let place = UncoveredPlace(
            policy: "knowledge-base", account: nil, region: Region("us-west-2"), reason: "--region leaves it out")
        #expect(warnings(elsewhere) { Run([entry($0)], uncovered: [place]) }.isEmpty)
        // Another policy's targets have nothing to do with it.
        var others = place
        others.policy = "billing"
        #expect(warnings(elsewhere) { Run([entry($0)], uncovered: [others]) }.count == 1)
    }

    @Test func `what could not be read may be what is waived`() {
        let hidden = warnings(waiver("database.multi-az", "kb-prd")) { estate in
            let audit = estate.with { $0.database.multiAZ = .unavailable(Estate.failure) }.audit
            return Run([.init(audit.target, .done(audit))])
        }
        #expect(hidden.isEmpty)
    }

    @Test func `a part of an audit says nothing of the rest`() {
        let idle = waiver("database.multi-az", "kb-prd")
        #expect(warnings(idle, FindingFilter(controls: ["storage.encryption"], resources: [])).isEmpty)
        #expect(warnings(idle, FindingFilter(controls: [], resources: ["kb-prod"])).isEmpty)
        #expect(warnings(idle, FindingFilter(controls: [], resources: [], framework: .nist80053)).isEmpty)
        #expect(warnings(idle, FindingFilter(controls: ["database.multi-az"], resources: [])).count == 1)
    }
}
