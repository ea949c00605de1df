import RecoveryEngine
import RecoveryModel

/// An option that says something of what the policies do not have, or of what it says nothing about.
struct StraySize {
    let failure: CommandFailure
    /// Whether the policies have the name, as something else.
    let isKnown: Bool
}

extension StorageSizes {
    /// In the order of the options, then by name.
    func strays(among names: CostedNames) -> [StraySize] {
        let classed = buckets.filter { databases[$0.key] == nil || $0.value.classes.count > 1 }.keys
        let both = (names.all, "database or bucket")
        let wanted = [
            ("size", Set(databases.keys), both), ("size", Set(classed), (names.buckets, "bucket")),
            ("growth", Set(growth.keys), both), ("change", Set(changes.keys), (names.databases, "database")),
        ]
        return wanted.flatMap { option, given, has in
            given.subtracting(has.0).sorted().map { name in
                StraySize(option: option, name, is: has.1, of: has.0, isKnown: names.all.contains(name))
            }
        }
    }
}

extension StraySize {
    fileprivate init(option: String, _ name: String, is noun: String, of names: Set<String>, isKnown: Bool) {
        let all = names.sorted()
        let remark =
            !isKnown
            ? "" : option == "size" ? ": only a bucket has storage classes" : ": only of a database a share changes"
        let list = all.isEmpty ? "they have none" : "they have \(CountText.list(all))"
        failure = CommandFailure(
            .usage, "--\(option) names \(name), which is no \(noun) of the policies\(remark)",
            hint: isKnown
                ? "leave it out, or name one of \(CountText.list(all, "or"))"
                : Spelling.hint(for: name, in: all) ?? list)
        self.isKnown = isKnown
    }
}
