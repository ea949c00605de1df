import AWSNames
package import RecoveryModel

/// The conditions that must hold before a recovery changes anything.
package enum RecoveryGuards {
    /// All findings, in reading order. A finding that refuses stops the recovery with exit code 5.
    package static func findings(
        _ request: DrillRequest, _ mission: RecoveryMission, _ facts: DrillFacts
    ) -> [GuardFinding] {
        PreflightGuards.identity(request, facts) + source(request, mission, facts) + names(request, mission, facts)
            + network(mission, request, facts) + means(mission, facts)
    }

    private static func source(
        _ request: DrillRequest, _ mission: RecoveryMission, _ facts: DrillFacts
    ) -> [GuardFinding] {
        let database = mission.database
        var findings = [
            GuardFinding(
                "settings-known", mission.origin == .policy ? .warned : .met, "settings from \(mission.origin.words)")
        ]
        if let cluster = database.cluster {
            return findings + [
                GuardFinding(
                    "source-is-whole", .violated, "\(request.source) is a member of cluster \(cluster)",
                    hint: "recover the cluster, with its members: --instance \(cluster)")
            ]
        }
        let isPostgres = database.engine == request.kind.pick(instance: "postgres", cluster: "aurora-postgresql")
        findings.append(
            GuardFinding(
                "source-is-postgres", isPostgres ? .met : .violated, "the engine is \(database.engine)",
                hint: isPostgres
                    ? nil : "recoveries restore RDS for PostgreSQL instances and Aurora PostgreSQL clusters"))
        if facts.isSourceLive == true {
            let status = facts.source?.status ?? ""
            let isHealthy = !DrillMachine.isHopeless(status)
            findings.append(
                GuardFinding(
                    "source-is-not-healthy", !isHealthy ? .met : mission.mayBeHealthy ? .warned : .violated,
                    "\(request.source) exists and is \(status)",
                    hint: isHealthy && !mission.mayBeHealthy
                        ? "if its data is damaged all the same, pass --even-though-healthy" : nil))
        } else {
            let account = mission.home?.account == nil ? "" : "account \(request.scope.account), "
            findings.append(
                GuardFinding(
                    "source-is-lost", .met,
                    "no database \(request.source) exists in \(account)\(request.scope.region)"))
            if let failure = facts.backupFailure, request.selection.isPointInTime {
                findings.append(
                    GuardFinding(
                        "retained-backups", .violated, failure,
                        hint: "restore a snapshot with --from newest, or name one with --from ID"))
            }
        }
        return findings + (mission.home.map { elsewhere(from: $0, request, mission, facts) } ?? [])
    }

    private static func names(
        _ request: DrillRequest, _ mission: RecoveryMission, _ facts: DrillFacts
    ) -> [GuardFinding] {
        func free(_ id: String, _ guardID: String, _ words: String) -> GuardFinding {
            guard DrillNaming.isValid(id) else {
                return GuardFinding(guardID, .violated, "\(id) is not a valid identifier")
            }
            let isFree = !facts.instances.keys.contains { $0.lowercased() == id.lowercased() }
            return GuardFinding(
                guardID, isFree ? .met : .violated, isFree ? words : "a database \(id) already exists",
                hint: isFree ? nil : "choose another name with --as")
        }
        let renames = mission.switchover == .rename && request.target.id != request.source
        let planned = mission.database(named: request.target.id).settings ?? RestoreSettings()
        let members = planned.members.map { free($0.id, "member-is-free", "a member of it will be \($0.id)") }
        let old = (facts.isSourceLive == true ? facts.source?.members ?? [] : []).indices.map { index in
            let name = "\(mission.oldName)-\(index + 1)"
            return free(name, "old-name-is-free", "a member of the old cluster will be \(name)")
        }
        return [free(request.target.id, "target-is-free", "the recovered database will be \(request.target.id)")]
            + members + [endpoints(mission, planned)].compactMap { $0 }
            + (renames && facts.isSourceLive == true
                ? [free(mission.oldName, "old-name-is-free", "the old database will be \(mission.oldName)")] + old : [])
    }

    /// Custom endpoints have names that RDS gives to one cluster alone and never changes.
    private static func endpoints(_ mission: RecoveryMission, _ planned: RestoreSettings) -> GuardFinding? {
        let own = mission.database.settings?.endpoints.map(\.id) ?? []
        let new = planned.endpoints.map(\.id)
        guard own != new else { return nil }
        return GuardFinding(
            "endpoint-names", .warned,
            "custom endpoints \(CountText.list(own)) stay with the old cluster; the recovered one has \(CountText.list(new))",
            hint: "RDS renames no custom endpoint: point their clients to the new ones")
    }

    private static func network(
        _ mission: RecoveryMission, _ request: DrillRequest, _ facts: DrillFacts
    ) -> [GuardFinding] {
        [
            exists(
                "subnet-group", "subnet group", request.target.subnetGroup, facts.subnetGroupExists, "--subnet-group"),
            request.target.securityGroups.isEmpty
                ? GuardFinding(
                    "security-groups", .violated, "no security group is known for the recovered database",
                    hint: "pass --security-group, once for each")
                : GuardFinding(
                    "security-groups", .met, "security groups \(request.target.securityGroups.joined(separator: ", "))"),
            request.target.instanceClass == nil
                ? GuardFinding(
                    "instance-class", .violated, "no instance class is known for the recovered database",
                    hint: "pass --instance-class") : nil,
            mission.database.parameterGroup.flatMap { group in
                group.hasPrefix("default.")
                    ? nil
                    : exists(
                        "parameter-group", "parameter group", group, facts.parameterGroupExists, "--parameter-group")
            },
        ].compactMap { $0 } + memberGroups(mission, facts)
            + facts.securityGroups.filter { $0.openRules == nil }.map {
                GuardFinding(
                    "security-group-exists", .violated, "security group \($0.id): \($0.failure ?? "not read")",
                    hint: "pass others with --security-group")
            }
    }

    private static func memberGroups(_ mission: RecoveryMission, _ facts: DrillFacts) -> [GuardFinding] {
        let names = Set((mission.database.settings?.members ?? []).compactMap(\.parameterGroup))
        return names.filter { !$0.hasPrefix("default.") }.sorted().map { name in
            let found = facts.memberGroups?[name]
            return GuardFinding(
                "member-parameter-group", found == true ? .met : found == false ? .violated : .unknown,
                "parameter group \(name) of the members "
                    + (found == true ? "exists" : found == false ? "not found" : "could not be read"),
                hint: found == true
                    ? nil
                    : found == false
                        ? "create it again" : "allow rds:DescribeDBParameterGroups: drctl iam recover prints the policy"
            )
        }
    }

    private static func exists(
        _ id: String, _ what: String, _ name: String?, _ isThere: Bool?, _ option: String
    ) -> GuardFinding {
        guard let name else {
            return GuardFinding(
                id, .violated, "no \(what) is known for the recovered database", hint: "pass \(option)")
        }
        switch isThere {
        case true?: return GuardFinding(id, .met, "\(what) \(name)")
        case false?:
            return GuardFinding(
                id, .violated, "\(what) \(name) not found", hint: "create it, or pass another with \(option)")
        case nil:
            let action = id == "subnet-group" ? "rds:DescribeDBSubnetGroups" : "rds:DescribeDBParameterGroups"
            return GuardFinding(
                id, .unknown, "\(what) \(name) could not be read",
                hint: "allow \(action): drctl iam recover prints the policy")
        }
    }

    private static func means(_ mission: RecoveryMission, _ facts: DrillFacts) -> [GuardFinding] {
        var login = GuardFinding("login", .met, "there is a login to the recovered database")
        if let failure = facts.loginFailure {
            login = GuardFinding(
                "login", .violated, "no login to verify the recovered database with: \(failure)",
                hint: "pass --secret, --iam-user or --database-url-file")
        }
        var permissions = PreflightGuards.permissions(facts)
        if permissions?.hint != nil { permissions?.hint = "attach the policy that `drctl iam --for recover` prints" }
        return [
            permissions, PreflightGuards.key(facts), PreflightGuards.quota(facts), PreflightGuards.client(facts), login,
        ].compactMap { $0 }
    }
}

extension RecoveryPointSelection {
    /// True when the log is needed and not a snapshot alone.
    package var isPointInTime: Bool {
        switch self {
        case .pointInTime, .latestRestorable: true
        case .latestAutomated, .newest, .fresh, .snapshot, .shared, .vault, .marked: false
        }
    }
}
