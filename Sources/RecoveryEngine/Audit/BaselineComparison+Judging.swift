package import RecoveryModel

extension AuditBaseline {
    /// Refuses a baseline that is about other policies than a run.
    ///
    /// - Throws: `Refusal`.
    package func require(policies: some Sequence<String>) throws {
        let wanted = Set(policies)
        guard wanted == self.policies else {
            let (theirs, ours) = (self.policies.sorted(), wanted.sorted())
            throw Refusal(
                "it is about \(CountText.list(theirs)), and this run about \(CountText.list(ours))",
                hint: "compare with an audit of the same policies")
        }
    }
}

extension BaselineComparison {
    /// Compares a run with an earlier one, by the ids of findings.
    ///
    /// - Parameters:
    ///   - run: What was asked for of it.
    ///   - filter: What was asked for: of the earlier audit the same is compared.
    package init(_ run: Run<AuditResult>, since baseline: AuditBaseline, _ filter: FindingFilter) {
        var (new, fixed, unchanged, dropped, notJudged): ([Item], [Item], [Item], [Item], [Item]) = ([], [], [], [], [])
        var judged: Set<TargetName> = []
        for audit in run.values {
            let target = audit.target
            judged.insert(target)
            let earlier = baseline.targets[target] ?? [:]
            var seen: Set<String> = []
            for finding in audit.findings {
                let id = finding.id(at: target)
                seen.insert(id)
                // What came with a missing resource was not open by itself: it is news once the resource is there.
                let was = earlier[id].flatMap { $0.isConsequence ? nil : $0.verdict }
                let item = Item(
                    target: target, id: id, control: finding.control.id.description, title: finding.control.title,
                    resource: finding.resource.name, severity: finding.control.severity, was: was,
                    now: finding.verdict.word)
                switch (Self.isOpen(was), Self.isOpen(finding.verdict.word)) {
                // What was not known to be violated is new once it is.
                case (true, true) where was == "unknown" && finding.verdict == .violated: new.append(item)
                case (true, true): unchanged.append(item)
                // What comes with a missing resource is no news of its own.
                case (false, true) where finding.isConsequence: break
                case (false, true): new.append(item)
                case (true, false): fixed.append(item)
                case (false, false): break
                }
            }
            dropped += Self.open(earlier, of: target, filter).filter { !seen.contains($0.id) }
        }
        // A target of which the filter leaves nothing is judged all the same: the policy asks for nothing of it.
        let failed = Set(run.failures.map(\.target))
        for (target, earlier) in baseline.targets where !judged.contains(target) {
            let open = Self.open(earlier, of: target, filter)
            if filter.isEmpty || failed.contains(target) { notJudged += open } else { dropped += open }
        }
        self.init(
            since: baseline.at, new: new.sorted(by: Self.precedes), fixed: fixed.sorted(by: Self.precedes),
            unchanged: unchanged.sorted(by: Self.precedes), dropped: dropped.sorted(by: Self.precedes),
            notJudged: notJudged.sorted(by: Self.precedes))
    }

    private static func isOpen(_ verdict: String?) -> Bool { verdict == "violated" || verdict == "unknown" }

    private static func open(
        _ entries: [String: AuditBaseline.Entry], of target: TargetName, _ filter: FindingFilter
    ) -> [Item] {
        entries.filter { _, entry in
            isOpen(entry.verdict) && !entry.isConsequence
                && filter.matches(control: entry.control, resource: entry.resource, standards: entry.standards)
        }.map { id, entry in
            Item(
                target: target, id: id, control: entry.control, title: entry.title, resource: entry.resource,
                severity: Severity(rawValue: entry.severity) ?? .critical, was: entry.verdict, now: nil)
        }
    }

    /// The gravest first.
    private static func precedes(_ left: Item, _ right: Item) -> Bool {
        left.severity == right.severity ? left.id < right.id : left.severity > right.severity
    }
}
