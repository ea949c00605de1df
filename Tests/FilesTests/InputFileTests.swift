import Files
import FoundationEssentials
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

@Suite struct InputFileTests {
    private func read(_ path: String) throws -> String? {
        try InputFile(path, mebibytes: 1, patience: (1, 1)).read().map { String(decoding: $0, as: UTF8.self) }
    }

    private func cause(_ path: String) -> FileFailure.Cause? {
        #expect(throws: FileFailure.self) { _ = try read(path) }?.cause
    }

    @Test func `a file is read, also through a link, and a missing one is nil`() async throws {
        try await Scratch.run { scratch in
            try scratch.write("policy", to: "policy.yaml")
            symlink("policy.yaml", scratch("link.yaml"))
            symlink("none", scratch("dangling.yaml"))
            #expect(try read(scratch("policy.yaml")) == "policy")
            #expect(try read(scratch("link.yaml")) == "policy")
            #expect(try read(scratch("dangling.yaml")) == nil)
            #expect(try read(scratch("none.yaml")) == nil)
            #expect(try read(scratch("policy.yaml/x")) == nil)
        }
    }

    @Test func `a pipe without a writer, and a writer without a word, are errors and not kept waiting for`()
        async throws
    {
        try await Scratch.run { scratch in
            mkfifo(scratch("pipe"), 0o600)
            let began = ContinuousClock.now
            #expect(cause(scratch("pipe")) == .lonelyPipe)
            let writer = open(scratch("pipe"), O_RDWR)
            defer { close(writer) }
            #expect(cause(scratch("pipe")) == .silent(seconds: 1))
            #expect(began.duration(to: .now) < .seconds(8))
        }
    }

    @Test func `a pipe that is written to is read to its end`() async throws {
        try await Scratch.run { scratch in
            mkfifo(scratch("pipe"), 0o600)
            let writer = Peer {
                let number = open(scratch("pipe"), O_WRONLY)
                for piece in ["slow", "ly"] {
                    _ = write(number, piece, piece.utf8.count)
                    usleep(100_000)
                }
                close(number)
            }
            let content = try InputFile(scratch("pipe"), mebibytes: 1, patience: (30, 30)).read()
            #expect(content == Array("slowly".utf8))
            _ = writer.finish()
        }
    }

    @Test func `devices end or are errors`() throws {
        #expect(try read("/dev/null") == "")
        #expect(cause("/dev/zero") == .larger(mebibytes: 1))
    }

    @Test func `a folder and a large file are errors`() async throws {
        try await Scratch.run { scratch in
            #expect(cause(scratch.path) == .kind(.folder))
            try Data(count: 1 << 20).write(to: URL(filePath: scratch("most")))
            #expect(try read(scratch("most"))?.utf8.count == 1 << 20)
            try Data(count: 1 << 20 + 1).write(to: URL(filePath: scratch("large")))
            #expect(cause(scratch("large")) == .larger(mebibytes: 1))
        }
    }

    @Test func `a secret is read from a file that nobody else can read, and from nothing else`() async throws {
        try await Scratch.run { scratch in
            func cause(_ name: String) -> FileFailure.Cause? {
                #expect(throws: FileFailure.self) { _ = try InputFile(scratch(name), mebibytes: 1).secret() }?.cause
            }
            try scratch.write("secret", to: "key.pem")
            for permissions: mode_t in [0o640, 0o604, 0o644] {
                chmod(scratch("key.pem"), permissions)
                #expect(cause("key.pem") == .readableByOthers)
            }
            chmod(scratch("key.pem"), 0o600)
            #expect(try InputFile(scratch("key.pem"), mebibytes: 1).secret() == "secret")
            mkfifo(scratch("pipe"), 0o600)
            #expect(cause("pipe") == .kind(.pipe))
            #expect(cause("none") == .system(ENOENT))
        }
    }
}
