import Files
import FoundationEssentials
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

@Suite struct ResultFileTests {
    private func failure(_ path: String) -> FileFailure? {
        #expect(throws: FileFailure.self) { try ResultFile(path).write { $0([1]) } }
    }

    @Test func `pieces make one file, and until it is whole the old one stands`() async throws {
        try await Scratch.run { scratch in
            try scratch.write("old", to: "result.json")
            try ResultFile(scratch("result.json")).write { piece in
                piece(Array("one, ".utf8))
                #expect(scratch.text("result.json") == "old")
                piece(Array("two\n".utf8))
            }
            #expect(scratch.text("result.json") == "one, two\n")
            #expect(try scratch.names() == ["result.json"])
        }
    }

    @Test func `a file keeps its permissions, and a new one is everybody's to read`() async throws {
        try await Scratch.run { scratch in
            try ResultFile(scratch("new")).write { $0([1]) }
            #expect(scratch.permissions("new") & 0o600 == 0o600)
            for permissions: mode_t in [0o600, 0o640, 0o666] {
                chmod(scratch("new"), permissions)
                try ResultFile(scratch("new")).write { $0([2]) }
                #expect(scratch.permissions("new") == permissions)
            }
        }
    }

    @Test(arguments: [Obstacle.link, .danglingLink, .linkToFolder, .folder, .socket])
    func `what is no place for a result is refused, and nothing behind it is touched`(
        _ obstacle: Obstacle
    ) async throws {
        try await Scratch.run { scratch in
            try obstacle.lay("result.json", in: scratch)
            #expect(
                failure(scratch("result.json")) == FileFailure(.write, scratch("result.json"), .kind(obstacle.kind)))
            try obstacle.expectUntouched("result.json", in: scratch)
        }
    }

    @Test func `a hard link keeps what the file was`() async throws {
        try await Scratch.run { scratch in
            try scratch.write("old", to: "victim")
            link(scratch.victim, scratch("result.json"))
            try ResultFile(scratch("result.json")).write { $0(Array("new".utf8)) }
            #expect(scratch.text("victim") == "old")
            #expect(scratch.text("result.json") == "new")
        }
    }

    @Test func `a folder is not made, and a path that names one is refused`() async throws {
        try await Scratch.run { scratch throws in
            #expect(
                failure(scratch("none/result.json"))?.description
                    == "failed to write \(scratch("none")): No such file or directory")
            for path in [scratch.path, scratch.path + "/", "/", ".", ".."] {
                #expect(failure(path)?.cause == .kind(.folder), "\(path)")
            }
            #expect(try scratch.names().isEmpty)
        }
    }

    @Test func `a device is written, not replaced, and a full one is an error`() throws {
        try ResultFile("/dev/null").write { $0([1]) }
        #expect(failure("/dev/full")?.description == "failed to write /dev/full: No space left on device")
        var status = stat()
        stat("/dev/null", &status)
        #expect(status.st_mode & S_IFMT == S_IFCHR)
    }

    @Test func `a pipe is written when somebody reads it, and nobody is waited for`() async throws {
        try await Scratch.run { scratch in
            mkfifo(scratch("pipe"), 0o600)
            #expect(failure(scratch("pipe"))?.cause == .lonelyPipe)
            let reader = open(scratch("pipe"), O_RDONLY | O_NONBLOCK)
            let reading = Peer {
                var bytes: [UInt8] = []
                var chunk = [UInt8](repeating: 0, count: 1 << 16)
                while bytes.count < 1 << 20 {
                    let count = read(reader, &chunk, chunk.count)
                    if count > 0 { bytes += chunk[..<count] } else { usleep(5_000) }
                }
                return bytes
            }
            // More than the pipe holds.
            try ResultFile(scratch("pipe")).write { $0([UInt8](repeating: 7, count: 1 << 20)) }
            #expect(reading.finish() == [UInt8](repeating: 7, count: 1 << 20))
            close(reader)
            #expect(try scratch.names() == ["pipe"])
        }
    }

    @Test func `what is open is written as it is open, whatever it is`() async throws {
        try await Scratch.run { scratch in
            let file = open(scratch("log"), O_WRONLY | O_CREAT | O_APPEND, 0o600)
            defer { close(file) }
            for path in ["/dev/fd/\(file)", "/proc/self/fd/\(file)"] {
                try ResultFile(path).write { $0(Array("x\n".utf8)) }
            }
            #expect(scratch.text("log") == "x\nx\n")
            #expect(failure("/dev/fd/9999")?.cause == .system(EBADF))
        }
    }

    @Test func `after a failure the rest is thrown away`() {
        var pieces = 0
        let failure = #expect(throws: FileFailure.self) {
            try ResultFile("/dev/full").write { piece in
                for _ in 0..<3 {
                    piece([1])
                    pieces += 1
                }
            }
        }
        #expect(failure?.cause == .system(ENOSPC) && pieces == 3)
    }
}
