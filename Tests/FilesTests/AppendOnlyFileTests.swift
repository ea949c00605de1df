import Files
import FoundationEssentials
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

@Suite struct AppendOnlyFileTests {
    @Test func `lines follow one another, and the file is its owner's alone`() async throws {
        try await Scratch.run { scratch in
            let file = AppendOnlyFile("kb/ledger.jsonl", in: scratch.folder)
            #expect(try file.read() == nil)
            #expect(try file.create(Array("one\n".utf8)))
            try file.append(line: Array("two".utf8))
            try file.append(line: [])
            #expect(try file.read() == Array("one\ntwo\n\n".utf8))
            #expect(scratch.permissions("kb/ledger.jsonl") == 0o600)
            #expect(try !file.create([]), "it is there")
            #expect(try file.read()?.count == 9)
        }
    }

    @Test func `a line is added only where a file was begun`() async throws {
        try await Scratch.run { scratch throws in
            let file = AppendOnlyFile("ledger.jsonl", in: scratch.folder)
            let failure = #expect(throws: FileFailure.self) { try file.append(line: [1]) }
            #expect(failure?.cause == .system(ENOENT))
            #expect(try scratch.names().isEmpty)
        }
    }

    @Test(arguments: Obstacle.allCases)
    func `what is no file is not appended to, and nothing behind it is touched`(_ obstacle: Obstacle) async throws {
        try await Scratch.run { scratch in
            try obstacle.lay("ledger.jsonl", in: scratch)
            let file = AppendOnlyFile("ledger.jsonl", in: scratch.folder)
            let expected = FileFailure(.write, file.path, .kind(obstacle.kind))
            #expect(#expect(throws: FileFailure.self) { try file.append(line: [1]) } == expected)
            #expect(#expect(throws: FileFailure.self) { try file.reset() } == expected)
            #expect(throws: FileFailure.self) { try file.dropPartialLine() }
            #expect(throws: FileFailure.self) { _ = try file.read() }
            try obstacle.expectUntouched("ledger.jsonl", in: scratch)
        }
    }

    @Test func `a pipe that somebody reads is refused too`() async throws {
        try await Scratch.run { scratch in
            mkfifo(scratch("ledger.jsonl"), 0o600)
            let reader = open(scratch("ledger.jsonl"), O_RDONLY | O_NONBLOCK)
            defer { close(reader) }
            let file = AppendOnlyFile("ledger.jsonl", in: scratch.folder)
            let failure = #expect(throws: FileFailure.self) { try file.append(line: [1]) }
            #expect(failure?.cause == .kind(.pipe))
        }
    }

    @Test func `a file with a second name is not appended to, and begun anew it is another file`() async throws {
        try await Scratch.run { scratch in
            try scratch.write("precious", to: "victim")
            link(scratch.victim, scratch("ledger.jsonl"))
            let file = AppendOnlyFile("ledger.jsonl", in: scratch.folder)
            let failure = #expect(throws: FileFailure.self) { try file.append(line: [1]) }
            #expect(failure == FileFailure(.write, file.path, .hardLink))
            #expect(#expect(throws: FileFailure.self) { try file.dropPartialLine() }?.cause == .hardLink)
            #expect(scratch.text("victim") == "precious")
            try file.reset()
            try file.append(line: Array("new".utf8))
            #expect(scratch.text("victim") == "precious")
            #expect(scratch.text("ledger.jsonl") == "new\n")
        }
    }

    @Test(arguments: [("one\ntwo\nthr", "one\ntwo\n"), ("one\n", "one\n"), ("half", ""), ("", "")])
    func `a last line without its end is taken off`(content: String, whole: String) async throws {
        try await Scratch.run { scratch in
            try scratch.write(content, to: "ledger.jsonl")
            let file = AppendOnlyFile("ledger.jsonl", in: scratch.folder)
            try file.dropPartialLine()
            #expect(scratch.text("ledger.jsonl") == whole)
        }
    }
}

@Suite struct LockFileTests {
    @Test func `one holds it at a time, and says what for`() async throws {
        try await Scratch.run { scratch in
            func holder() throws -> String? { try LockFile.holder(of: "kb.lock", in: scratch.folder) }
            #expect(try holder() == nil)
            do {
                let lock = try #require(try LockFile("kb.lock", in: scratch.folder))
                try lock.note("a long drill")
                try lock.note("drill 2")
                #expect(try LockFile("kb.lock", in: scratch.folder) == nil)
                #expect(try LockFile("other.lock", in: scratch.folder) != nil)
                #expect(try holder() == "drill 2")
                withExtendedLifetime(lock) {}
            }
            #expect(try holder() == nil)
            #expect(try LockFile("kb.lock", in: scratch.folder) != nil, "looking keeps nobody out")
        }
    }

    @Test(arguments: Obstacle.allCases)
    func `what is no file is no lock, and nothing behind it is emptied`(_ obstacle: Obstacle) async throws {
        try await Scratch.run { scratch in
            try obstacle.lay("kb.lock", in: scratch)
            let failure = #expect(throws: FileFailure.self) { _ = try LockFile("kb.lock", in: scratch.folder) }
            #expect(failure == FileFailure(.write, scratch("kb.lock"), .kind(obstacle.kind)))
            #expect(throws: FileFailure.self) { _ = try LockFile.holder(of: "kb.lock", in: scratch.folder) }
            try obstacle.expectUntouched("kb.lock", in: scratch)
        }
    }

    @Test func `a file with a second name is not emptied`() async throws {
        try await Scratch.run { scratch in
            try scratch.write("precious", to: "victim")
            link(scratch.victim, scratch("kb.lock"))
            let failure = #expect(throws: FileFailure.self) { _ = try LockFile("kb.lock", in: scratch.folder) }
            #expect(failure?.cause == .hardLink)
            #expect(scratch.text("victim") == "precious")
        }
    }
}
