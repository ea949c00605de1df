import RecoveryModel

/// A query that also returns the type of its answer, by which the answer is compared.
///
/// The query is a materialized part of another one, so that it runs once, as it is written.
package struct TypedQuery: Sendable {
    package let sql: String

    /// Nil for `show`, which is no part of any query.
    package init?(_ query: String) {
        let first = query.drop { $0.isWhitespace }.prefix { $0.isLetter }.lowercased()
        guard first != "show" else { return nil }
        sql = """
            with drctl_answer(value) as materialized (
            \(query)
            ) select a.*, (select format_type(coalesce(nullif(t.typbasetype, 0), t.oid), null) from pg_type t \
            where t.oid = pg_typeof(a.value)) from drctl_answer a
            """
    }

    /// The answer and its type.
    ///
    /// - Throws: `PostgresError` unless there is one value.
    package func answer(_ rows: [[String?]]) throws -> (value: String?, type: String?) {
        guard rows.count == 1, rows[0].count == 2 else {
            let (height, width) = (
                CountText.of(rows.count, "row"), CountText.of(max(1, rows.first?.count ?? 2) - 1, "column")
            )
            throw PostgresError(.statement, "expected one value, got \(height) of \(width)")
        }
        return (rows[0][0], rows[0][1])
    }
}
