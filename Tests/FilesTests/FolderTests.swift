import Files
import FoundationEssentials
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

@Suite struct FolderTests {
    @Test func `a file is replaced as a whole, is its owner's alone, and nothing is left beside it`() async throws {
        try await Scratch.run { scratch in
            for text in ["one", "", "three"] {
                try scratch.folder.replace("state.json", with: Array(text.utf8))
                #expect(try scratch.folder.read("state.json") == Array(text.utf8))
            }
            #expect(try scratch.names() == ["state.json"])
            #expect(scratch.permissions("state.json") == 0o600)
        }
    }

    @Test func `folders on the way are made, and for secrets they are their owner's alone`() async throws {
        try await Scratch.run { scratch in
            try Folder(scratch("a/b")).replace("c/d.json", with: [1])
            #expect(try Folder(scratch("a")).read("b/c/d.json") == [1])
            try Folder(scratch("s"), readers: .owner).replace("t/token", with: [1])
            #expect(scratch.permissions("s") == 0o700 && scratch.permissions("s/t") == 0o700)
        }
    }

    @Test func `what is not there is nil`() async throws {
        try await Scratch.run { scratch throws in
            #expect(try scratch.folder.read("none") == nil)
            #expect(try scratch.folder.read("no/such/folder") == nil)
            #expect(try Folder(scratch("none")).read("none") == nil)
            #expect(try Folder(scratch("none")).files() == [])
        }
    }

    @Test(arguments: Obstacle.allCases)
    func `what is no file is neither replaced nor read, and nothing behind it is touched`(
        _ obstacle: Obstacle
    ) async throws {
        try await Scratch.run { scratch in
            try obstacle.lay("state.json", in: scratch)
            let written = #expect(throws: FileFailure.self) { try scratch.folder.replace("state.json", with: [1]) }
            #expect(written == FileFailure(.write, scratch("state.json"), .kind(obstacle.kind)))
            #expect(written?.hint != nil)
            let read = #expect(throws: FileFailure.self) { _ = try scratch.folder.read("state.json") }
            #expect(read == FileFailure(.read, scratch("state.json"), .kind(obstacle.kind)))
            #expect(throws: FileFailure.self) { try scratch.folder.requireRoom(for: "state.json", bytes: 9) }
            try obstacle.expectUntouched("state.json", in: scratch)
        }
    }

    @Test(arguments: Obstacle.allCases)
    func `what is no file takes a name, so that nothing is created there`(_ obstacle: Obstacle) async throws {
        try await Scratch.run { scratch in
            try obstacle.lay("record.json", in: scratch)
            #expect(try !scratch.folder.create("record.json", with: [1]))
            try obstacle.expectUntouched("record.json", in: scratch)
        }
    }

    @Test func `a hard link keeps what the file was`() async throws {
        try await Scratch.run { scratch in
            try scratch.write("old", to: "victim")
            link(scratch.victim, scratch("state.json"))
            try scratch.folder.replace("state.json", with: Array("new".utf8))
            #expect(scratch.text("victim") == "old")
            #expect(scratch.text("state.json") == "new")
        }
    }

    @Test func `a folder below may be no link, the folder itself may`() async throws {
        try await Scratch.run { scratch in
            mkdir(scratch("elsewhere"), 0o755)
            symlink(scratch("elsewhere"), scratch("root"))
            try Folder(scratch("root")).replace("state.json", with: [1])
            #expect(try scratch.folder.read("elsewhere/state.json") == [1])
            for name in ["root/state.json", "root/new/state.json"] {
                let failure = #expect(throws: FileFailure.self) { try scratch.folder.replace(name, with: [2]) }
                #expect(failure == FileFailure(.write, scratch("root"), .kind(.symbolicLink)))
                #expect(throws: FileFailure.self) { _ = try scratch.folder.read(name) }
            }
            #expect(try scratch.folder.read("elsewhere/state.json") == [1])
        }
    }

    @Test(arguments: ["../victim", "a/../../victim", "/victim", "", "a//b", ".", "a/."])
    func `a name does not lead out of the folder`(_ name: String) async throws {
        try await Scratch.run { scratch throws in
            mkdir(scratch("in"), 0o755)
            #expect(throws: FileFailure.self) { try Folder(scratch("in")).replace(name, with: [1]) }
            #expect(throws: FileFailure.self) { _ = try Folder(scratch("in")).read(name) }
            #expect(try scratch.names() == ["in"])
        }
    }

    @Test func `of many who create one file, one succeeds`() async throws {
        try await Scratch.run { scratch throws in
            let winners = await withTaskGroup(of: UInt8?.self, returning: [UInt8].self) { group in
                for number in UInt8(0)..<16 {
                    group.addTask {
                        (try? scratch.folder.create("kb/record.json", with: [number])) == true ? number : nil
                    }
                }
                return await group.reduce(into: []) { if let number = $1 { $0.append(number) } }
            }
            #expect(winners.count == 1)
            #expect(try scratch.folder.read("kb/record.json") == winners)
            #expect(try FileManager.default.contentsOfDirectory(atPath: scratch("kb")) == ["record.json"])
        }
    }

    @Test func `files are listed by their paths, without what a killed process has left`() async throws {
        try await Scratch.run { scratch in
            for name in ["b.json", "a/2/x", "a/10/x"] { try scratch.folder.replace(name, with: []) }
            try scratch.write("half", to: ".drctl-3f9a.tmp")
            #expect(try scratch.folder.files() == ["a/10/x", "a/2/x", "b.json"])
        }
    }

    @Test(arguments: [Obstacle.link, .danglingLink, .linkToFolder, .pipe, .socket])
    func `what is no file is listed, not followed, so that reading it tells`(_ obstacle: Obstacle) async throws {
        try await Scratch.run { scratch in
            try obstacle.lay("kb", in: scratch)
            #expect(try scratch.folder.files() == ["kb", "victim"])
            for name in ["kb", "kb/head.json"] {
                let failure = #expect(throws: FileFailure.self) { _ = try scratch.folder.read(name) }
                #expect(failure == FileFailure(.read, scratch("kb"), .kind(obstacle.kind)))
            }
        }
    }

    @Test func `a folder in the folder is where its files are`() async throws {
        try await Scratch.run { scratch in
            let drills = scratch.folder.folder("kb").folder("drills")
            try drills.replace("a.jsonl", with: [1])
            #expect(drills.path == scratch("kb/drills"))
            #expect(drills.path(of: "a.jsonl") == scratch("kb/drills/a.jsonl"))
            #expect(try scratch.folder.files() == ["kb/drills/a.jsonl"])
            #expect(try drills.files() == ["a.jsonl"])
            #expect(try scratch.folder.folder("kb").read("drills/a.jsonl") == [1])
        }
    }

    @Test func `room is tried, and nothing of the trial stays`() async throws {
        try await Scratch.run { scratch in
            try scratch.folder.replace("kb/state.json", with: [1])
            try scratch.folder.requireRoom(for: "kb/state.json", bytes: 100_000)
            try scratch.folder.requireRoom(for: "new/state.json", bytes: 100_000)
            #expect(try scratch.folder.files() == ["kb/state.json"])
            #expect(try scratch.folder.read("kb/state.json") == [1])
        }
    }

    @Test func `where nothing can be written the error is a sentence with the place and the cause`() throws {
        let failure = #expect(throws: FileFailure.self) { try Folder("/proc/drctl").replace("state.json", with: [1]) }
        #expect(failure?.description == "failed to write /proc/drctl: No such file or directory")
        let under = #expect(throws: FileFailure.self) { try Folder("/etc/passwd/x").replace("state.json", with: [1]) }
        #expect(under?.description == "failed to write /etc/passwd/x: Not a directory")
    }
}
