import RecoveryModel

/// What the action or the resource of an atom stands for: the texts of a pattern, or all but those of some.
struct MeantTexts {
    /// Nil for all but some.
    private let pattern: String?
    private let left: [String]

    /// - Parameter text: As an atom has it: a pattern, or `NotAction` or `NotResource` with a JSON list.
    init(_ text: String) {
        guard text.hasPrefix("NotAction ") || text.hasPrefix("NotResource ") else {
            (pattern, left) = (text, [])
            return
        }
        pattern = nil
        let list = try? JSONValue(parsing: String(text.drop { $0 != " " }.dropFirst()))
        left = list?.listed.compactMap(\.text) ?? []
    }

    var isAllBut: Bool { pattern == nil }

    /// Whether some text may be meant by both.
    ///
    /// - Parameter covers: Whether a pattern means whatever another one does.
    func meet(_ other: MeantTexts, covers: (String, String) -> Bool) -> Bool {
        switch (pattern, other.pattern) {
        case (let mine?, let theirs?): WrittenPattern.overlap(mine, theirs)
        case (let mine?, nil): !other.left.contains { covers($0, mine) }
        case (nil, let theirs?): !left.contains { covers($0, theirs) }
        case (nil, nil): true
        }
    }
}

/// Whom the principal of an atom stands for.
struct MeantCallers {
    /// Such as `AWS 123456789012`; nil for all but some, or everybody.
    private let name: String?
    private let left: Set<String>

    /// - Parameter text: As an atom has it: empty, `*`, a type with a name, or `NotPrincipal` with JSON.
    init(_ text: String) {
        guard text.hasPrefix("NotPrincipal ") else {
            (name, left) = (text == "*" ? nil : text, [])
            return
        }
        name = nil
        guard case .object(let types)? = try? JSONValue(parsing: String(text.drop { $0 != " " }.dropFirst())) else {
            left = []
            return
        }
        left = Set(types.flatMap { type, names in names.listed.compactMap(\.text).map { "\(type) \($0)" } })
    }

    /// Whether some caller may be meant by both.
    func meet(_ other: MeantCallers) -> Bool {
        switch (name, other.name) {
        case (let mine?, let theirs?): mine == theirs || Self.areKin(mine, theirs)
        case (let mine?, nil): !other.left.contains(mine)
        case (nil, let theirs?): !left.contains(theirs)
        case (nil, nil): true
        }
    }

    /// Whether two principals of AWS's may be one: an account and somebody in it, a role and its sessions.
    private static func areKin(_ left: String, _ right: String) -> Bool {
        guard left.hasPrefix("AWS "), right.hasPrefix("AWS ") else { return false }
        func account(_ name: String) -> String? {
            let name = String(name.dropFirst("AWS ".count))
            if let parts = ARNPattern.parts(name) { return parts[4] }
            return name.utf8.count == 12 ? name : nil
        }
        // A unique id, which IAM writes for somebody who was deleted, has no account.
        guard let left = account(left), let right = account(right) else { return true }
        return left == right
    }
}
