import AWSNames

/// An earlier result of an audit, as its JSON says it: what a later one is compared with.
package struct AuditBaseline: Sendable {
    /// Why a document is no baseline of a run.
    package struct Refusal: Error, Hashable, Sendable, CustomStringConvertible {
        package let description: String
        package let hint: String?

        package init(_ description: String, hint: String? = nil) {
            self.description = description
            self.hint = hint
        }
    }

    /// One finding of it.
    package struct Entry: Sendable {
        package var control: String
        package var resource: String
        package var title: String
        package var severity: String
        package var verdict: String
        package var standards: [Standard]
        /// True for what only came with a missing resource, which is no finding of its own; older results do not say.
        package var isConsequence: Bool
    }

    /// When it was made, as it says.
    package let at: String
    /// The findings by target and id; a target that failed then is not there.
    package let targets: [TargetName: [String: Entry]]
    /// Every policy that it is about, those without a result too.
    package let policies: Set<String>

    /// The schema of results that can be compared.
    package static let schema = "drctl/audit/v2"

    /// Reads a result.
    ///
    /// - Throws: `Refusal` for what is no result of an audit, or one of another format version.
    package init(parsing text: String) throws {
        guard let document = try? JSONValue(parsing: text) else { throw Refusal("it is not JSON", hint: Self.hint) }
        guard let schema = document["schema"]?.text else { throw Refusal("it has no schema", hint: Self.hint) }
        guard schema == Self.schema else {
            throw Refusal("it is a \(schema) document, and \(Self.schema) is needed", hint: Self.hint)
        }
        guard let at = document["at"]?.text, case .array(let targets)? = document["targets"],
            case .array(let uncovered)? = document["uncovered"]
        else { throw Refusal("it lacks members of \(Self.schema)", hint: Self.hint) }
        self.at = at
        var all: [TargetName: [String: Entry]] = [:]
        // What could not be read stands there by its file, without an account.
        var policies = Set(uncovered.filter { $0["account"]?.text != nil }.compactMap { $0["policy"]?.text })
        for target in targets {
            let name = try Self.name(of: target)
            policies.insert(name.policy)
            guard case .array(let findings)? = target["findings"] else { continue }
            var entries: [String: Entry] = [:]
            for finding in findings { try entries.add(finding) }
            all[name] = entries
        }
        self.targets = all
        self.policies = policies
    }

    fileprivate static let hint = "make one with `drctl audit --output json --out previous.json`"

    private static func name(of target: JSONValue) throws -> TargetName {
        guard let policy = target["policy"]?.text, let account = target["account"]?.text.flatMap({ AccountID($0) }),
            let region = target["region"]?.text, !region.isEmpty
        else { throw Refusal("a target of it has no name", hint: hint) }
        return TargetName(policy: policy, account: account, region: Region(region))
    }
}

extension [String: AuditBaseline.Entry] {
    fileprivate mutating func add(_ finding: JSONValue) throws {
        guard let id = finding["id"]?.text, let control = finding["control"]?.text,
            let resource = finding["resource"]?["name"]?.text, let title = finding["title"]?.text,
            let severity = finding["severity"]?.text, let verdict = finding["verdict"]?.text
        else { throw AuditBaseline.Refusal("a finding of it lacks members", hint: AuditBaseline.hint) }
        self[id] = AuditBaseline.Entry(
            control: control, resource: resource, title: title, severity: severity, verdict: verdict,
            standards: (finding["standards"]?.listed ?? []).compactMap { $0.text.flatMap(Standard.init(code:)) },
            isConsequence: finding["isConsequence"] == .bool(true))
    }
}

/// What has changed between two audits.
package struct BaselineComparison: Sendable, Equatable {
    /// A finding that was or is open.
    package struct Item: Sendable, Equatable {
        package var target: TargetName
        package var id: String
        package var control: String
        package var title: String
        package var resource: String
        package var severity: Severity
        /// The verdicts' words; nil where there was, or is, none.
        package var was: String?
        package var now: String?

        package init(
            target: TargetName, id: String, control: String, title: String, resource: String, severity: Severity,
            was: String?, now: String?
        ) {
            self.target = target
            self.id = id
            self.control = control
            self.title = title
            self.resource = resource
            self.severity = severity
            self.was = was
            self.now = now
        }
    }

    /// When the earlier audit was made.
    package var since: String
    /// Violated or unknown now, and it was not.
    package var new: [Item]
    /// Met or waived now, and it was open.
    package var fixed: [Item]
    /// Open then and now.
    package var unchanged: [Item]
    /// Open then, and nobody asks for it any more, or its resource is gone: that fixes nothing.
    package var dropped: [Item]
    /// Open then, in a target that has no result now.
    package var notJudged: [Item]

    package init(
        since: String, new: [Item], fixed: [Item], unchanged: [Item], dropped: [Item], notJudged: [Item]
    ) {
        self.since = since
        self.new = new
        self.fixed = fixed
        self.unchanged = unchanged
        self.dropped = dropped
        self.notJudged = notJudged
    }
}
