import AWSNames
package import RecoveryModel

/// The conditions that must hold before a drill changes anything; each guard is a line of the dry run.
package enum PreflightGuards {
    /// All findings, in reading order. A finding that refuses stops the drill with exit code 5.
    package static func findings(_ request: DrillRequest, _ facts: DrillFacts) -> [GuardFinding] {
        guard request.adopted == nil else {
            return identity(request, facts) + source(request, facts) + restored(request, facts)
                + [key(facts), client(facts), login(facts)].compactMap { $0 }
        }
        return identity(request, facts) + source(request, facts) + target(request, facts) + network(request, facts)
            + shared(request, facts) + vault(request, facts) + means(request, facts)
    }

    /// What AWS Backup restored is there, and is none of the policy's databases.
    private static func restored(_ request: DrillRequest, _ facts: DrillFacts) -> [GuardFinding] {
        let id = request.target.id
        let guarded = Set((request.protected + [request.source]).map { $0.lowercased() })
        let isThere = facts.instances.keys.contains { $0.lowercased() == id.lowercased() }
        return [
            GuardFinding(
                "target-is-not-production", guarded.contains(id.lowercased()) ? .violated : .met,
                "AWS Backup restored \(id)"),
            GuardFinding(
                "target-exists", isThere ? .met : .violated,
                isThere ? "\(id) is there" : "\(id) not found in \(request.scope.region)",
                hint: isThere ? nil : "AWS Backup deletes what it restored once the validation window is over"),
        ]
    }

    static func identity(_ request: DrillRequest, _ facts: DrillFacts) -> [GuardFinding] {
        let account = facts.account == request.scope.account
        return [
            GuardFinding(
                "account-in-scope", account ? .met : .violated,
                account
                    ? "\(facts.caller) in account \(facts.account)"
                    : "the credentials belong to account \(facts.account), the policy to \(request.scope.account)",
                hint: account ? nil : "use a profile of account \(request.scope.account), or change scope.accounts")
        ]
    }

    private static func source(_ request: DrillRequest, _ facts: DrillFacts) -> [GuardFinding] {
        guard let source = facts.source else {
            return [
                GuardFinding(
                    "source-exists", .violated,
                    "\(request.kind.rawValue) \(request.source) not found in \(request.scope.region)",
                    hint: "check the policy's databases.select and the region")
            ]
        }
        let engine = source.engine == (request.kind == .cluster ? "aurora-postgresql" : "postgres")
        let kind = request.kind.rawValue
        let isDrill = TestRestore.made(source.id, tags: source.tags)
        return [
            GuardFinding(
                "source-exists", .met,
                "\(source.id): \(source.engine) \(source.engineVersion), \(source.instanceClass), \(source.status)"),
            GuardFinding(
                "source-is-postgres", engine ? .met : .violated, "the engine is \(source.engine)",
                hint: engine ? nil : "drills restore RDS for PostgreSQL instances and Aurora PostgreSQL clusters"),
            GuardFinding(
                "source-is-no-drill", isDrill ? .violated : .met,
                isDrill ? "\(source.id) was itself restored for a test" : "\(source.id) is not a drill's \(kind)"),
        ]
    }

    private static func target(_ request: DrillRequest, _ facts: DrillFacts) -> [GuardFinding] {
        let id = request.target.id
        let guarded = Set((request.protected + [request.source]).map { $0.lowercased() })
        let isFree = !facts.instances.keys.contains { $0.lowercased() == id.lowercased() }
        let others = facts.instances.filter { _, tags in
            tags[DrillTag.policy] == request.policy && (tags[DrillTag.source] ?? request.source) == request.source
                && (tags[DrillTag.sourceRegion] ?? request.scope.region.rawValue) == request.scope.region.rawValue
                && (tags[DrillTag.drill] ?? request.id.rawValue) != request.id.rawValue
        }.keys.sorted()
        return [
            GuardFinding(
                "target-is-not-production", guarded.contains(id.lowercased()) ? .violated : .met,
                "the drill's instance will be \(id)"),
            GuardFinding(
                "target-name", DrillNaming.isValid(id) && id.hasPrefix(DrillNaming.prefix) ? .met : .violated,
                "\(id) is \(DrillNaming.isValid(id) ? "" : "not ")a valid identifier"),
            GuardFinding(
                "target-is-free", isFree ? .met : .violated,
                isFree ? "the identifier is free" : "an instance \(id) already exists"),
            GuardFinding(
                "one-drill-at-a-time", others.isEmpty ? .met : .violated,
                others.isEmpty
                    ? "no other drill of \(request.source) is running"
                    : "another drill of \(request.source) has instances: \(others.joined(separator: ", "))",
                hint: others.isEmpty ? nil : "wait for it, or delete its leftovers: drctl drill cleanup"),
        ]
    }

    private static func network(_ request: DrillRequest, _ facts: DrillFacts) -> [GuardFinding] {
        [subnetGroup(request, facts), givenGroups(request)] + facts.securityGroups.map(openness)
            + [sharedGroups(request, facts)] + [parameterGroup(request, facts)].compactMap { $0 }
    }

    /// The parameter group may be missing in another region, and a restore there would fail without it.
    private static func parameterGroup(_ request: DrillRequest, _ facts: DrillFacts) -> GuardFinding? {
        guard let region = request.elsewhere, let source = facts.source,
            let name = request.target.parameterGroup ?? source.parameterGroup, !name.hasPrefix("default.")
        else { return nil }
        switch facts.parameterGroupExists {
        case true?: return GuardFinding("parameter-group", .met, "parameter group \(name) in \(region)")
        case false?:
            return GuardFinding(
                "parameter-group", .violated, "parameter group \(name) not found in \(region)",
                hint: "create it there, as a recovery in \(region) would need it, or set another in drill.elsewhere")
        case nil:
            return GuardFinding(
                "parameter-group", .unknown, "parameter group \(name) in \(region) could not be read",
                hint: request.kind.pick(
                    instance: "allow rds:DescribeDBParameterGroups: drctl iam drill prints the policy",
                    cluster: "allow rds:DescribeDBClusterParameterGroups: drctl iam drill prints the policy"))
        }
    }

    private static func subnetGroup(_ request: DrillRequest, _ facts: DrillFacts) -> GuardFinding {
        guard let name = request.target.subnetGroup else {
            return GuardFinding(
                "subnet-group", .violated, "the policy names no subnet group for drills\(place(request))",
                hint: "set \(section(request)).subnetGroup: nothing is inherited from the source")
        }
        switch facts.subnetGroupExists {
        case true?: return GuardFinding("subnet-group", .met, "subnet group \(name)")
        case false?: return GuardFinding("subnet-group", .violated, "subnet group \(name) not found")
        case nil:
            return GuardFinding(
                "subnet-group", .unknown, "subnet group \(name) could not be read",
                hint: "allow rds:DescribeDBSubnetGroups: drctl iam drill prints the policy")
        }
    }

    private static func givenGroups(_ request: DrillRequest) -> GuardFinding {
        let groups = request.target.securityGroups
        return groups.isEmpty
            ? GuardFinding(
                "security-groups", .violated, "the policy names no security group for drills\(place(request))",
                hint: "set \(section(request)).securityGroups: without it RDS uses the VPC's default group")
            : GuardFinding("security-groups", .met, "security groups \(groups.joined(separator: ", "))")
    }

    private static func place(_ request: DrillRequest) -> String { request.elsewhere.map { " in \($0)" } ?? "" }

    private static func section(_ request: DrillRequest) -> String {
        request.elsewhere.map { "drill.elsewhere[\($0)]" } ?? "drill.into"
    }

    private static func openness(_ group: SecurityGroupFacts) -> GuardFinding {
        guard let rules = group.openRules else {
            return GuardFinding(
                "security-group-closed", .unknown,
                "the rules of \(group.id) could not be read: \(group.failure ?? "no reason given")",
                hint: "allow ec2:DescribeSecurityGroups: drctl iam drill prints the policy")
        }
        return rules.isEmpty
            ? GuardFinding("security-group-closed", .met, "\(group.id) is not open to the internet")
            : GuardFinding(
                "security-group-closed", .violated,
                "\(group.id) is open to everybody: \(rules.joined(separator: ", "))",
                hint: "restored data is production data: use a group that admits only the host that runs drctl")
    }

    private static func sharedGroups(_ request: DrillRequest, _ facts: DrillFacts) -> GuardFinding {
        guard let source = facts.source else {
            return GuardFinding("security-group-own", .met, "no group is shared with the source")
        }
        guard let groups = source.securityGroups else {
            return GuardFinding(
                "security-group-own", .unknown, "RDS does not report the security groups of \(source.id)")
        }
        let shared = request.target.securityGroups.filter(groups.contains)
        if shared.isEmpty { return GuardFinding("security-group-own", .met, "no group is shared with the source") }
        let text = "shared with the source: \(shared.joined(separator: ", "))"
        return request.target.mayShareSecurityGroups
            ? GuardFinding("security-group-own", .warned, text + " (allowed)")
            : GuardFinding(
                "security-group-own", .violated, text,
                hint: "applications could reach the copy: use a separate group, or pass --share-security-groups")
    }

    private static func means(_ request: DrillRequest, _ facts: DrillFacts) -> [GuardFinding] {
        [
            permissions(facts), capacity(request, facts), key(facts), quota(facts), budget(request, facts),
            client(facts), login(facts), marker(request, facts),
        ]
        .compactMap { $0 }
    }

    /// A caller without permission to delete what a drill creates is refused before anything is created.
    static func permissions(_ facts: DrillFacts) -> GuardFinding? {
        guard let seen = facts.permissions else { return nil }
        if let failure = seen.failure {
            return GuardFinding(
                "permissions", .warned, "the caller's permissions could not be simulated: \(failure)",
                hint: "allow iam:SimulatePrincipalPolicy (see drctl iam drill); a call may still be denied")
        }
        let (decided, undecided) = (
            seen.refusals.filter(\.undecidedBy.isEmpty), seen.refusals.filter { !$0.undecidedBy.isEmpty }
        )
        if let first = (decided.filter(\.isCertain) + decided).first {
            let more = decided.count > 1 ? " and \(decided.count - 1) more" : ""
            return GuardFinding(
                "permissions", decided.contains(where: \.isCertain) ? .violated : .warned,
                "the caller is not allowed to call \(first.action) on \(first.resource)\(more)",
                hint: "attach the policy that drctl iam drill prints"
                    + (first.isCertain
                        ? ""
                        : first.action == "kms:CreateGrant"
                            ? ", unless the key's own policy allows it"
                            : ": the copy's password may have to be set"))
        }
        if let first = undecided.first {
            return GuardFinding(
                "permissions", .warned,
                "whether the caller is allowed to call \(first.action) depends on "
                    + first.undecidedBy.joined(separator: ", "))
        }
        return GuardFinding("permissions", .met, "the caller is allowed to make all \(seen.asked) changing calls")
    }

    /// Checks the marker table, the only thing that a drill ever writes to on its source.
    private static func marker(_ request: DrillRequest, _ facts: DrillFacts) -> GuardFinding? {
        guard request.selection == .marked else { return nil }
        guard let table = request.marker, let marker = facts.marker else {
            return GuardFinding("marker-table", .unknown, "the marker table was not checked")
        }
        return marker.finding(MarkerTable(table))
    }

    /// RDS accepts a serverless instance only in a cluster that has a scaling range.
    private static func capacity(_ request: DrillRequest, _ facts: DrillFacts) -> GuardFinding? {
        guard let source = facts.source,
            (request.target.instanceClass ?? source.instanceClass) == InstanceFacts.serverless
        else { return nil }
        guard request.kind == .cluster, let range = source.capacity else {
            return GuardFinding(
                "serverless-capacity", .violated, "\(source.id) has no scaling range for a serverless copy",
                hint: "set a provisioned class in \(section(request)).instanceClass")
        }
        return GuardFinding(
            "serverless-capacity", .met, "a serverless copy with \(range.minimum) to \(range.maximum) capacity units")
    }

    static func key(_ facts: DrillFacts) -> GuardFinding? {
        guard let key = facts.key else { return nil }
        guard let state = key.state else {
            return GuardFinding(
                "key-usable", .unknown, "key \(key.id) could not be read: \(key.failure ?? "no reason given")")
        }
        return GuardFinding(
            "key-usable", state == "Enabled" ? .met : .violated, "key \(key.id) is \(state)",
            hint: state == "Enabled" ? nil : "every restore needs it: enable it, or cancel its deletion")
    }

    static func quota(_ facts: DrillFacts) -> GuardFinding {
        guard let quota = facts.quota else {
            return GuardFinding("quota", .warned, "the instance quota could not be read")
        }
        let more = quota.needed.map { $0 > 1 ? ", \($0) more are needed" : "" } ?? ""
        return GuardFinding(
            "quota", quota.room >= 0 ? .met : .violated,
            "\(quota.used) of \(quota.limit) instances are in use\(more)")
    }

    private static func budget(_ request: DrillRequest, _ facts: DrillFacts) -> GuardFinding? {
        guard let source = facts.source else { return nil }
        let instanceClass = request.target.instanceClass ?? source.instanceClass
        // A standby costs what the instance does.
        let instances = request.asProduction == true && source.settings?.multiAZ == true ? 2.0 : 1.0
        let estimate = DrillCost.estimate(
            instanceClass: instanceClass, storageGiB: source.allocatedStorage, capacity: source.capacity,
            milliseconds: request.deadline
        ).map { $0 * instances }
        guard let budget = request.budget else {
            return estimate.map { GuardFinding("budget", .met, "at most \(Dollars.text($0)), no budget set") }
        }
        guard let estimate else {
            let unknown =
                source.allocatedStorage == nil ? "the storage of \(source.id)" : "the price of \(instanceClass)"
            return GuardFinding(
                "budget", .unknown,
                "\(unknown) is unknown, so the budget of \(Dollars.text(budget)) cannot be checked",
                hint: "use a class of known price, or omit drill.budget")
        }
        return GuardFinding(
            "budget", estimate <= budget ? .met : .violated,
            "at most \(Dollars.text(estimate)) of \(Dollars.text(budget)) if it runs until its deadline",
            hint: estimate <= budget ? nil : "use a smaller class in drill.into, or raise drill.budget")
    }

    /// A drill reads the source and its copy, so one that cannot log in is refused before it restores.
    private static func login(_ facts: DrillFacts) -> GuardFinding? {
        guard facts.source != nil else { return nil }
        guard let failure = facts.loginFailure else {
            return GuardFinding("login", .met, "there is a login to the source")
        }
        return GuardFinding(
            "login", .violated, "no login to the source: \(failure)",
            hint: "docs/drill.md lists the ways to log in; `drctl iam --for drill` prints the permissions they need")
    }

    static func client(_ facts: DrillFacts) -> GuardFinding {
        facts.clientVersion.map { GuardFinding("psql", .met, "psql \($0)") }
            ?? GuardFinding(
                "psql", .violated, "psql not found on this machine", hint: "apt-get install postgresql-client")
    }
}
