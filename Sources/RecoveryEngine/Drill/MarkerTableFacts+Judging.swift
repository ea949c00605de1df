package import RecoveryModel

extension MarkerTableFacts {
    /// From the record that `MarkerTable.question` returns; nil when it has another form.
    package init?(record: [String?]) {
        guard record.count == 8, let login = record[0] else { return nil }
        self.init(login: login, isReplica: record[1] == "t", table: nil)
        guard let form = record[2] else { return }
        table = Found(
            form: form, columns: record[3] ?? "", hasKey: record[4] == "t", hasTriggers: record[5] == "t",
            hidesRows: record[6] == "t",
            missingPrivileges: (record[7] ?? "").split(separator: ",").map { String($0.trimmingPrefix(" ")) })
    }

    /// The statements that create the table and let the login use it.
    func fix(_ table: MarkerTable) -> String {
        "run on the source: \(table.definition) \(table.grants(to: login))"
    }

    /// Whether a drill can write its rows, with the statements that fix it if not.
    package func finding(_ table: MarkerTable) -> GuardFinding {
        func refuse(_ summary: String, _ hint: String?, _ outcome: GuardFinding.Outcome = .violated) -> GuardFinding {
            GuardFinding("marker-table", outcome, summary, hint: hint)
        }
        if let failure { return refuse("\(table.name) could not be read: \(failure)", nil, .unknown) }
        guard !isReplica else {
            return refuse(
                "the source is a read replica, which is read-only", "drill the replica's source database")
        }
        guard let found = self.table else {
            return refuse("table \(table.name) not found, and drctl creates none", fix(table))
        }
        if let flaw = found.flaw {
            return refuse("\(table.name) \(flaw)", "use a dedicated table for drill.marker; \(fix(table))")
        }
        guard found.missingPrivileges.isEmpty else {
            return refuse(
                "\(login) lacks privileges on \(table.name): \(found.missingPrivileges.joined(separator: ", "))",
                "run on the source: \(table.grants(to: login))")
        }
        return GuardFinding("marker-table", .met, "\(login) can write to \(table.name)")
    }
}

extension MarkerTableFacts.Found {
    /// What makes the table unsuitable, because it cannot prove anything or does more than hold rows; nil when nothing
    /// does.
    fileprivate var flaw: String? {
        if form != "rp" { return "is not an ordinary logged table" }
        if columns != MarkerTable.columns { return "has columns (\(columns)), expected (\(MarkerTable.columns))" }
        if !hasKey { return "has no primary key (drill, label)" }
        if hasTriggers { return "has triggers or rules, which would write more than the row" }
        if hidesRows { return "hides rows from the login by row-level security" }
        return nil
    }
}
