import RecoveryModel

/// The key that a policy asks for.
enum RequiredKey: Sendable {
    /// Whichever can be used.
    case any
    case named(String)

    var shown: String {
        switch self {
        case .any: "any key that can be used"
        case .named(let key): key
        }
    }

    /// In a command.
    var word: String {
        switch self {
        case .any: "KEY"
        case .named(let key): key
        }
    }

    /// Whether a resource is encrypted with it, and can be used.
    func isMet(by seen: SeenKey) -> Bool {
        switch self {
        case .any: seen.name != nil && seen.obstacle == nil
        case .named(let key): seen.name == key && seen.obstacle == nil
        }
    }
}

/// Which of several things can be restored, as far as their keys go.
struct Restorable<Point> {
    var usable: [Point] = []
    /// Those whose keys could not be read.
    var undecided: [Point] = []
    /// Why not; nil when all could.
    var unseen: CollectionFailure?
}

/// The key that a resource really has.
struct SeenKey: Sendable, Recordable {
    /// As the policy names it where it is that one, as the resource does otherwise; nil without one.
    var name: String?
    /// Why it cannot be used, after its name.
    var obstacle: String?

    var recorded: JSONValue { name.recorded }

    var shown: String { (name ?? "none") + (obstacle.map { ", which \($0)" } ?? "") }

    /// What to do about a key that cannot be used; nil for one that can.
    var remedy: Remedy? {
        guard let name, let obstacle else { return nil }
        return .procedure(
            "\(name) \(obstacle): enable it or cancel its deletion in KMS at once, before backups under it are lost.")
    }
}
