package import AWSNames
package import RecoveryModel

/// The least-privilege policy of each duty, for a policy's targets in one account: the calls that drctl really makes, on the
/// resources that it names. What audit reads comes from the families, what apply writes from the plans of imagined
/// accounts; drill, backup and restore are lists, held by tests of their own.
///
/// A role is one in all regions, so its statements are the union over them: the same wherever they are written from.
///
/// https://docs.aws.amazon.com/service-authorization/latest/reference/
package enum LeastPrivilege {
    /// The statements of a duty in every region of some policies, for a role of one account.
    package static func statements(
        for duty: RolePolicy.Duty, of policies: [RecoveryPolicy], account: AccountID
    ) -> [AccessStatement] {
        statements(
            for: duty,
            on: policies.flatMap { Target.blanks(of: $0) { Place(account: account, region: $0) } })
    }

    /// The statements of a duty on targets of one account.
    package static func statements(for duty: RolePolicy.Duty, on targets: [Target]) -> [AccessStatement] {
        let scopes = targets.map(DutyScope.init)
        return switch duty {
        case .audit:
            grouped(targets.flatMap(readNeeds)) + united(scopes.map { [publishMetrics($0), assumeRoles($0)] })
        case .apply:
            grouped(targets.flatMap { readNeeds($0) + writeNeeds($0) })
                + united(scopes.map { [publishMetrics($0), assumeRoles($0)] })
        case .drill: united(scopes.map(drill))
        case .backup: united(scopes.map(backup))
        case .restore: united(scopes.map(restore))
        }
    }

    /// A call with the ARN that it is made on.
    private struct PlacedNeed {
        var action: String
        var condition: [String: [String: [String]]]
        var arn: String

        init(_ need: Need, _ target: Target) {
            action = need.action
            condition = need.condition
            // Alarms and event subscriptions are named after their policy: those of tagged databases are covered too.
            let own = ["alarm:\(target.policy.name)-", "es:\(target.policy.name)-"]
            let prefix = own.first { need.resource.hasPrefix($0) }
            arn = Need(need.action, prefix.map { $0 + "*" } ?? need.resource).arn(at: target.place)
        }
    }

    private static func readNeeds(_ target: Target) -> [PlacedNeed] {
        Catalogue.families.flatMap { $0.reads(target) }.map { PlacedNeed($0, target) }
    }

    /// What the plans for an account with nothing, with everything neglected, and with everything set otherwise need.
    private static func writeNeeds(_ target: Target) -> [PlacedNeed] {
        ImaginedAccount.allCases.flatMap { account -> [Need] in
            let context = ControlContext(imagining: account, of: target, now: Instant(seconds: 0))
            return Auditor.verdicts(context).flatMap { finding -> [Need] in
                guard case .changes(let changes)? = finding.remedy else { return [] }
                return changes.flatMap(\.facts.needs)
            }
        }.map { PlacedNeed($0, target) }
    }

    /// One statement for the actions that have the same resources and condition, named by its service.
    private static func grouped(_ needs: [PlacedNeed]) -> [AccessStatement] {
        struct Key: Hashable {
            var action: String
            var condition: [String: [String: [String]]]
        }
        struct Group: Hashable {
            var service: String
            var resources: [String]
            var condition: [String: [String: [String]]]
        }
        var resources: [Key: Set<String>] = [:]
        for need in needs {
            resources[Key(action: need.action, condition: need.condition), default: []].insert(need.arn)
        }
        var actions: [Group: [String]] = [:]
        for (key, arns) in resources {
            let service = String(key.action.prefix { $0 != ":" })
            let group = Group(service: service, resources: reduced(arns), condition: key.condition)
            actions[group, default: []].append(key.action)
        }
        let groups = actions.sorted {
            ($0.key.service, $0.value.min() ?? "", $0.key.resources.first ?? "")
                < ($1.key.service, $1.value.min() ?? "", $1.key.resources.first ?? "")
        }
        var count: [String: Int] = [:]
        return groups.map { group, actions in
            count[group.service, default: 0] += 1
            return AccessStatement(
                sid: sid(group.service, count[group.service, default: 1]), .allow, actions: actions,
                resources: group.resources, condition: group.condition)
        }
    }

    /// Without what another ARN with a wildcard at its end covers already.
    private static func reduced(_ arns: Set<String>) -> [String] {
        let patterns = arns.filter { $0.hasSuffix("*") }.map { $0.dropLast() }
        return arns.filter { arn in
            !patterns.contains { $0.count < arn.count - (arn.hasSuffix("*") ? 1 : 0) && arn.hasPrefix($0) }
        }.sorted()
    }

    /// The statements of several targets, those that differ in their resources alone as one. A statement that is about
    /// nothing is left out.
    private static func united(_ targets: [[AccessStatement]]) -> [AccessStatement] {
        var statements: [AccessStatement] = []
        for statement in targets.joined() where !statement.resources.isEmpty {
            let same = statements.firstIndex {
                $0.actions == statement.actions && $0.condition == statement.condition
                    && $0.sid?.hasPrefix(statement.sid ?? "") == true
            }
            if let same {
                statements[same].resources = Set(statements[same].resources + statement.resources).sorted()
                continue
            }
            // Those of another policy have its name in their condition, and need a Sid of their own.
            var next = statement
            let namesakes = statements.count { $0.condition != statement.condition && $0.actions == statement.actions }
            if namesakes > 0 { next.sid = statement.sid.map { "\($0)\(namesakes + 1)" } }
            statements.append(next)
        }
        return statements
    }

    private static func sid(_ service: String, _ number: Int) -> String {
        let names = [
            "rds": "Databases", "s3": "Buckets", "kms": "Keys", "iam": "Roles", "sns": "Topic", "cloudwatch": "Alarms",
            "secretsmanager": "Secrets",
        ]
        return (names[service] ?? service) + (number == 1 ? "" : "\(number)")
    }

    /// Ages and heartbeats, into the namespace of our alarms and no other.
    static func publishMetrics(_ scope: DutyScope) -> AccessStatement {
        AccessStatement(
            sid: "PublishMetrics", .allow, actions: ["cloudwatch:PutMetricData"],
            resources: scope.target.policy.databases.isEmpty ? [] : ["*"],
            condition: ["StringEquals": ["cloudwatch:namespace": [RequiredAlarms.namespace]]])
    }

    /// The roles by which a run enters the other accounts. It is made from the first account of the scope.
    private static func assumeRoles(_ scope: DutyScope) -> AccessStatement {
        let policy = scope.target.part.whole
        let accounts = policy.scope.accounts.map(\.description)
        let isHome = accounts.first == scope.target.place.account
        let partition = scope.target.place.partition
        return AccessStatement(
            sid: "EnterOtherAccounts", .allow, actions: ["sts:AssumeRole"],
            resources: isHome
                ? accounts.dropFirst().flatMap { account in
                    policy.scope.assumeRole.map { ["arn:\(partition):iam::\(account):role/\($0.name)"] } ?? []
                } : [])
    }
}
