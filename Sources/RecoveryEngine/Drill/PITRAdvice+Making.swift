package import RecoveryModel

extension PITRAdvice {
    /// Advice for recovering to just before `event`, or to the newest state when it is nil.
    package static func make(
        _ source: InstanceFacts, snapshots: [SnapshotFacts], event: Instant?, policyFile: String, now: Instant
    ) -> PITRAdvice {
        let window = RestorableWindow(of: source)
        var advice = PITRAdvice(window: window, now: now, target: nil, snapshot: nil, steps: [])
        advice.steps.append(windowStep(window, now: now))
        let wanted = event.map(\.justBefore) ?? window.latest
        if let wanted { advice.place(wanted, event: event, source: source, snapshots: snapshots) }
        advice.appendSteps(source, event: event, policyFile: policyFile)
        return advice
    }

    private static func windowStep(_ window: RestorableWindow, now: Instant) -> Step {
        guard window.retentionDays > 0, let latest = window.latest else {
            return Step(question: "What can be restored?", answer: window.absence, commands: [])
        }
        let from = window.earliest.map { "from \($0.shown)" } ?? "from the oldest automated backup"
        return Step(
            question: "What can be restored?",
            answer:
                "\(from) to \(latest.shown), \(ElapsedText.ago(now - latest)); retention "
                + CountText.of(window.retentionDays, "day"),
            commands: [])
    }

    private mutating func place(
        _ wanted: Instant, event: Instant?, source: InstanceFacts, snapshots: [SnapshotFacts]
    ) {
        let question =
            event.map { "It happened at \($0.shown). Which instant is just before it?" }
            ?? "Which instant is the newest?"
        switch window.check(wanted, now: now) {
        case .success(let instant):
            target = instant
            steps.append(Step(question: question, answer: "\(instant.shown), which is inside the window", commands: []))
        case .failure(let refusal):
            let older = snapshots.filter { $0.instance == source.id && ($0.createdAt ?? now) <= wanted }
            let point = try? RecoveryPointChooser.choose(.newest, of: source, snapshots: older, now: now).get()
            var answer = refusal.reason
            if let latest = window.latest, wanted > latest, wanted <= now {
                target = wanted
                answer += ". Expect it inside the window at about \((latest + TimeSpan(5, .minutes)).shown)"
            } else if let point {
                snapshot = point.snapshot
                answer +=
                    ". The newest snapshot before it is \(point.snapshot ?? "") of \(point.time.shown)"
                    + ", which loses \(ElapsedText.of(wanted - point.time)) of changes"
            } else {
                answer += ". No snapshot before it exists either"
            }
            steps.append(Step(question: question, answer: answer, commands: []))
        }
    }

    private mutating func appendSteps(_ source: InstanceFacts, event: Instant?, policyFile: String) {
        let point = target.map { "--at \($0)" } ?? snapshot.map { "--snapshot \($0)" }
        guard let point else { return }
        steps.append(
            Step(
                question: "Is it the right instant?",
                answer:
                    "prove it before relying on it: the drill restores beside production and checks both sides",
                commands: ["drctl drill run --policy \(policyFile) \(point)"]))
        let side = "\(source.id)-recovered"
        let commands =
            source.kind == .cluster
            ? clusterCommands(source, beside: side) : instanceCommands(source, beside: side)
        steps.append(
            Step(
                question: "Is the whole database damaged?",
                answer: "restore beside it, verify, then swap the names; never overwrite it",
                commands: commands))
        steps.append(
            Step(
                question: "Are only some tables or rows damaged?",
                answer: "restore beside it as above, and copy the missing data back; nothing written since is lost",
                commands: ["pg_dump --host <\(side)> --table <table> --data-only | psql --host <\(source.id)>"]))
    }

    private func instanceCommands(_ source: InstanceFacts, beside side: String) -> [String] {
        let common = Self.flags([
            "--db-instance-class \(source.instanceClass)", source.subnetGroup.map { "--db-subnet-group-name \($0)" },
            Self.groups(source), source.parameterGroup.map { "--db-parameter-group-name \($0)" },
            "--no-publicly-accessible", "--deletion-protection", "--copy-tags-to-snapshot",
        ])
        let restore =
            target.map {
                "aws rds restore-db-instance-to-point-in-time --source-db-instance-identifier \(source.id) "
                    + "--target-db-instance-identifier \(side) --restore-time \($0) \(common)"
            }
            ?? "aws rds restore-db-instance-from-db-snapshot --db-snapshot-identifier \(snapshot ?? "") "
            + "--db-instance-identifier \(side) \(common)"
        return [
            restore,
            "aws rds modify-db-instance --db-instance-identifier \(source.id) "
                + "--new-db-instance-identifier \(source.id)-damaged --apply-immediately",
            "aws rds modify-db-instance --db-instance-identifier \(side) "
                + "--new-db-instance-identifier \(source.id) --apply-immediately",
        ]
    }

    /// A cluster is restored without an instance and accepts no connection before it has one.
    private func clusterCommands(_ source: InstanceFacts, beside side: String) -> [String] {
        let common = Self.flags([
            source.subnetGroup.map { "--db-subnet-group-name \($0)" }, Self.groups(source),
            source.parameterGroup.map { "--db-cluster-parameter-group-name \($0)" }, "--deletion-protection",
            "--copy-tags-to-snapshot",
        ])
        let restore =
            target.map {
                "aws rds restore-db-cluster-to-point-in-time --source-db-cluster-identifier \(source.id) "
                    + "--db-cluster-identifier \(side) --restore-to-time \($0) \(common)"
            }
            ?? "aws rds restore-db-cluster-from-snapshot --snapshot-identifier \(snapshot ?? "") "
            + "--db-cluster-identifier \(side) --engine \(source.engine) --engine-version \(source.engineVersion) \(common)"
        return [
            restore, "aws rds wait db-cluster-available --db-cluster-identifier \(side)",
            "aws rds create-db-instance --db-instance-identifier \(side)-1 --db-cluster-identifier \(side) "
                + "--engine \(source.engine) --db-instance-class \(source.instanceClass) --no-publicly-accessible",
            "aws rds modify-db-cluster --db-cluster-identifier \(source.id) "
                + "--new-db-cluster-identifier \(source.id)-damaged --apply-immediately",
            "aws rds modify-db-cluster --db-cluster-identifier \(side) "
                + "--new-db-cluster-identifier \(source.id) --apply-immediately",
        ]
    }

    private static func groups(_ source: InstanceFacts) -> String? {
        guard let groups = source.securityGroups, !groups.isEmpty else { return nil }
        return "--vpc-security-group-ids \(groups.joined(separator: " "))"
    }

    private static func flags(_ flags: [String?]) -> String { flags.compactMap { $0 }.joined(separator: " ") }
}
