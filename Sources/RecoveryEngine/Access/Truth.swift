/// What can be said of a condition when some facts of the request are not known.
package enum Truth: Hashable, Sendable {
    case holds
    case fails
    /// It depends on these condition keys, sorted.
    case depends(on: [String])

    package init(_ value: Bool) { self = value ? .holds : .fails }

    /// It depends on one key.
    package static func depends(on key: String) -> Truth { .depends(on: [key]) }

    /// Both.
    package func and(_ other: Truth) -> Truth {
        switch (self, other) {
        case (.fails, _), (_, .fails): .fails
        case (.holds, let rest), (let rest, .holds): rest
        case (.depends(let mine), .depends(let theirs)): .depends(on: Set(mine + theirs).sorted())
        }
    }

    /// Either.
    package func or(_ other: Truth) -> Truth {
        switch (self, other) {
        case (.holds, _), (_, .holds): .holds
        case (.fails, let rest), (let rest, .fails): rest
        case (.depends(let mine), .depends(let theirs)): .depends(on: Set(mine + theirs).sorted())
        }
    }

    /// The opposite.
    package var negated: Truth {
        switch self {
        case .holds: .fails
        case .fails: .holds
        case .depends: self
        }
    }
}

extension Sequence where Element == Truth {
    /// All of them; holds for none. What comes after the first that fails is not looked at.
    package var all: Truth {
        var all = Truth.holds
        for truth in self {
            if truth == .fails { return .fails }
            all = all.and(truth)
        }
        return all
    }

    /// One of them; fails for none. What comes after the first that holds is not looked at.
    package var any: Truth {
        var any = Truth.fails
        for truth in self {
            if truth == .holds { return .holds }
            any = any.or(truth)
        }
        return any
    }
}
