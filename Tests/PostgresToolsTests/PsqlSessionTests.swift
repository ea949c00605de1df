import AWSNames
import FoundationEssentials
import Testing

@testable import PostgresTools

@Suite struct PsqlSessionTests {
    @Test func `a session answers, errs and goes on`() async throws {
        try await TestServer.run { server in
            try await server.open { (session: inout PsqlSession) async throws in
                #expect(try await session.value("select 40 + 2") == "42")
                #expect(try await session.value("select null") == nil)
                #expect(try await session.value("select ''") == "")
                let odd = "a,\"b\"\n\\! touch x :HOST 'c'; é"
                #expect(
                    try await session.rows("values (1, 'a,\"b\"\n\\! touch x :HOST ''c''; é'), (2, null)")
                        == [["1", odd], ["2", nil]])
                let error = await #expect(throws: PostgresError.self) {
                    try await session.value("select * from missing")
                }
                #expect(error?.kind == .statement)
                #expect(error?.state == "42P01")
                #expect(error?.message == "relation \"missing\" does not exist")
                #expect(try await session.rows("select 1 where false").isEmpty)
                #expect(try await session.rows("values (1), (2)").count == 2)
                await #expect(throws: PostgresError.self) { try await session.value("values (1), (2)") }
            }
        }
    }

    @Test func `nothing can be written in a read-only session`() async throws {
        try await TestServer.run { server in
            try await server.open(readOnly: false) { (session: inout PsqlSession) async throws in
                _ = try await session.rows("create table notes (id int)")
            }
            try await server.open { (session: inout PsqlSession) async throws in
                let error = await #expect(throws: PostgresError.self) {
                    try await session.rows("insert into notes values (1)")
                }
                #expect(error?.state == "25006")
                let count = try await session.snapshot { inside in
                    await #expect(throws: PostgresError.self) { try await inside.guardedRows("select 1 / 0") }
                    return try await inside.value("select count(*) from notes")
                }
                #expect(count == "0")
            }
        }
    }

    @Test func `a statement in passing leaves no lock in its transaction`() async throws {
        try await TestServer.run { server in
            try await server.open(readOnly: false) { (session: inout PsqlSession) async throws in
                _ = try await session.rows("create table notes (id int)")
            }
            try await server.open { (session: inout PsqlSession) async throws in
                let locks = "select count(*) from pg_locks where relation = 'notes'::regclass"
                try await session.snapshot { inside in
                    #expect(try await inside.passingRows("select count(*) from notes") == [["0"]])
                    #expect(try await inside.value(locks) == "0")
                    _ = try await inside.rows("select count(*) from notes")
                    #expect(try await inside.value(locks) == "1")
                }
            }
        }
    }

    @Test func `two sessions share one snapshot, whatever is written between them`() async throws {
        try await TestServer.run { server in
            try await server.open(readOnly: false) { (session: inout PsqlSession) async throws in
                _ = try await session.rows("create table notes (id int)")
            }
            try await server.open { (reader: inout PsqlSession) async throws in
                let counts = try await reader.sharedSnapshot { inside, name in
                    try await server.open(readOnly: false) { writer in
                        _ = try await writer.rows("insert into notes values (1)")
                    }
                    let name = try #require(name)
                    let joined = try await server.open { (helper: inout PsqlSession) async throws in
                        try await helper.joined(name) { try await $0.value("select count(*) from notes") }
                    }
                    return [joined, try await inside.value("select count(*) from notes")]
                }
                #expect(counts == ["0", "0"])
                await #expect(throws: PostgresError.self) {
                    try await reader.joined("00000003-0000001B-1") { try await $0.value("select 1") }
                }
                #expect(try await reader.value("select count(*) from notes") == "1")
            }
        }
    }

    @Test func `a snapshot does not see what is written after it began`() async throws {
        try await TestServer.run { server in
            try await server.open(readOnly: false) { (session: inout PsqlSession) async throws in
                _ = try await session.rows("create table notes (id int)")
            }
            try await server.open { (reader: inout PsqlSession) async throws in
                let counts = try await reader.snapshot { inside in
                    let before = try await inside.value("select count(*) from notes")
                    try await server.open(readOnly: false) { writer in
                        _ = try await writer.rows("insert into notes values (1)")
                    }
                    return [before, try await inside.value("select count(*) from notes")]
                }
                #expect(counts == ["0", "0"])
                #expect(try await reader.value("select count(*) from notes") == "1")
            }
        }
    }

    @Test func `TLS is verified, and each refusal has its kind`() async throws {
        try await TestServer.run { server in
            func refusal(_ change: (inout PostgresConnection) -> Void) async -> PostgresError.Kind? {
                var connection = server.connection
                change(&connection)
                let error = await #expect(throws: PostgresError.self) {
                    try await PsqlSession.open(
                        connection, settings: SessionSettings(applicationName: "test"), tools: server.tools
                    ) { _ in }
                }
                return error?.kind
            }
            #expect(
                await refusal { $0.security = .verifyFull(authorities: server.folder + "/other.crt") } == .certificate)
            #expect(await refusal { $0.host = "localhost" } == .certificate)
            #expect(await refusal { $0.password = Redacted("wrong") } == .authentication)
            #expect(await refusal { $0.database = "nowhere" } == .authentication)
            #expect(await refusal { $0.port = 1 } == .unreachable)
            #expect(
                await refusal {
                    $0.host = "db.example.com"
                    $0.security = .unencrypted
                } == .certificate)
            let encrypted = try await server.open { (session: inout PsqlSession) async throws in
                try await session.value("select ssl from pg_stat_ssl where pid = pg_backend_pid()")
            }
            #expect(encrypted == "t")
        }
    }

    @Test func `the password is in no argument and no environment of a child`() async throws {
        try await TestServer.run { server in
            let found = try await server.open { (session: inout PsqlSession) async throws in
                _ = try await session.value("select 1")
                return processesMentioning(server.password)
            }
            #expect(found.isEmpty)
            #expect("\(server.connection)".contains(server.password) == false)
            let left = try FileManager.default.contentsOfDirectory(atPath: "/dev/shm").filter { $0.hasPrefix("drctl-") }
                .compactMap { FileManager.default.contents(atPath: "/dev/shm/\($0)/pgpass") }
                .filter { String(decoding: $0, as: UTF8.self) == PsqlSession.passwordLine(server.password) }
            #expect(left.isEmpty)
        }
    }

    @Test func `a psql that ends at once is an error and does not end us`() async throws {
        try await TestServer.run { server in
            for _ in 0..<20 {
                let connection = server.connection.at(host: "127.0.0.1", port: 1)
                let error = await #expect(throws: PostgresError.self) {
                    try await PsqlSession.open(
                        connection, settings: SessionSettings(applicationName: "test"), tools: server.tools
                    ) { _ in }
                }
                #expect(error?.kind == .unreachable)
            }
        }
    }

    @Test func `a statement that takes too long is stopped by the server`() async throws {
        try await TestServer.run { server in
            let error = await #expect(throws: PostgresError.self) {
                try await server.open(timeout: 1) { session in try await session.value("select pg_sleep(30)") }
            }
            #expect(error?.kind == .timeout)
        }
    }

    @Test func `cancellation stops the statement on the server too`() async throws {
        try await TestServer.run { server in
            let task = Task {
                try await server.open { session in try await session.value("select pg_sleep(60), 'cancel me'") }
            }
            let busy =
                "select count(*) from pg_stat_activity where query like '%cancel me%' and pid <> pg_backend_pid()"
            try await server.open { (session: inout PsqlSession) async throws in
                while try await session.value(busy) == "0" { try await Task.sleep(for: .milliseconds(20)) }
                task.cancel()
                await #expect(throws: (any Error).self) { try await task.value }
                var left = 100
                while try await session.value(busy) != "0", left > 0 {
                    try await Task.sleep(for: .milliseconds(50))
                    left -= 1
                }
                #expect(try await session.value(busy) == "0")
            }
        }
    }

    @Test func `a server that dies under a session is a lost connection`() async throws {
        try await TestServer.run { server in
            let error = await #expect(throws: PostgresError.self) {
                try await server.open { (session: inout PsqlSession) async throws in
                    try await session.value("select pg_terminate_backend(pg_backend_pid())")
                }
            }
            #expect(error?.kind == .connectionLost || error?.state == "57P01")
        }
    }
}

/// Command lines and environments of this user's processes that hold the text, ourselves left out.
private func processesMentioning(_ text: String) -> [String] {
    let entries = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    return entries.filter { Int($0) != nil && $0 != "\(ProcessInfo.processInfo.processIdentifier)" }
        .filter { process in
            ["cmdline", "environ"].contains { file in
                let data = FileManager.default.contents(atPath: "/proc/\(process)/\(file)") ?? Data()
                return String(decoding: data, as: UTF8.self).contains(text)
            }
        }
}
