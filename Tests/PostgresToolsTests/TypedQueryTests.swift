import Testing

@testable import PostgresTools

@Suite struct TypedQueryTests {
    /// A query, its answer and the type that the server reports.
    private static let cases: [(sql: String, value: String?, type: String)] = [
        ("select exists (select from pg_class)", "t", "boolean"),
        ("select count(*) from pg_class where false", "0", "bigint"),
        ("select '2.5'", "2.5", "text"), ("select 1152921504606846977", "1152921504606846977", "bigint"),
        ("select 2.50", "2.50", "numeric"), ("select 1e20::float8", "1e+20", "double precision"),
        ("values (7)", "7", "integer"),
        ("select null", nil, "text"), ("select 'ab'::char(4)", "ab  ", "character"),
        (
            "select timestamptz '2026-11-23 03:05:00.000001+01'", "2026-11-23 02:05:00.000001+00",
            "timestamp with time zone"
        ),
        ("with x(a) as (values (1), (2)) select sum(a) from x -- all of it", "3", "bigint"),
        ("(select 1) union (select 1)", "1", "integer"),
        ("select nspname from pg_namespace where oid = 11", "pg_catalog", "name"),
        ("select 'x' || $$a;b$$", "xa;b", "text"), ("select 5::drctl_count", "5", "integer"),
        ("table drctl_one", "t", "boolean"),
    ]

    @Test func `the server says of which type an answer is`() async throws {
        try await TestServer.run { server in
            try await server.open(readOnly: false) { (session: inout PsqlSession) async throws in
                _ = try await session.rows("create domain drctl_count as integer")
                _ = try await session.rows("create table drctl_one as select true as value")
            }
            try await server.open { (session: inout PsqlSession) async throws in
                for (sql, value, type) in Self.cases {
                    let typed = try #require(TypedQuery(sql))
                    let answer = try typed.answer(try await session.rows(typed.sql))
                    #expect(answer.value == value && answer.type == type, "\(sql): \(answer)")
                }
                for sql in ["select 1, 2", "values (1), (2)", "select 1 where false"] {
                    let typed = try #require(TypedQuery(sql))
                    let rows = try await session.rows(typed.sql)
                    #expect(throws: PostgresError.self, "\(sql)") { try typed.answer(rows) }
                }
                #expect(TypedQuery(" show work_mem") == nil)
            }
        }
    }

    @Test func `a query runs once, however it is read`() async throws {
        try await TestServer.run { server in
            try await server.open(readOnly: false) { (session: inout PsqlSession) async throws in
                _ = try await session.rows("create sequence calls")
                let typed = try #require(TypedQuery("select nextval('calls')"))
                _ = try await session.rows(typed.sql)
                #expect(try await session.value("select last_value from calls") == "1")
            }
        }
    }
}
