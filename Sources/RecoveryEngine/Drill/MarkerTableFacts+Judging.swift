package import RecoveryModel

extension MarkerTableFacts {
    /// From the record that `MarkerTable.question` gives; nil when it is none.
    package init?(record: [String?]) {
        guard record.count == 8, let login = record[0] else { return nil }
        self.init(login: login, isReplica: record[1] == "t", table: nil)
        guard let form = record[2] else { return }
        table = Found(
            form: form, columns: record[3] ?? "", hasKey: record[4] == "t", hasTriggers: record[5] == "t",
            hidesRows: record[6] == "t",
            missingPrivileges: (record[7] ?? "").split(separator: ",").map { String($0.trimmingPrefix(" ")) })
    }

    /// Everything that has to be run for the login to use the table.
    func cure(_ table: MarkerTable) -> String {
        "run on the source: \(table.definition) \(table.grants(to: login))"
    }

    /// Whether a drill may write its rows, and what to run when it may not.
    package func finding(_ table: MarkerTable) -> GuardFinding {
        func refuse(_ summary: String, _ hint: String?, _ outcome: GuardFinding.Outcome = .violated) -> GuardFinding {
            GuardFinding("marker-table", outcome, summary, hint: hint)
        }
        if let failure { return refuse("\(table.name) could not be looked at: \(failure)", nil, .unknown) }
        guard !isReplica else {
            return refuse(
                "the source is a read replica, which takes no row", "drill the database that it is a replica of")
        }
        guard let found = self.table else {
            return refuse("there is no table \(table.name), and drctl makes none", cure(table))
        }
        if let flaw = found.flaw {
            return refuse("\(table.name) \(flaw)", "give drill.marker a table of its own; \(cure(table))")
        }
        guard found.missingPrivileges.isEmpty else {
            return refuse(
                "\(login) lacks privileges on \(table.name): \(found.missingPrivileges.joined(separator: ", "))",
                "run on the source: \(table.grants(to: login))")
        }
        return GuardFinding("marker-table", .met, "\(login) may write two rows to \(table.name)")
    }
}

extension MarkerTableFacts.Found {
    /// What makes it a table that cannot prove anything, or that does more than hold rows; nil when it is right.
    fileprivate var flaw: String? {
        if form != "rp" { return "is no ordinary table that is logged" }
        if columns != MarkerTable.columns { return "has the columns (\(columns)) and not (\(MarkerTable.columns))" }
        if !hasKey { return "has no primary key (drill, label)" }
        if hasTriggers { return "has triggers or rules, which would write more than the row" }
        if hidesRows { return "hides rows from the login by row-level security" }
        return nil
    }
}
