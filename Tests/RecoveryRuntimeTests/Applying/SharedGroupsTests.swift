import RecoveryModel
import Testing

@testable import RecoveryRuntime

@Suite("Who else uses a parameter group")
struct SharedGroupsTests {
    private func disturbs(_ answer: Answer) async throws -> [String] {
        let group = DatabaseChange.ParameterGroup(.instance, "team", for: "kb")
        let plan = Plan(
            policy: "p", account: ScriptedAWS.account, region: ScriptedAWS.region, at: Instant(seconds: 0),
            steps: [
                Step(
                    change: .database(
                        .setParameter(group, name: "rds.force_ssl", Edit("0", to: "1"), isDynamic: true)), reasons: [])
            ], unfixable: [], unknown: [])
        let covered = ControlDescription(
            id: "database.force-tls", title: "", why: "", severity: .low, standards: [], field: "")
        let audit = AuditResult(
            policy: "p", account: ScriptedAWS.account, region: ScriptedAWS.region, at: Instant(seconds: 0),
            findings: ["kb", "own"].map {
                Finding(
                    control: covered, resource: ResourceReference(.database, $0), verdict: .violated, required: "",
                    observed: "", remedy: nil)
            })
        let aws = ScriptedAWS(["rds:DescribeDBInstances": [answer]])
        return try await SharedGroups(client: aws.client).noted(in: plan, of: audit).steps[0].disturbs
    }

    private func instance(_ id: String, _ group: String) -> String {
        Described.instance(id, ["DBParameterGroups": Described.group(group)])
    }

    @Test func `an instance outside the policy that uses the group is named`() async throws {
        let found = try await disturbs(
            Described.instances(
                instance("kb", "team"), instance("own", "team"), instance("shop", "team"), instance("blog", "other")))
        #expect(
            found == ["database shop uses parameter group team too, so rds.force_ssl is set for it as well"])
        #expect(try await disturbs(Described.instances(instance("kb", "team"))).isEmpty)
    }

    @Test func `users that cannot be listed are not taken for none`() async throws {
        #expect(try await disturbs(.denied).first?.contains("could not be listed") == true)
    }
}
