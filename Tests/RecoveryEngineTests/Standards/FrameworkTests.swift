import RecoveryModel
import Testing

@testable import RecoveryEngine

@Suite("Frameworks")
struct FrameworkTests {
    private func coverage(_ framework: Framework, _ estate: Estate) -> FrameworkCoverage {
        FrameworkCoverage(framework, estate.audit.findings)
    }

    private func state(_ id: String, of framework: Framework, _ estate: Estate) throws -> RequirementAnswer.State {
        try #require(coverage(framework, estate).answers.first { $0.requirement.id == id }).state
    }

    @Test(arguments: Framework.allCases)
    func `each names its requirements once, and every claim of a control is one of them`(framework: Framework) {
        let ids = framework.requirements.map(\.id)
        #expect(Set(ids).count == ids.count)
        for control in Catalogue.descriptions {
            for claim in control.standards.compactMap(framework.requirement) {
                #expect(ids.contains(claim), "\(control.id) claims \(claim) of \(framework.title)")
            }
        }
        #expect(
            ids.contains { id in
                Catalogue.descriptions.contains { $0.standards.contains { framework.requirement(of: $0) == id } }
            })
    }

    @Test(arguments: Framework.allCases)
    func `no requirement is met without a finding that is`(framework: Framework) throws {
        for answer in FrameworkCoverage(framework, []).answers {
            #expect([.noControl, .notAsked, .untested].contains(answer.state), "\(answer.requirement.id)")
        }
        for answer in coverage(framework, try .compliant(withCluster: true)).answers where answer.state == .met {
            #expect(answer.met > 0 && answer.violated + answer.unknown + answer.waived == 0)
        }
        #expect(coverage(framework, try .compliant(withCluster: true)).count(.met) > 0)
    }

    @Test func `what no control answers is said as such`() throws {
        #expect(try state("CP-3", of: .nist80053, .compliant()) == .noControl)
        #expect(try state("RDS.23", of: .fsbp, .compliant()) == .noControl)
        #expect(try state("12(3)", of: .dora, .compliant()) == .noControl)
    }

    @Test func `what the policy does not ask for is not met`() throws {
        let estate = try Estate.compliant().with { $0.policy.storage = [] }
        #expect(try state("2.1.4", of: .cis, estate) == .notAsked)
        #expect(try state("2.1.4", of: .cis, .compliant()) == .met)
    }

    @Test(arguments: ["CP-4", "CP-9(1)", "CP-10"])
    func `a test is answered by verified drills alone`(id: String) throws {
        #expect(try state(id, of: .nist80053, .compliant()) == .met)
        let undrilled = try Estate.compliant().with {
            $0.policy.drill = nil
            $0.inventory.drills = nil
        }
        #expect(try state(id, of: .nist80053, undrilled) == .untested, "settings pass no test")
        let unread = try Estate.compliant().with { $0.inventory.drills = .unavailable(Estate.failure) }
        #expect(try state(id, of: .nist80053, unread) == .unknown)
        let never = try Estate.compliant().with { $0.inventory.drills = .known([]) }
        #expect(try state(id, of: .nist80053, never) == .violated)
    }

    @Test func `the same holds for SOC 2, ISO 27001 and DORA`() throws {
        let undrilled = try Estate.compliant().with {
            $0.policy.drill = nil
            $0.inventory.drills = nil
        }
        #expect(try state("A1.3", of: .soc2, undrilled) == .untested)
        #expect(try state("A.8.13", of: .iso27001, undrilled) == .untested)
        #expect(try state("12(6)", of: .dora, undrilled) == .untested)
        #expect(try state("A1.3", of: .soc2, .compliant()) == .met)
    }

    @Test func `the worst finding decides`() throws {
        let estate = try Estate.compliant().with { $0.database.backupRetentionDays = .known(1) }
        #expect(try state("CP-9", of: .nist80053, estate) == .violated)
        let unknown = try Estate.compliant().with { $0.database.storageEncrypted = .unavailable(Estate.failure) }
        #expect(try state("2.2.1", of: .cis, unknown) == .unknown)
        let waived = try Estate.compliant().with {
            $0.database.multiAZ = .known(false)
            $0.policy.waivers = [
                Waiver(
                    control: "database.multi-az", resource: "*", reason: "", owner: "",
                    expires: Estate.now.day.adding(days: 1))
            ]
        }
        #expect(try state("2.2.4", of: .cis, waived) == .waived)
    }

    @Test func `FSBP has only the controls of Security Hub that belong to it`() {
        #expect(Framework.fsbp.requirement(of: .securityHub("RDS.11")) == "RDS.11")
        for id in ["SNS.1", "S3.14", "S3.15", "S3.17", "KMS.4", "CloudWatch.15", "CloudWatch.17", "RDS.38"] {
            #expect(Framework.fsbp.requirement(of: .securityHub(id)) == nil)
        }
        #expect(Framework.fsbp.requirement(of: .nist80053("CP-9")) == nil)
    }
}

@Suite("Standards that depend on what is required")
struct StandardClaimTests {
    private func claims(_ control: ControlID, _ estate: Estate, on resource: String? = nil) throws -> [Standard] {
        try #require(estate.finding(control, on: resource)).control.standards
    }

    @Test func `SSE-S3 does not claim what asks for SSE-KMS`() throws {
        let kms = try claims("storage.encryption", .compliant(), on: Estate.bucketName)
        #expect(kms.contains(.securityHub("S3.17")))
        #expect(!kms.contains(.awsConfig("s3-bucket-server-side-encryption-enabled")))
        let s3 = try claims(
            "storage.encryption", try Estate.compliant().with { $0.policy.storage[0].encryption = .s3 },
            on: Estate.bucketName)
        #expect(!s3.contains(.securityHub("S3.17")))
        #expect(s3.contains(.awsConfig("s3-bucket-server-side-encryption-enabled")))
    }

    @Test func `the bucket's own block is S3.8, the account's is S3.1`() throws {
        let own = try claims("storage.public-access-blocked", .compliant(), on: Estate.bucketName)
        #expect(own.contains(.securityHub("S3.8")) && !own.contains(.securityHub("S3.1")))
        let accounts = try Estate.compliant().with {
            $0.bucket.publicAccessBlock = .known(nil)
            $0.inventory.accountPublicAccessBlock = .known(.all)
        }
        let theirs = try claims("storage.public-access-blocked", accounts, on: Estate.bucketName)
        #expect(theirs.contains(.securityHub("S3.1")) && !theirs.contains(.securityHub("S3.8")))
    }

    @Test(arguments: [
        (["postgresql", "upgrade"], ["RDS.36", "RDS.9"]), (["postgresql"], ["RDS.36"]), (["upgrade"], []),
    ])
    func `logs claim what their types satisfy`(logs: [String], hub: [String]) throws {
        let estate = try Estate.compliant().with { $0.policy.databases[0].protection.exportLogs = logs }
        let claimed = try claims("database.log-exports", estate).compactMap { standard -> String? in
            if case .securityHub(let id) = standard { id } else { nil }
        }
        #expect(claimed == hub)
    }

    @Test func `Aurora's members are upgraded by RDS.13`() throws {
        let claimed = try claims("cluster.minor-version-upgrades", .compliant(withCluster: true))
        #expect(claimed.contains(.securityHub("RDS.13")) && !claimed.contains(.securityHub("RDS.35")))
    }

    @Test func `a severity of the policy replaces the catalogue's, and the title stays`() throws {
        let estate = try Estate.compliant().with { $0.policy.severities = ["database.multi-az": .critical] }
        let finding = try #require(estate.finding("database.multi-az"))
        #expect(finding.control.severity == .critical)
        #expect(finding.control.title == "Multi-AZ is enabled" && finding.control.standards.contains(.cis("2.2.4")))
        #expect(estate.finding("database.not-public")?.control.severity == .critical)
        #expect(try Estate.compliant().finding("database.multi-az")?.control.severity == .medium)
    }
}
