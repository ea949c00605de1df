import JSONWriting
import RecoveryModel

/// A check as the policy writes it: a table to compare, or a query with its expected value.
private struct CheckDraft: Sendable {
    enum Comparison: String, CaseIterable, Sendable { case rowCount, checksum }

    var name = ""
    var table: String?
    var compare: Comparison?
    var until: String?
    var columns: [String]?
    var query: String?
    var expect: DrillPolicy.Expectation?
}

extension Shape where Value == DrillPolicy.Check {
    /// One entry of `drill.checks`.
    static let check = Shape<CheckDraft>.record(.check, blank: CheckDraft()).converted(
        to: { draft, node, path, reader -> DrillPolicy.Check? in
            do throws(Refusal) {
                return DrillPolicy.Check(name: draft.name, kind: try draft.kind())
            } catch {
                reader.report(error, at: path, node.location)
                return nil
            }
        },
        from: CheckDraft.init)
}

extension Record<CheckDraft> {
    fileprivate static let check = Record(
        fields: [
            .required("name", \.name, .text(maximum: 128), "The check's name in reports."),
            .alternative("table", \.table, .sqlName, "The table to compare on source and copy."),
            .alternative(
                "compare", \.compare, .choice(CheckDraft.Comparison.self), "What to compare. Requires `table`."),
            .alternative(
                "until", \.until, .sqlName,
                "A timestamp column: only rows up to the recovery point are compared. Requires `table`."),
            .alternative(
                "columns", \.columns, .list(of: .sqlName, minimum: 1),
                "Columns that never change. Requires `compare: checksum`."),
            .alternative("query", \.query, .sql, "A query that returns one value."),
            .alternative("expect", \.expect, .expectation, "The expected value. Requires `query`."),
        ],
        exactlyOneOf: ["table", "query"])
}

extension CheckDraft {
    init(_ check: DrillPolicy.Check) {
        name = check.name
        switch check.kind {
        case .rowCount(let table, let until): (self.table, compare, self.until) = (table, .rowCount, until)
        case .checksum(let table, let columns, let until):
            (self.table, compare, self.columns, self.until) = (table, .checksum, columns, until)
        case .query(let query, let expectation): (self.query, expect) = (query, expectation)
        }
    }

    func kind() throws(Refusal) -> DrillPolicy.Check.Kind {
        if let query {
            guard compare == nil, until == nil, columns == nil else {
                throw Refusal(
                    "invalid-value", "`compare`, `until` and `columns` require `table`",
                    hint: "delete them, or use `table` instead of `query`")
            }
            guard let expect else {
                throw Refusal(
                    "missing-key", "`expect` is missing",
                    hint: "write the expected value: `expect: 0` or `expect: {atLeast: 1}`")
            }
            return .query(query, expect)
        }
        guard expect == nil else {
            throw Refusal("invalid-value", "`expect` requires `query`", hint: "a table is compared with the source")
        }
        switch (compare, columns) {
        case (.checksum, let columns?):
            return .checksum(table: table ?? "", columns: columns, until: until)
        case (.checksum, nil):
            throw Refusal(
                "missing-key", "`columns` is missing", hint: "name the columns that never change: `columns: [id]`")
        case (_, nil):
            return .rowCount(table: table ?? "", until: until)
        case (_, _?):
            throw Refusal("invalid-value", "`columns` requires `compare: checksum`", hint: "delete `columns`")
        }
    }
}

private struct BoundDraft: Sendable {
    var atLeast: ExactDecimal?
    var atMost: ExactDecimal?
}

extension Shape where Value == DrillPolicy.Expectation {
    fileprivate static let expectation: Shape = {
        let exact = Shape<String>.text("value", maximum: 4_096).converted(
            to: { text, _, _, _ in DrillPolicy.Expectation.equal(text) },
            from: { if case .equal(let text) = $0 { text } else { "" } })
        var value = exact
        value.schema = .members(["type": .array([.string("string"), .string("number"), .string("boolean")])])
        let bounds = Record<BoundDraft>(
            fields: [
                .alternative("atLeast", \.atLeast, .decimal, "The value is at least this."),
                .alternative("atMost", \.atMost, .decimal, "The value is at most this."),
            ],
            exactlyOneOf: ["atLeast", "atMost"])
        let map = Shape<BoundDraft>.record(bounds, blank: BoundDraft()).converted(
            to: { draft, _, _, _ -> DrillPolicy.Expectation? in
                draft.atLeast.map(DrillPolicy.Expectation.atLeast) ?? draft.atMost.map(DrillPolicy.Expectation.atMost)
            },
            from: { expectation in
                switch expectation {
                case .atLeast(let bound): BoundDraft(atLeast: bound)
                case .atMost(let bound): BoundDraft(atMost: bound)
                case .equal: BoundDraft()
                }
            })
        return either(value, or: map, showsAsScalar: { if case .equal = $0 { true } else { false } })
    }()
}

extension Shape where Value == ExactDecimal {
    /// A number of any size, compared exactly.
    fileprivate static let decimal = Shape.scalar(
        "number", schema: .members(["type": .string("number")]), print: \.description
    ) { scalar throws(Refusal) in
        guard scalar.isPlain, let number = ExactDecimal(scalar.text) else {
            throw Refusal("wrong-type", "expected number, found `\(scalar.text.prefix(40))`")
        }
        return number
    }
}

extension Shape where Value == String {
    /// One query, which only reads: whatever a drill would refuse to run is refused where it is written.
    static let sql = text("SQL query", maximum: 65_536).checked { text in
        do throws(ReadOnlyStatement.Refusal) {
            _ = try ReadOnlyStatement(text)
            return nil
        } catch {
            return Refusal("not-a-query", "\(error)", hint: "write one query that returns one value")
        }
    }

    /// A table with its schema, since the search path depends on the login.
    static let markerTable = text(
        "table with its schema such as `drctl.marker`", pattern: "^[^\\s;'\"\\\\.]+\\.[^\\s;'\"\\\\.]+$",
        hint: "write it without quotes, such as `drctl.marker`"
    ) { text in
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 2 && parts.allSatisfy { !$0.isEmpty && $0.utf8.count <= 63 && isBare($0) }
    }

    private static func isBare(_ name: Substring) -> Bool {
        !name.contains { $0.isWhitespace || ";'\"\\".contains($0) }
    }

    /// A table or column as PostgreSQL names it, with its schema where needed; it is quoted before use.
    fileprivate static let sqlName = text(
        "table or column name", pattern: "^[^\\s;'\"\\\\]+$",
        hint: "write it without quotes, such as `entries` or `public.entries`"
    ) { text in
        !text.isEmpty && text.count <= 200 && isBare(text[...])
    }
}
