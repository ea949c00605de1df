package import RecoveryModel

/// The least-privilege policy of each duty, for one target: the calls that drctl really makes, on the resources that it
/// names. What audit reads comes from the families, what apply writes from the plans of imagined accounts; drill, backup
/// and restore are lists, held by tests of their own.
///
/// https://docs.aws.amazon.com/service-authorization/latest/reference/
package enum LeastPrivilege {
    /// The statements of a duty.
    package static func statements(for duty: RolePolicy.Duty, on target: Target) -> [AccessStatement] {
        let scope = DutyScope(target: target)
        return switch duty {
        case .audit: reads(target) + [publishMetrics(scope)].filter { !$0.resources.isEmpty }
        case .apply:
            grouped(readNeeds(target) + writeNeeds(target), target)
                + [publishMetrics(scope)].filter { !$0.resources.isEmpty }
        case .drill: drill(scope)
        case .backup: backup(scope)
        case .restore: restore(scope)
        }
    }

    /// What an audit asks, by the families.
    private static func reads(_ target: Target) -> [AccessStatement] { grouped(readNeeds(target), target) }

    private static func readNeeds(_ target: Target) -> [Need] { Catalogue.families.flatMap { $0.reads(target) } }

    /// What the plans for an account with nothing, with everything neglected, and with everything set otherwise need.
    private static func writeNeeds(_ target: Target) -> [Need] {
        ImaginedAccount.allCases.flatMap { account -> [Need] in
            let context = ControlContext(imagining: account, of: target, now: Instant(seconds: 0))
            return Auditor.verdicts(context).flatMap { finding -> [Need] in
                guard case .changes(let changes)? = finding.remedy else { return [] }
                return changes.flatMap(\.facts.needs)
            }
        }
    }

    /// One statement for the actions that have the same resources and condition, named by its service.
    private static func grouped(_ needs: [Need], _ target: Target) -> [AccessStatement] {
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
        // Alarms and event subscriptions are named after their policy: those of tagged databases are covered too.
        let own = ["alarm:\(target.policy.name)-", "es:\(target.policy.name)-"]
        for need in needs {
            let prefix = own.first { need.resource.hasPrefix($0) }
            resources[Key(action: need.action, condition: need.condition), default: []]
                .insert(prefix.map { $0 + "*" } ?? need.resource)
        }
        var actions: [Group: [String]] = [:]
        for (key, names) in resources {
            let service = String(key.action.prefix { $0 != ":" })
            let group = Group(service: service, resources: reduced(names), condition: key.condition)
            actions[group, default: []].append(key.action)
        }
        let groups = actions.sorted {
            ($0.key.service, $0.value.min() ?? "") < ($1.key.service, $1.value.min() ?? "")
        }
        var count: [String: Int] = [:]
        return groups.map { group, actions in
            count[group.service, default: 0] += 1
            return AccessStatement(
                sid: sid(group.service, count[group.service, default: 1]), .allow, actions: actions,
                resources: group.resources.map { $0 == "*" ? "*" : target.place.arn(group.service, $0) },
                condition: group.condition)
        }
    }

    /// Without what another name with a wildcard covers already.
    private static func reduced(_ names: Set<String>) -> [String] {
        let patterns = names.filter { $0.hasSuffix("*") }.map { $0.dropLast() }
        return names.filter { name in
            !patterns.contains { $0.count < name.count - (name.hasSuffix("*") ? 1 : 0) && name.hasPrefix($0) }
        }.sorted()
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
}
