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
        var words = DifferenceWords()
        for (atom, near) in asked.uncovered(by: allowed) { words.lacks(atom, near) }
        for (atom, near) in allowed.uncovered(by: asked) { words.exceeds(atom, near) }
        let denials = (mine.filter { $0.effect == .deny }, theirs.filter { $0.effect == .deny })
        for (atom, _) in denials.0.uncovered(by: denials.1) where asked.contains(where: atom.touches) {
            words.add("denied besides", atom.action)
        }
        for (atom, _) in denials.1.uncovered(by: denials.0) { words.add("not denied", atom.action) }
        return words.all
    }
}

/// Of other atoms those that come near to one: the fewer they are, the more they have in common with it.
private struct NearAtoms {
    let ofCaller: [AccessAtom]
    /// Of the caller.
    let ofAction: [AccessAtom]
    /// Of the caller and the action.
    let ofResource: [AccessAtom]
}

extension Set<AccessAtom> {
    /// Those of which no other atom means whoever they are about, what and when, each with those that come near to it.
    ///
    /// A large account's role has thousands of atoms: each action of a caller is looked up once for all of its resources.
    fileprivate func uncovered(by others: Set<AccessAtom>) -> [(AccessAtom, NearAtoms)] {
        let all = Array(others)
        return Dictionary(grouping: subtracting(others), by: \.principal).values.flatMap { ofPrincipal in
            let ofCaller = all.filter(ofPrincipal[0].isSameCaller)
            return Dictionary(grouping: ofPrincipal, by: \.action).values.flatMap { atoms in
                let ofAction = ofCaller.filter(atoms[0].isSameAction)
                return atoms.compactMap { atom -> (AccessAtom, NearAtoms)? in
                    let ofResource = ofAction.filter(atom.isSameResource)
                    let isCovered = ofResource.contains { atom.condition.imply($0.condition) }
                    return isCovered
                        ? nil : (atom, NearAtoms(ofCaller: ofCaller, ofAction: ofAction, ofResource: ofResource))
                }
            }
        }
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
    mutating func lacks(_ atom: AccessAtom, _ near: NearAtoms) {
        if near.ofCaller.isEmpty, !atom.principal.isEmpty {
            add("principal missing", atom.principal)
        } else if near.ofAction.isEmpty {
            add("actions missing", atom.action)
        } else if near.ofResource.isEmpty {
            add("resource missing", "\(atom.action) on \(atom.resource)")
        } else {
            for other in near.ofResource {
                for line in other.condition.lacking(in: atom.condition) { add("condition added", line) }
            }
        }
    }

    /// What is allowed and not asked for.
    mutating func exceeds(_ atom: AccessAtom, _ near: NearAtoms) {
        if near.ofCaller.isEmpty, !atom.principal.isEmpty {
            add("principal added", atom.principal == "*" ? "everybody" : atom.principal)
        } else if near.ofAction.isEmpty {
            add("actions too many", atom.action)
        } else if near.ofResource.isEmpty {
            let isWider = near.ofAction.contains { $0.isSameResource(as: atom) }
            add(isWider ? "resource wider" : "resource added", "\(atom.action) on \(atom.resource)")
        } else {
            for other in near.ofResource {
                for line in other.condition.lacking(in: atom.condition) { add("condition missing", line) }
            }
        }
    }
}
