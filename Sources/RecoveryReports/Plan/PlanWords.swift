import RecoveryModel

/// One line of what a step sets, whatever the format: a setting, a part of a document, or a setting of such a part.
struct PlanLine {
    /// `+`, `~` or `-`; empty for a setting inside a part that is changed.
    var sign: String
    var name: String
    var value: String

    /// So long is the longest value that is shown whole; JSON has all of it.
    private static let longest = 300

    init(_ sign: String, _ name: String, _ value: String) {
        self.sign = sign
        self.name = name
        let more = value.count - Self.longest
        self.value =
            more > 40 ? "\(value.prefix(Self.longest))… (\(CountText.number(more)) more characters)" : value
    }

    init(_ setting: ChangeFacts.Setting) {
        switch (setting.before, setting.after) {
        case (let before?, let after?): self.init("~", setting.name, "\(before) → \(after)")
        case (let before?, nil): self.init("-", setting.name, before)
        case (nil, let after): self.init("+", setting.name, after ?? "")
        }
    }
}

extension DocumentEdit.Part {
    /// The part, and the settings of it that change.
    fileprivate var lines: [PlanLine] {
        switch kind {
        case .kept: return []
        case .added: return [PlanLine("+", name, Self.text(after, of: name))]
        case .removed: return [PlanLine("-", name, Self.text(before, of: name))]
        case .changed:
            let changes = differences.map { ($0.name, "\($0.before ?? "not set") → \($0.after ?? "removed")") }
            if let only = changes.first, changes.count == 1, only.0.isEmpty { return [PlanLine("~", name, only.1)] }
            return [PlanLine("~", name, "")] + changes.map { PlanLine("", $0.0, $0.1) }
        }
    }

    /// All settings of a part on one line; nothing when its name says it all.
    private static func text(_ fields: [DocumentField], of name: String) -> String {
        fields.filter { !$0.name.isEmpty || !name.hasSuffix($0.value) }
            .map { $0.name.isEmpty ? $0.value : "\($0.name) \($0.value)" }.joined(separator: "; ")
    }
}

extension Step {
    /// Everything that the step sets.
    var lines: [PlanLine] {
        let settings = facts.documents.isEmpty ? facts.details : []
        return (settings + facts.contents).map(PlanLine.init)
            + facts.documents.flatMap { $0.parts.flatMap(\.lines) }
    }

    /// The parts of its documents that stay as they are.
    private var kept: [String] { facts.documents.flatMap { $0.parts.filter { $0.kind == .kept }.map(\.name) } }

    /// What has to be known before the step is allowed, each with its label.
    ///
    /// - Parameter instant: The time of the plan.
    func notes(at instant: Instant) -> [(label: String, role: TextRole, text: String)] {
        var notes: [(label: String, role: TextRole, text: String)] = []
        if !kept.isEmpty { notes.append(("keeps", .plain, kept.joined(separator: ", "))) }
        if let text = facts.disruption.text { notes.append(("disrupts", .unsure, text)) }
        if let text = timing(at: instant).shown { notes.append(("when", .unsure, text)) }
        switch facts.reversal {
        case .complete: break
        case .partial(let text): notes.append(("undo", .unsure, "only in part: \(text)"))
        case .impossible(let text): notes.append(("undo", .bad, "cannot be undone: \(text)"))
        }
        if let manager {
            notes.append(("managed", .unsure, "by \(manager), which may undo it with its next deployment"))
        }
        notes += obstacles.map {
            ($0.isCertain ? "fails" : "may fail", $0.isCertain ? .bad : .unsure, "\($0.cause); \($0.fix)")
        }
        notes += weakens.map { ("weakens", .bad, $0) }
        notes += disturbs.map { ("others", .bad, $0) }
        notes += facts.takesAway.map { ("replaces", .unsure, $0) }
        notes.append(("needs", .faint, facts.actions.joined(separator: ", ")))
        return notes
    }
}

extension PlanBlock {
    /// `+`, `~` or `-`, followed by `!` when it replaces or removes what drctl did not make.
    var sign: String {
        let sign =
            switch effect {
            case .create: "+"
            case .change: "~"
            case .remove: "-"
            }
        return replaces ? sign + "!" : sign
    }

    /// The resource by kind and name; of one that only loses something, that it stays.
    var title: (kind: String, name: String, remark: String) {
        (resource.kind.name, resource.name, effect == .remove ? " (it stays, and loses what follows)" : "")
    }
}

extension PlanCounts {
    /// As terraform says it.
    var shown: String {
        let replaced =
            replace == 0
            ? ""
            : "; \(CountText.of(replace, "step")) replace\(replace == 1 ? "s" : "") something that drctl did not make"
        return "\(CountText.number(add)) to add, \(CountText.number(change)) to change, "
            + "\(CountText.number(remove)) to remove\(replaced)"
    }
}

extension Plan {
    /// What the signs mean, and in which order the steps are made.
    static let legend = "+ create, ~ change, - remove, ! replaces or removes what drctl did not make"
    /// A resource's steps stand together, whatever comes between them.
    static let order = "Steps are made in the order of their numbers."
}
