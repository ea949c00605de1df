import AWSNames
package import RecoveryModel

/// Policies that are run together, and their conflicts.
package struct PolicySet: Sendable {
    /// The policies that are valid by themselves, in the order of their files.
    package let documents: [PolicyDocument]
    /// The diagnostics of all files, including conflicts, by location.
    package let diagnostics: [Diagnostic]
    /// The number of errors of each file that is not to be run: it is invalid, or in conflict with another one.
    package let invalid: [String: Int]

    /// Reads policy files together. A file that another one extends is only a base.
    package static func load(
        _ files: [String], today: CalendarDay, read: (String) throws -> [UInt8]
    ) -> PolicySet {
        let results = files.sorted().map { (file: $0, result: PolicyParser.load($0, today: today, read: read)) }
        let bases = Set(results.flatMap { $0.result.layers.dropFirst() })
        let policies = results.filter { $0.result.layers.first.map { !bases.contains($0) } ?? true }
        let documents = policies.compactMap(\.result.document)
        let conflicts = PolicyConflicts.all(among: documents)
        let problems = policies.flatMap(\.result.diagnostics) + conflicts.map(\.diagnostic)
        var invalid: [String: Int] = [:]
        for (file, result) in policies where result.document == nil {
            invalid[file] = result.diagnostics.count { $0.severity == .error }
        }
        for file in conflicts.flatMap(\.files) { invalid[file, default: 0] += 1 }
        return PolicySet(documents: documents, diagnostics: problems.sortedByPlace(), invalid: invalid)
    }
}

/// Finds resources that two policies claim with different requirements.
enum PolicyConflicts {
    /// One entry of one policy, with its requirements.
    private struct Claim {
        var file: String
        var kind: String
        var name: String
        var path: FieldPath
        var location: Diagnostic.Location?
        /// The required values, by path relative to the entry.
        var demands: [String: String]
    }

    /// A conflict of two policies: which of them is right is not known, so neither is run.
    struct Conflict {
        var diagnostic: Diagnostic
        var files: [String]
    }

    static func all(among documents: [PolicyDocument]) -> [Conflict] {
        var conflicts: [Conflict] = []
        var names: [String: PolicyDocument] = [:]
        for document in documents {
            let path = FieldPath("metadata", "name")
            if let other = names[document.policy.name] {
                let diagnostic = Diagnostic(
                    .error, id: "policy-name-taken",
                    "\(path): \(other.file) has the name `\(document.policy.name)` too",
                    detail: "Ledger, evidence and tags are identified by the policy's name.",
                    at: document.location(of: path),
                    hint: "choose another name")
                conflicts.append(Conflict(diagnostic: diagnostic, files: [document.file, other.file]))
            }
            names[document.policy.name] = document
        }
        // One policy alone claims nothing that another one does.
        guard documents.count > 1 else { return conflicts }
        var claims: [String: [Claim]] = [:]
        // The same two entries conflict in every account and region that both policies cover: once is enough.
        var seen: Set<[String]> = []
        for document in documents {
            for (key, claim) in Self.claims(of: document) {
                for other in claims[key] ?? [] where other.file != claim.file {
                    let found = conflict(claim, with: other)
                    let entries = [claim.file, claim.path.description, other.file, other.path.description]
                    if !found.isEmpty, seen.insert(entries).inserted { conflicts += found }
                }
                claims[key, default: []].append(claim)
            }
        }
        return conflicts
    }

    private static func conflict(_ claim: Claim, with other: Claim) -> [Conflict] {
        let keys = Set(claim.demands.keys).union(other.demands.keys).sorted()
        let differences = keys.filter { claim.demands[$0] != other.demands[$0] }
        guard let first = differences.first else { return [] }
        let rest = differences.count > 1 ? ", and in \(CountText.of(differences.count - 1, "more key"))" : ""
        let summary =
            "\(claim.path): \(other.file) claims the \(claim.kind) `\(claim.name)` too, and differs in `\(first)`: "
            + "\(claim.demands[first] ?? "not set") here, \(other.demands[first] ?? "not set") there\(rest)"
        let diagnostic = Diagnostic(
            .error, id: "conflicting-claims", summary,
            detail: "Applying one policy would undo the other.", at: claim.location,
            hint: "claim it in only one of the policies, or share the requirement through `extends`")
        return [Conflict(diagnostic: diagnostic, files: [claim.file, other.file])]
    }

    /// All claims, keyed by the resource in AWS.
    private static func claims(of document: PolicyDocument) -> [(String, Claim)] {
        let policy = document.policy
        // By the entry that they are of: `storage[3]`, `notifications`.
        let explanation = document.explanation
        let values = Dictionary(grouping: explanation) { FieldPath(Array($0.path.components.prefix(2))) }
            .merging(Dictionary(grouping: explanation) { FieldPath(Array($0.path.components.prefix(1))) }) { $1 }
        return policy.scope.accounts.flatMap { account in
            policy.targetRegions.flatMap { region -> [(String, Claim)] in
                let (part, place) = (policy.part(in: region), Place(account: account, region: region))
                let regional = "\(account) \(region.rawValue)"
                // The space in which the name is taken: a bucket's is the partition, a role's the account.
                var named: [(kind: String, name: String, path: FieldPath, space: String)] = []
                for (index, database) in zip(part.databases, part.policy.databases) {
                    let path = FieldPath("databases").appending(index)
                    named += database.select.ids.map { ("database", $0, path, regional) }
                }
                named += zip(part.storage, part.policy.storage).map {
                    ("bucket", place.filled($1.bucket), FieldPath("storage").appending($0), place.partition)
                }
                named += zip(part.keys, part.policy.keys).map {
                    ("key", $1.alias, FieldPath("keys").appending($0), regional)
                }
                named += LintSubject.listed("roles", part.policy.roles).map { ("role", $1.name, $0, "\(account)") }
                named +=
                    part.policy.notifications.map { [("topic", $0.topic, FieldPath("notifications"), regional)] } ?? []
                return named.map { kind, name, path, space in
                    let claim = Claim(
                        file: document.file, kind: kind, name: name, path: path, location: document.location(of: path),
                        demands: demands(of: path, in: document.policy.name, values[path] ?? []))
                    return ("\(kind) \(name) \(space)", claim)
                }
            }
        }
    }

    private static func demands(
        of path: FieldPath, in policy: String, _ values: [ExplainedValue]
    ) -> [String: String] {
        var demands: [String: String] = [:]
        // A role may do what its own policy needs.
        if path.components.first == .key("roles") { demands["policy"] = policy }
        for value in values {
            let inner = FieldPath(Array(value.path.components.dropFirst(path.components.count)))
            // The resource's name is not a requirement; a selector may name other resources too.
            guard
                !["select", "bucket", "alias", "name", "regions"].contains(
                    inner.description.prefix { $0 != "." && $0 != "[" })
            else { continue }
            demands[inner.description] = value.value
        }
        return demands
    }
}
