/// Everything that a change says of itself, besides being executed: plan, apply, iam, reports and tests read these facts
/// and never the cases. They stand beside the cases of each kind, so that a new case does not compile without them.
package struct ChangeFacts: Sendable, Hashable {
    /// One value that the change sets.
    package struct Setting: Sendable, Hashable {
        /// By its AWS name, or a statement, rule or widget of a document.
        package var name: String
        /// Nil when it was not there, or could not be read.
        package var before: String?
        /// Nil when it is removed.
        package var after: String?
        package var disruption: Disruption

        package init(name: String, before: String?, after: String?, disruption: Disruption = .none) {
            self.name = name
            self.before = before
            self.after = after
            self.disruption = disruption
        }

        /// Such as `backup retention period 7 → 30 days`.
        package var line: String {
            switch (before, after) {
            case (let before?, let after?): "\(name) \(before) → \(after)"
            case (nil, let after?): "\(name) \(after)"
            case (let before?, nil): "\(name) \(before) → removed"
            case (nil, nil): name
            }
        }
    }

    /// A whole document that is written: what it was when the plan was made.
    package struct Precondition: Sendable, Hashable {
        /// Such as `the policy of bucket kb-backups`.
        package var document: String
        /// As it was read; nil when there was none.
        private let before: (any Document)?

        init(_ document: String, _ before: (any Document)?) {
            self.document = document
            self.before = before
        }

        /// Of the document as it was read; `absent` when there was none. Computed when asked for: most facts are only shown.
        package var digest: String { before?.digest ?? "absent" }

        package static func == (left: Precondition, right: Precondition) -> Bool {
            left.document == right.document && left.digest == right.digest
        }

        package func hash(into hasher: inout Hasher) { hasher.combine(document) }
    }

    /// What becomes of the resource.
    package enum Effect: String, Sendable, Hashable {
        /// It does not exist before.
        case create
        case change
        /// Something of it is taken away, or all of it, and nothing else is done.
        case remove
    }

    package var resource: ResourceReference
    package var stage: Stage
    package var effect = Effect.change
    /// Reads included that the execution makes.
    package var needs: [Need]
    /// One line for people, verb first, without the settings.
    package var summary: String
    package var details: [Setting] = []
    /// What a resource gets when it is created, besides its documents.
    package var contents: [Setting] = []
    /// The documents that it writes, or takes away.
    package var documents: [DocumentEdit] = []
    package var disruption = Disruption.none
    package var reversal = Reversal.complete
    /// What somebody else made and the change replaces or removes, for people.
    package var takesAway: [String] = []
    package var precondition: Precondition?

    package init(
        _ resource: ResourceReference, _ stage: Stage, _ summary: String, needs: [Need], _ details: [Setting] = []
    ) {
        self.resource = resource
        self.stage = stage
        self.needs = needs
        self.summary = summary
        self.details = details
        disruption = details.map(\.disruption).max() ?? .none
    }

    /// The summary with every setting: one line that says it all.
    package var line: String {
        details.isEmpty ? summary : "\(summary): \(details.map(\.line).joined(separator: ", "))"
    }

    /// The IAM actions, in the order of the calls.
    package var actions: [String] {
        var seen: Set<String> = []
        return needs.map(\.action).filter { seen.insert($0).inserted }
    }
}

extension ChangeFacts {
    /// The facts of writing a whole document: its parts that differ, what of others is lost, and what it was.
    ///
    /// - Parameters:
    ///   - name: Such as `the policy of bucket kb-backups`.
    ///   - isOurs: Whether a part of that name is drctl's own; nobody else misses it.
    package func writing<Value: Document>(
        _ edit: Edit<Value>, as name: String, isOurs: (String) -> Bool
    ) -> ChangeFacts {
        var facts = self
        let (old, new) = (edit.before?.parts ?? [:], edit.after.parts)
        let changed = Set(old.keys).union(new.keys).sorted().filter { old[$0] != new[$0] }
        facts.details = changed.map { part in
            switch (old[part], new[part]) {
            case (nil, _): Setting(name: "+ \(part)", before: nil, after: nil)
            case (_, nil): Setting(name: "- \(part)", before: nil, after: nil)
            case (_, _): Setting(name: "~ \(part)", before: nil, after: nil)
            }
        }
        facts.takesAway = changed.filter { old[$0] != nil && !isOurs($0) }
        facts.documents = [DocumentEdit(edit.before, to: edit.after)]
        facts.precondition = Precondition(name, edit.before)
        return facts
    }

    /// The facts of creating the resource.
    ///
    /// - Parameters:
    ///   - contents: What it gets, by name; what is nil is left out.
    ///   - documents: Its documents, by what their parts are called, such as `trust policy`.
    package func creating(
        tags: [String: String] = [:], _ contents: [(name: String, value: String?)] = [],
        _ documents: [(name: String?, document: any Document)] = []
    ) -> ChangeFacts {
        var facts = self
        facts.effect = .create
        facts.contents = contents.compactMap { name, value in value.map { Setting(name: name, before: nil, after: $0) }
        }
        if !tags.isEmpty {
            let list = tags.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: ", ")
            facts.contents.append(Setting(name: "tags", before: nil, after: list))
        }
        facts.documents = documents.map { DocumentEdit(nil, to: $0.document, name: $0.name) }
        return facts
    }

    /// The facts of deleting a whole document of drctl's own.
    ///
    /// - Parameters:
    ///   - others: What of it somebody else has added, for people.
    ///   - lost: What does not come back with the document, which the journal keeps; nil when all of it does.
    func deleting(_ document: some Document, as name: String, others: [String], reversal lost: String?) -> ChangeFacts {
        var facts = self
        facts.details = document.parts.keys.sorted().map { Setting(name: "- \($0)", before: nil, after: nil) }
        facts.takesAway = others
        facts.precondition = Precondition(name, document)
        facts.effect = .remove
        facts.documents = [DocumentEdit(document, to: nil)]
        if let lost { facts.reversal = .partial("\(lost) does not come back") }
        return facts
    }
}
