import RecoveryModel
import RecoveryRuntime

// Names on the command line that nothing has: exit code 64, and what was probably meant.

extension CommandFailure {
    /// A control that is not in the catalogue.
    static func unknownControl(_ id: String, among known: some Collection<String>) -> CommandFailure {
        CommandFailure(
            .usage, "control \(id) not found",
            hint: Spelling.hint(for: id, in: known.sorted()) ?? "`drctl controls list` lists all controls")
    }
}

extension DrillSources.Selected {
    /// Refuses a database that the policy does not select, before anything is asked of it.
    ///
    /// - Parameter wanted: Nil when none was named.
    /// - Throws: `CommandFailure`.
    func require(_ wanted: String?, of policy: RecoveryPolicy) throws {
        guard let wanted, !ids.isEmpty, !ids.contains(wanted) else { return }
        throw CommandFailure(
            .usage, "policy \(policy.name) does not select \(wanted)",
            hint: Spelling.hint(for: wanted, in: ids) ?? "it selects \(CountText.list(ids))")
    }
}
