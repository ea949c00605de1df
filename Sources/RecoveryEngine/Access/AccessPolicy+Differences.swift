import RecoveryModel

extension AccessPolicy {
    /// How what this policy says differs from what another one says, in words; empty when both have the same effect.
    ///
    /// Order, names, repetitions, spellings and what is said besides without effect are no differences. A denial of what
    /// the other one does not allow is none either.
    func differences(from wanted: AccessPolicy) -> [String] {
        let (mine, theirs) = (atoms, wanted.atoms)
        guard mine != theirs else { return [] }
        let (allowed, asked) = (mine.filter { $0.effect == .allow }, theirs.filter { $0.effect == .allow })
        func covered(_ atom: AccessAtom, by others: Set<AccessAtom>) -> Bool {
            others.contains(atom) || others.contains { atom.isCovered(by: $0) }
        }
        var words = DifferenceWords()
        for atom in asked.subtracting(allowed) where !covered(atom, by: allowed) { words.lacks(atom, among: allowed) }
        for atom in allowed.subtracting(asked) where !covered(atom, by: asked) { words.exceeds(atom, asked) }
        let denials = (mine.filter { $0.effect == .deny }, theirs.filter { $0.effect == .deny })
        for atom in denials.0.subtracting(denials.1) where !covered(atom, by: denials.1) {
            guard asked.contains(where: atom.touches) else { continue }
            words.add("denied besides", atom.action)
        }
        for atom in denials.1.subtracting(denials.0) where !covered(atom, by: denials.0) {
            words.add("not denied", atom.action)
        }
        return words.all
    }
}

/// What differs, gathered under the words for it.
private struct DifferenceWords {
    private var found: [String: Set<String>] = [:]

    /// In the order in which people want to know.
    private static let order = [
        "principal added", "principal missing", "actions missing", "actions too many", "resource wider",
        "resource added", "resource missing", "condition missing", "condition added", "denied besides", "not denied",
    ]

    var all: [String] {
        Self.order.compactMap { word in
            found[word].map { "\(word): \($0.sorted().joined(separator: ", "))" }
        }
    }

    mutating func add(_ word: String, _ text: String) { found[word, default: []].insert(text) }

    /// What is asked for and not allowed: the nearest of what is allowed says what is wrong.
    mutating func lacks(_ atom: AccessAtom, among allowed: Set<AccessAtom>) {
        let ofCaller = allowed.filter { atom.isSameCaller(as: $0) }
        let ofAction = ofCaller.filter { atom.isSameAction(as: $0) }
        let ofResource = ofAction.filter { atom.isSameResource(as: $0) }
        if ofCaller.isEmpty, !atom.principal.isEmpty {
            add("principal missing", atom.principal)
        } else if ofAction.isEmpty {
            add("actions missing", atom.action)
        } else if ofResource.isEmpty {
            add("resource missing", "\(atom.action) on \(atom.resource)")
        } else {
            for other in ofResource {
                for line in other.condition.lacking(in: atom.condition) { add("condition added", line) }
            }
        }
    }

    /// What is allowed and not asked for.
    mutating func exceeds(_ atom: AccessAtom, _ asked: Set<AccessAtom>) {
        let ofCaller = asked.filter { atom.isSameCaller(as: $0) }
        let ofAction = ofCaller.filter { atom.isSameAction(as: $0) }
        let ofResource = ofAction.filter { atom.isSameResource(as: $0) }
        if ofCaller.isEmpty, !atom.principal.isEmpty {
            add("principal added", atom.principal == "*" ? "everybody" : atom.principal)
        } else if ofAction.isEmpty {
            add("actions too many", atom.action)
        } else if ofResource.isEmpty {
            let isWider = ofAction.contains { $0.isSameResource(as: atom) }
            add(isWider ? "resource wider" : "resource added", "\(atom.action) on \(atom.resource)")
        } else {
            for other in ofResource {
                for line in other.condition.lacking(in: atom.condition) { add("condition missing", line) }
            }
        }
    }
}
