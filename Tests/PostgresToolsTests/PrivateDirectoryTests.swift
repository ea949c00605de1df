import FoundationEssentials
import Glibc
import Testing

@testable import PostgresTools

@Suite struct PrivateDirectoryTests {
    private func age(_ path: String) {
        var times = [timeval(tv_sec: time(nil) - 3_600, tv_usec: 0), timeval(tv_sec: time(nil) - 3_600, tv_usec: 0)]
        utimes(path, &times)
    }

    @Test func `what a killed owner left is removed by the next one, and nobody else's`() throws {
        let alive = try PrivateDirectory()
        defer { alive.remove() }
        let parent = String(alive.path.prefix(upTo: alive.path.lastIndex(of: "/")!))
        let left = "\(parent)/drctl-secret-\(UUID().uuidString)"
        let justMade = "\(parent)/drctl-secret-\(UUID().uuidString)"
        for folder in [left, justMade] {
            #expect(mkdir(folder, 0o700) == 0)
            try Data("a password".utf8).write(to: URL(filePath: "\(folder)/password"))
        }
        defer { try? FileManager.default.removeItem(atPath: justMade) }
        age(left)
        age(alive.path)

        let next = try PrivateDirectory()
        defer { next.remove() }
        #expect(!FileManager.default.fileExists(atPath: left))
        #expect(FileManager.default.fileExists(atPath: alive.path))
        #expect(FileManager.default.fileExists(atPath: justMade))
    }

    @Test func `only its owner can read a secret, and nothing is left of it`() throws {
        let folder = try PrivateDirectory()
        let file = try folder.write("a password", as: "password")
        var status = stat()
        #expect(stat(file, &status) == 0 && status.st_mode & 0o777 == 0o600)
        #expect(stat(folder.path, &status) == 0 && status.st_mode & 0o777 == 0o700)
        folder.remove()
        folder.remove()
        #expect(!FileManager.default.fileExists(atPath: folder.path))
    }

    @Test func `one folder is made, in the first place that can be written, and nothing is left of it`() throws {
        let parent = FileManager.default.temporaryDirectory.appending(path: "drctl-private-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: parent, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: parent) }
        func content() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: parent) }
        let folder = try PrivateDirectory(in: ["/nonexistent", parent])
        #expect(try content().map { "\(parent)/\($0)" } == [folder.path])
        folder.remove()
        #expect(try content().isEmpty)
        #expect(throws: PostgresError.self) { try PrivateDirectory(in: ["/nonexistent"]) }
    }
}
