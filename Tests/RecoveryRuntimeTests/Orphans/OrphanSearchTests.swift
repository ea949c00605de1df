import RecoveryEngine
import RecoveryModel
import Testing

@testable import RecoveryRuntime

@Suite("Looking for orphans")
struct OrphanSearchTests {
    private static let script: ScriptedAWS.Script = [
        "tagging:GetResources": [
            .ok(
                #"""
                {"ResourceTagMappingList": [
                    {"ResourceARN": "arn:aws:cloudwatch:us-east-1:123456789012:alarm:kb-old",
                     "Tags": [{"Key": "drctl:policy", "Value": "kb"}]},
                    {"ResourceARN": "arn:aws:rds:us-east-1:123456789012:es:kb-events",
                     "Tags": [{"Key": "drctl:policy", "Value": "kb"}]},
                    {"ResourceARN": "arn:aws:kms:us-east-1:123456789012:key/twin",
                     "Tags": [{"Key": "drctl:policy", "Value": "kb"}, {"Key": "drctl:alias", "Value": "kb-dr"}]}
                ], "PaginationToken": ""}
                """#)
        ],
        "monitoring:DescribeAlarms": [Described.alarms([alarm])],
        "rds:DescribeEventSubscriptions": [Described.subscriptions([EventSubscriptionChange.subscription()])],
        "iam:ListRoles": [
            .list(
                "Roles",
                ["kb-old", "kb-other", "somebody"].map {
                    Described.role($0) + "<Description>\($0 == "somebody" ? "mine" : RoleChange.summary)</Description>"
                })
        ],
        "iam:ListRoleTags(kb-old)": [tags("kb")],
        "iam:ListRoleTags(kb-other)": [tags("another")],
        "iam:ListRolePolicies": [.list("PolicyNames", [])],
        "monitoring:GetDashboard": [Described.dashboard(DashboardChange.body("former"))],
    ]

    private static var alarm: AlarmState {
        var alarm = AlarmChange.alarm()
        alarm.name = "kb-old"
        return alarm
    }

    private static func tags(_ policy: String) -> Answer {
        .list("Tags", ["<Key>drctl:policy</Key><Value>\(policy)</Value>"])
    }

    private static let wrote = Handiwork([
        .dashboard(.put(name: "kb-former", policy: "kb", Edit(nil, to: DashboardBody(DashboardChange.body("former")))))
    ])

    /// A search in an account that otherwise is as the policy asks.
    private func search(
        _ changes: ScriptedAWS.Script = [:], isPruning: Bool = true
    ) async throws -> (list: OrphanList, aws: ScriptedAWS) {
        let account = try await CollectedAccount.make()
        let target = try CollectedPolicy.target()
        let context = ControlContext(target, try await CollectedAccount.inventory(account.kept, target))
        let aws = ScriptedAWS(Self.script.merging(changes) { $1 })
        let search = OrphanSearch(
            client: aws.client, context: context, handiwork: .known(Self.wrote), isPruning: isPruning)
        return (try await search.list(), aws)
    }

    @Test func `alarms, subscriptions, keys, roles and dashboards are found, those of another policy are not`()
        async throws
    {
        let (list, aws) = try await search()
        #expect(
            list.orphans.map(\.shown) == [
                "alarm kb-old", "dashboard kb-former", "event subscription kb-events", "role kb-old", "key twin",
            ])
        #expect(list.prunable.map(\.kind) == [.alarm, .dashboard, .eventSubscription])
        #expect(list.unseen.isEmpty)
        // Roles of others are not even asked for their tags.
        #expect(aws.calls(of: "iam:ListRoleTags").map(\.subject).sorted() == ["kb-old", "kb-other"])
        #expect(aws.writes.isEmpty)
    }

    @Test func `what drctl wrote into roles is read only where it is to be removed`() async throws {
        #expect(try await !search().aws.calls(of: "iam:ListRolePolicies").isEmpty)
        #expect(try await search(isPruning: false).aws.calls(of: "iam:ListRolePolicies").isEmpty)
    }

    @Test(arguments: [
        "tagging:GetResources", "monitoring:DescribeAlarms", "rds:DescribeEventSubscriptions",
        "iam:ListRoles", "iam:ListRoleTags(kb-old)", "iam:ListRolePolicies", "monitoring:GetDashboard",
    ])
    func `what is denied is named`(_ operation: String) async throws {
        let (list, _) = try await search([operation: [.denied]])
        let name = operation.prefix { $0 != "(" }.replacing("monitoring:", with: "cloudwatch:")
            .replacing("tagging:", with: "tag:")
        #expect(list.unseen.contains { $0.operation == name && $0.reason.hasPrefix("AccessDenied") }, "\(list.unseen)")
    }

    @Test func `an alarm that the tagging API still lists and CloudWatch does not know is none`() async throws {
        let (list, _) = try await search(["monitoring:DescribeAlarms": [Described.alarms([])]])
        #expect(!list.orphans.contains { $0.kind == .alarm })
    }

    @Test
    func `a source is never removed when it is the last one: without any, the subscription is about every database`()
        async throws
    {
        let alone = Described.subscriptions([EventSubscriptionChange.subscription(sources: ["kb-old"])])
        let made = await ChangeScenario.make(
            .eventSubscription(.removeSource(subscription: "kb-events", source: "kb-old")),
            ["rds:DescribeEventSubscriptions": [alone]])
        #expect(made.error is Moved)
        #expect(made.aws.writes.isEmpty)
    }
}
