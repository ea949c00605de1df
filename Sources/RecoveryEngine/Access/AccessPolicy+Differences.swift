import RecoveryModel

extension AccessPolicy {
    /// How what this policy says differs from what another one says, in words; empty when both have the same effect.
    ///
    /// Order, names, repetitions, spellings and what is said besides without effect are no differences. A denial of what
    /// the other one does not allow is none either.
    func differences(from wanted: AccessPolicy) -> [String] {
        guard let sides = Sides(self, wanted) else { return [] }
        var words = DifferenceWords()
        sides.asked.forEachUncovered(by: sides.allowed) { words.lacks($0, $1) }
        sides.allowed.forEachUncovered(by: sides.asked) { words.exceeds($0, $1) }
        sides.denied.forEachUncovered(by: sides.toDeny) { atom, _ in
            if sides.asked.contains(where: atom.touches) { words.add("denied besides", atom.action) }
        }
        sides.toDeny.forEachUncovered(by: sides.denied) { atom, _ in words.add("not denied", atom.action) }
        return words.all
    }

    /// Whether this policy has the effect of another one; found sooner than how it differs.
    func hasEffect(of wanted: AccessPolicy) -> Bool {
        guard let sides = Sides(self, wanted) else { return true }
        struct Different: Error {}
        do {
            try sides.asked.forEachUncovered(by: sides.allowed) { _, _ in throw Different() }
            try sides.allowed.forEachUncovered(by: sides.asked) { _, _ in throw Different() }
            try sides.toDeny.forEachUncovered(by: sides.denied) { _, _ in throw Different() }
            try sides.denied.forEachUncovered(by: sides.toDeny) { atom, _ in
                if sides.asked.contains(where: atom.touches) { throw Different() }
            }
            return true
        } catch {
            return false
        }
    }
}

/// What two policies allow and deny; none when they say the same.
private struct Sides {
    let allowed, denied: Set<AccessAtom>
    let asked, toDeny: Set<AccessAtom>

    init?(_ present: AccessPolicy, _ wanted: AccessPolicy) {
        guard present != wanted else { return nil }
        let (mine, theirs) = (present.atoms, wanted.atoms)
        guard mine != theirs else { return nil }
        (allowed, denied) = (mine.filter { $0.effect == .allow }, mine.filter { $0.effect == .deny })
        (asked, toDeny) = (theirs.filter { $0.effect == .allow }, theirs.filter { $0.effect == .deny })
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
    /// A large account's role has thousands of atoms of few actions: each action of a caller is compared once, for all of
    /// its resources.
    fileprivate func forEachUncovered(
        by others: Set<AccessAtom>, _ body: (AccessAtom, NearAtoms) throws -> Void
    ) rethrows {
        let all = Array(others)
        for ofPrincipal in Dictionary(grouping: subtracting(others), by: \.principal).values {
            let ofCaller = all.filter(ofPrincipal[0].isSameCaller)
            let byAction = Array(Dictionary(grouping: ofCaller, by: \.action).values)
            for atoms in Dictionary(grouping: ofPrincipal, by: \.action).values {
                let ofAction = byAction.filter { atoms[0].isSameAction(as: $0[0]) }.flatMap { $0 }
                for atom in atoms {
                    let ofResource = ofAction.filter(atom.isSameResource)
                    if ofResource.contains(where: { atom.condition.imply($0.condition) }) { continue }
                    try body(atom, NearAtoms(ofCaller: ofCaller, ofAction: ofAction, ofResource: ofResource))
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
