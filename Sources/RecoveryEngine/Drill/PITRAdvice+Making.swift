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
                commands: [
                    "drctl drill run --policy \(ShellCommand.quoted(policyFile)) --instance \(source.id) \(point)"
                ]))
        let side = "\(source.id)-recovered"
        let commands = RestoreCommands(source: source, side: side, target: target, snapshot: snapshot).all
        var recover = ShellCommand("drctl recover run")
        recover.add("--policy", policyFile)
        recover.add("--instance", source.id)
        recover.add("--at", target?.description)
        if target == nil { recover.add("--from", snapshot) }
        recover.flag("--even-though-healthy --switch rename", "", true)
        steps.append(
            Step(
                question: "Is the whole database damaged, and may drctl recover it?",
                answer: "restore beside it with every setting, verify, then swap the names; nothing is deleted",
                commands: [recover.text]))
        steps.append(
            Step(
                question: "Without drctl?",
                answer: "restore beside it, verify, then swap the names; never overwrite it",
                commands: commands))
        steps.append(
            Step(
                question: "Are only some tables or rows damaged?",
                answer: "restore beside it as above, delete the damaged rows, and copy theirs back; "
                    + "nothing written since is lost",
                commands: [RestoreCommands.copyingBack(source, from: side)]))
    }
}
