import AWSNames
import RecoveryEngine
import RecoveryModel

@testable import RecoveryReports

extension Samples {
    /// What the verbs of secrets come to, with hostile names.
    func secrets() throws -> [(name: String, result: any Renderable)] {
        let at = Instant("2026-11-29T04:00:00Z")
        let plan = SecretsRestorePlan(
            place: "Secrets Manager of account 123456789012, us-east-1\(mark)", exportedAt: at,
            entries: [
                .init(name: "kb/prod/database\(mark)", change: .changed), .init(name: "kb/prod/api", change: .added),
                .init(name: "kb/prod/mail", change: .undeleted), .init(name: "kb/prod/same", change: .same),
            ])
        var done = plan
        done.isDone = true
        done.entries[0].failure = "AccessDenied\(mark)"
        let file = SecretsRestorePlan(
            place: ".env", exportedAt: nil, entries: [.init(name: "OTHER", change: .kept)])
        let target = TargetName(
            policy: "knowledge-base\(mark)", account: AccountID("123456789012")!, region: Region("us-east-1"))
        let description = Catalogue.descriptions.first { $0.id == "secrets.rotation" }!
        let finding = Finding(
            control: description, resource: ResourceReference(.secret, "kb/prod/database"), verdict: .violated,
            required: "enabled, at least every 90 days", observed: "disabled\(mark)", remedy: nil)
        let checkups = [
            SecretCheckup(target: target, secret: "kb/prod/database\(mark)", findings: [finding], login: .accepted),
            SecretCheckup(target: target, secret: "kb/prod/old", findings: [], login: .refused("no role\(mark)")),
            SecretCheckup(target: target, secret: "kb/prod/far", findings: [], login: .unknown("no route")),
            SecretCheckup(target: target, secret: "kb/prod/api", findings: [], login: .absent("no host")),
        ]
        return [
            ("secrets-check", SecretCheckups(checkups: checkups, failures: ["eu-west-1: no session\(mark)"])),
            (
                "secrets-export",
                SecretsExport(
                    file: "secrets.age\(mark)", form: .json, names: ["kb/prod/database", "kb/prod/api\(mark)"],
                    recipients: 2)
            ),
            ("secrets-restore", plan), ("secrets-restored", done), ("secrets-nothing", file),
        ]
    }
}
