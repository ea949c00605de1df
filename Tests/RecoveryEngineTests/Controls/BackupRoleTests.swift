import RecoveryEngine
import RecoveryModel
import Testing

@Suite("Roles that AWS Backup works with")
struct BackupRoleTests {
    private let estate: Estate
    init() throws { estate = try Estate.complete() }

    private static let managed = "arn:aws:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForBackup"

    private func role(_ change: (inout RoleState.Role) -> Void) -> Finding? {
        estate.with { estate in
            guard case .known(var role?) = estate.inventory.roles["kb-backups-service"]?.role else { return }
            change(&role)
            estate.inventory.roles["kb-backups-service"]?.role = .known(role)
        }.finding("backup-plan.role", on: "kb-backups")
    }

    private func policy(_ statements: AccessStatement...) -> AccessPolicy { AccessPolicy(statements: statements) }

    private func denying(_ actions: [String], on resources: [String] = ["*"]) -> AccessPolicy {
        policy(AccessStatement(.deny, actions: actions, resources: resources))
    }

    @Test func `a boundary that leaves out its work is a violation for people`() {
        let finding = role {
            $0.boundaryPolicy = .known(
                policy(AccessStatement(.allow, actions: ["s3:GetObject"], resources: ["*"])))
        }
        #expect(finding?.verdict == .violated)
        #expect(finding?.observed?.contains("rds:CreateDBSnapshot") == true, "\(finding?.observed ?? "")")
        guard case .procedure(let text)? = finding?.remedy else {
            Issue.record("\(String(describing: finding?.remedy))")
            return
        }
        #expect(text.hasPrefix("Take away what denies the role kb-backups-service"))
        let wide = policy(AccessStatement(.allow, actions: ["rds:*", "backup:*"], resources: ["*"]))
        #expect(role { $0.boundaryPolicy = .known(wide) }?.verdict == .met)
    }

    @Test func `a denial beside AWS's policy counts, of what backups need`() {
        func inline(_ policy: AccessPolicy) -> Verdict? {
            role { $0.inlinePolicies = .known(["theirs": policy]) }?.verdict
        }
        #expect(inline(denying(["rds:*"])) == .violated)
        #expect(inline(denying(["rds:Create*"], on: ["arn:aws:rds:*:*:snapshot:*"])) == .violated)
        #expect(inline(denying(["rds:DeleteDBInstance", "s3:*"])) == .met)
        let somewhere = AccessStatement(
            .deny, actions: ["rds:*"], resources: ["*"],
            condition: ["NotIpAddress": ["aws:SourceIp": ["10.0.0.0/8"]]])
        guard case .unknown? = inline(policy(somewhere)) else {
            Issue.record("the address is not known")
            return
        }
    }

    @Test func `what another policy says has to be read, AWS's own is known`() {
        #expect(role { $0.attachedPolicies = .known([Self.managed]) }?.verdict == .met)
        let other = role { $0.attachedPolicies = .known([Self.managed, "arn:aws:iam::123456789012:policy/theirs"]) }
        guard case .unknown? = other?.verdict else {
            Issue.record("\(String(describing: other?.verdict))")
            return
        }
        let missing = role { $0.attachedPolicies = .known([]) }
        #expect(missing?.observed?.contains("AWS's policy is not attached") == true)
    }

    /// Of a plan whose only selection names this role of somebody's.
    private func coverage(_ state: RoleState?) -> Finding? {
        estate.with { estate in
            estate.plan?.selections = .known([
                BackupSelection(
                    name: "theirs", role: "arn:aws:iam::123456789012:role/teams/otherbk",
                    resources: ["arn:aws:rds:*"])
            ])
            estate.inventory.roles["otherbk"] = state
        }.finding("backup-plan.selection-covers", on: "kb-backups")
    }

    @Test func `a selection covers with a role that can do it`() {
        let whole = estate.inventory.roles["kb-backups-service"]?.role
        #expect(coverage(RoleState(name: "otherbk", role: whole ?? .known(nil)))?.verdict == .met)
        let gone = coverage(RoleState(name: "otherbk", role: .known(nil)))
        #expect(gone?.verdict == .violated)
        guard case .changes(let changes)? = gone?.remedy else {
            Issue.record("\(String(describing: gone?.remedy))")
            return
        }
        #expect(!changes.isEmpty, "drctl selects the databases with the plan's own role")
        guard case .unknown? = coverage(nil)?.verdict else {
            Issue.record("a role that was not read may be gone")
            return
        }
    }
}
