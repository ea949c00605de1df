import RecoveryModel

// Of a recovery in another region or account than the database's own.
extension RecoveryGuards {
    static func elsewhere(
        from home: RecoveryMission.Home, _ request: DrillRequest, _ mission: RecoveryMission, _ facts: DrillFacts
    ) -> [GuardFinding] {
        [self.home(home, request, mission)] + origin(of: home, request, facts) + roles(mission, facts)
    }

    /// Whether the database still works where it was. Two would take writes.
    private static func home(
        _ home: RecoveryMission.Home, _ request: DrillRequest, _ mission: RecoveryMission
    ) -> GuardFinding {
        if let failure = home.failure {
            return GuardFinding(
                "home-region", .warned,
                "\(home.shown) does not say whether \(request.source) still works there: \(failure)",
                hint: "make certain that nothing writes to it any more")
        }
        guard let status = home.status, !DrillMachine.isHopeless(status) else {
            let words = home.status.map { "is \($0)" } ?? "does not exist"
            return GuardFinding("home-region", .met, "\(request.source) \(words) in \(home.shown)")
        }
        return GuardFinding(
            "home-region", mission.mayBeHealthy ? .warned : .violated,
            "\(request.source) exists in \(home.shown) and is \(status)",
            hint: mission.mayBeHealthy
                ? "make certain that nothing writes to it any more"
                : "if the \(home.account == nil ? "region" : "account") is given up all the same, pass --even-though-healthy"
        )
    }

    /// A snapshot that somebody names, and of which RDS does not say that it came from the database's own account.
    private static func origin(
        of home: RecoveryMission.Home, _ request: DrillRequest, _ facts: DrillFacts
    ) -> [GuardFinding] {
        guard home.account != nil, case .snapshot(let id) = request.selection,
            let snapshot = facts.snapshots.first(where: { $0.id == id }),
            !snapshot.isCopy(of: request.source, from: home)
        else { return [] }
        return [
            GuardFinding(
                "snapshot-origin", .warned,
                "RDS does not say that snapshot \(id) was copied from \(home.shown), only that it is of \(snapshot.instance)",
                hint: "make certain that it is of this database: another one may have the name")
        ]
    }

    /// RDS takes no role of another account, so that one of the same name has to be there.
    private static func roles(_ mission: RecoveryMission, _ facts: DrillFacts) -> [GuardFinding] {
        guard let found = facts.roles else { return [] }
        return (mission.database.settings?.roleARNs ?? []).map { arn in
            switch found[arn] {
            case true?: GuardFinding("database-role", .met, "the database's role \(arn)")
            case false?:
                GuardFinding(
                    "database-role", .violated, "the database's role \(arn) not found",
                    hint: "create it, as the database's own account has it")
            case nil:
                GuardFinding(
                    "database-role", .unknown, "the database's role \(arn) could not be read",
                    hint: "allow iam:GetRole: drctl iam recover prints the policy")
            }
        }
    }
}
