import AWSNames
import Foundation
import PostgresTools
import Testing

@Suite("Programs joined by pipes") struct ProgramPipelineTests {
    private func shell(_ script: String) -> Program { Program(script, path: "/bin/sh", arguments: ["-c", script]) }

    private func output(_ scripts: String...) async throws -> String {
        let collector = Collector()
        try await ProgramPipeline(scripts.map(shell)).run(to: { await collector.add($0) })
        return await collector.text
    }

    /// Counts down.
    private actor Pieces {
        var left: Int
        init(_ count: Int) { left = count }
        func next() -> [UInt8]? {
            guard left > 0 else { return nil }
            left -= 1
            return [UInt8](repeating: 0x61, count: 100_000)
        }
    }

    @Test func `what one writes the next one reads`() async throws {
        #expect(try await output("echo b; echo a", "sort") == "a\nb\n")
        #expect(try await output("true") == "")
    }

    @Test func `megabytes go through, from a source to a sink`() async throws {
        let pieces = Pieces(100)
        let collector = Collector()
        try await ProgramPipeline([shell("cat"), shell("wc -c")]).run(
            from: { await pieces.next() }, to: { await collector.add($0) })
        #expect(await collector.text.contains("10000000"))
    }

    @Test func `the program that failed by itself is blamed, not its neighbours`() async throws {
        let failure = await #expect(throws: PipelineFailure.self) {
            try await output("yes", "echo 'error: no key' >&2; exit 3", "cat")
        }
        #expect(failure?.message == "error: no key")
        let silent = await #expect(throws: PipelineFailure.self) { try await output("exit 3", "cat") }
        #expect(silent?.description == "exit 3 failed: it ended without a message")
        let last = await #expect(throws: PipelineFailure.self) {
            try await output("yes", "cat", "echo 'error: disk' >&2; exit 1")
        }
        #expect(last?.message == "error: disk")
    }

    @Test func `a program that is not there is a failure, and no wait`() async throws {
        let missing = Program("ghost", path: "/nonexistent/ghost", arguments: [])
        let failure = await #expect(throws: PipelineFailure.self) {
            try await ProgramPipeline([shell("yes"), missing]).run()
        }
        #expect(failure?.program == "ghost")
    }

    @Test func `a source that fails ends the programs without an end of their input`() async throws {
        struct Trouble: Error {}
        let collector = Collector()
        await #expect(throws: Trouble.self) {
            try await ProgramPipeline([shell("cat >/dev/null && echo complete")]).run(
                from: { throw Trouble() }, to: { await collector.add($0) })
        }
        #expect(await collector.text == "")
    }

    @Test func `a sink that fails ends the programs`() async throws {
        struct Full: Error {}
        await #expect(throws: Full.self) {
            try await ProgramPipeline([shell("yes"), shell("cat")]).run(to: { _ in throw Full() })
        }
    }

    @Test func `a last program that has read enough ends the pipeline well, where it may`() async throws {
        var pipeline = ProgramPipeline([shell("yes"), shell("head -c 3")])
        await #expect(throws: PipelineFailure.self) { try await pipeline.run() }
        pipeline.mayEndEarly = true
        try await pipeline.run()
        // One that wanted more fails, whatever it was that ended before it.
        pipeline.programs = [shell("echo; exit 3"), shell("read a && read b")]
        await #expect(throws: PipelineFailure.self) { try await pipeline.run() }
    }

    @Test func `a cancelled pipeline ends its programs`() async throws {
        let task = Task { try await ProgramPipeline([shell("sleep 3600"), shell("cat")]).run() }
        try await Task.sleep(for: .milliseconds(100))
        let start = ContinuousClock.now
        task.cancel()
        await #expect(throws: (any Error).self) { try await task.value }
        // However busy the machine is: the programs would run for an hour.
        #expect(ContinuousClock.now - start < .seconds(600))
    }

    @Test func `a program has the environment that it is given, and no more`() async throws {
        let text = try await output("env | sort | cut -d= -f1 | grep -v -e PWD -e SHLVL -e '^_$' -e OLDPWD")
        #expect(text == "LC_ALL\n")
    }
}

@Suite("Services of libpq") struct ConnectionServiceTests {
    private let text = """
        # ours
        [other]
        host=elsewhere
        [kb]
        host=db.example
        port=6432
        user=backup
        dbname=know ledge
        sslmode=verify-full
        sslrootcert=/etc/ca.pem
        """

    @Test func `a service has its connection and its password`() throws {
        let service = try ConnectionService("kb", in: text)
        #expect(service.host == "db.example" && service.port == 6_432 && service.database == "know ledge")
        #expect(service.authorities == "/etc/ca.pem" && service.password == nil)
        let passwords = """
            # comment
            db.example:5432:*:*:wrong
            db.example:6432:know ledge:backup:a\\:b\\\\c
            *:*:*:*:any
            """
        #expect(service.password(in: passwords)?.secret == "a:b\\c")
        #expect(service.password(in: "other:*:*:*:x") == nil)
    }

    @Test func `what cannot be used is named, and never a password`() {
        func refusal(_ name: String, _ text: String) -> String {
            do {
                _ = try ConnectionService(name, in: text)
                return "accepted"
            } catch {
                return "\(error)"
            }
        }
        #expect(refusal("nobody", text) == "service nobody not found")
        #expect(refusal("other", text) == "service other must name user and dbname")
        #expect(
            refusal("a", "[a]\nhost=h\nuser=u\ndbname=d\npassword=hunter2\noptions=-c x")
                == "the parameter options of service a is not supported")
    }
}
