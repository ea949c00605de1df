import AWSNames
import RecoveryEngine
import RecoveryModel
import Testing

@Suite("Targets of a run")
struct TargetListTests {
    private let own = AccountID("111111111111")!
    private let other = AccountID("222222222222")!
    private let stranger = AccountID("999999999999")!

    private func policy(
        _ name: String = "kb", accounts: [AccountID]? = nil,
        regions: [Region] = ["us-east-1", "eu-west-1", "us-west-2"],
        _ change: (inout RecoveryPolicy) -> Void = { _ in }
    ) -> RecoveryPolicy {
        var policy = RecoveryPolicy(
            name: name, scope: PolicyScope(accounts: accounts ?? [own], regions: regions),
            objectives: Objectives(rto: TimeSpan(4, .hours), rpo: TimeSpan(1, .days)))
        policy.databases = [
            database("one"), database("two", in: "us-west-2"), database("three", in: "us-west-2", "us-east-1"),
        ]
        change(&policy)
        return policy
    }

    private func database(_ id: String, in regions: Region...) -> DatabasePolicy {
        var database = DatabasePolicy(select: .init(ids: [id]))
        database.regions = regions
        return database
    }

    private func names(_ list: TargetList) -> [String] {
        list.targets.map { "\($0.name.policy) \($0.name.account.description.prefix(1)) \($0.name.region)" }
    }

    @Test func `every region that an entry names is a target, the primary one first`() {
        let list = TargetList([policy()], caller: own)
        #expect(names(list) == ["kb 1 us-east-1", "kb 1 us-west-2"])
        #expect(list.targets.allSatisfy { $0.access == .own })
        #expect(list.uncovered == [])
    }

    @Test func `policies are in the order of their names, whatever the order of their files`() {
        let list = TargetList([policy("b", regions: ["eu-west-1", "us-west-2"]), policy("a")], caller: own)
        #expect(names(list) == ["a 1 us-east-1", "a 1 us-west-2", "b 1 eu-west-1", "b 1 us-west-2"])
    }

    @Test func `an account of the scope that cannot be entered is not covered, and said`() throws {
        let list = TargetList([policy(accounts: [own, other])], caller: own)
        #expect(names(list) == ["kb 1 us-east-1", "kb 1 us-west-2"])
        let place = try #require(list.uncovered.first)
        #expect(list.uncovered.count == 1 && place.account == other && place.region == nil)
        #expect(place.reason.contains("scope.assumeRole"))
    }

    @Test func `with a role to assume every account of the scope is a target`() {
        let accounts = policy(accounts: [other, own]) { $0.scope.assumeRole = .init() }
        let list = TargetList([accounts], caller: own)
        #expect(names(list) == ["kb 2 us-east-1", "kb 2 us-west-2", "kb 1 us-east-1", "kb 1 us-west-2"])
        #expect(list.targets.map { $0.access == .own } == [false, false, true, true])
        #expect(list.targets.first?.access == .role(.init()))
        #expect(PolicyScope.AssumedRole().name == "drctl-audit")
        #expect(list.uncovered == [])
    }

    @Test func `a policy for other accounts alone is a target that failed, beside those that did not`() throws {
        let policies = [policy("foreign", accounts: [other]), policy("kb")]
        let list = TargetList(policies, caller: own)
        #expect(names(list).count == 4)
        guard case .closed(let failure) = try #require(list.targets.first).access else {
            Issue.record("the foreign policy's target is not closed")
            return
        }
        #expect(failure.description.contains("111111111111") && failure.description.contains("222222222222"))
        #expect(list.refusal(region: nil, of: policies) == nil)
        // Alone it is a refusal of the whole run.
        let alone = TargetList([policies[0]], caller: own)
        #expect(alone.refusal(region: nil, of: [policies[0]]) == failure)
    }

    @Test func `a region that is asked for leaves the others uncovered`() {
        let list = TargetList([policy()], caller: own, region: "us-west-2")
        #expect(names(list) == ["kb 1 us-west-2"])
        #expect(list.uncovered.map(\.region) == ["us-east-1"])
    }

    @Test(arguments: [("ap-south-1", "the region is ap-south-1"), ("eu-west-1", "nothing is required in eu-west-1")])
    func `a region in which nothing is required is refused`(code: String, reason: String) throws {
        let region = Region(code)
        let list = TargetList([policy()], caller: own, region: region)
        let refusal = try #require(list.refusal(region: region, of: [policy()]))
        #expect(refusal.description.hasPrefix(reason), "\(refusal)")
        #expect(refusal.hint?.contains("us-east-1 and us-west-2") == true, "\(refusal.hint ?? "")")
    }

    @Test func `the organization's accounts take the place of the scope's, those that are closed are not covered`() {
        let members = [
            TargetList.Member(account: own, status: "ACTIVE"), .init(account: other, status: "SUSPENDED"),
            .init(account: stranger, status: "ACTIVE"),
        ]
        let list = TargetList([policy()], caller: own, organization: members)
        #expect(names(list) == ["kb 1 us-east-1", "kb 1 us-west-2", "kb 9 us-east-1", "kb 9 us-west-2"])
        #expect(list.targets.last?.access == .role(.init()))
        #expect(list.uncovered.map(\.account) == [other])
    }

    @Test func `an account of the scope that the organization does not have is not covered, and said`() {
        let members = [TargetList.Member(account: own, status: "ACTIVE")]
        let list = TargetList([policy(accounts: [own, other])], caller: own, organization: members)
        #expect(list.uncovered.map(\.account) == [other])
        #expect(list.uncovered.first?.reason == "the account is not in the organization")
    }

    @Test func `a region that is written twice is one target`() {
        let list = TargetList([policy(regions: ["us-east-1", "us-west-2", "us-east-1"])], caller: own)
        #expect(names(list) == ["kb 1 us-east-1", "kb 1 us-west-2"])
    }
}
