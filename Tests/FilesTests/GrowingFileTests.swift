import Files
import Foundation
import Testing

@Suite("Files that come piece by piece") struct GrowingFileTests {
    private func inFolder(_ body: (Folder, String) throws -> Void) throws {
        let path = NSTemporaryDirectory() + "drctl-growing-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: path) }
        try body(Folder(path), path)
    }

    @Test func `nobody sees it before it is finished`() throws {
        try inFolder { folder, _ in
            let file = try GrowingFile("one/part", in: folder)
            try file.append([1, 2])
            try file.append([3])
            #expect(try folder.files() == [])
            #expect(try folder.read("one/part") == nil)
            #expect(try file.finish())
            #expect(try folder.files() == ["one/part"])
            #expect(try folder.read("one/part") == [1, 2, 3])
        }
    }

    @Test func `a name that is taken stays as it is, and nothing else is left`() throws {
        try inFolder { folder, path in
            _ = try folder.create("part", with: [9])
            let file = try GrowingFile("part", in: folder)
            try file.append([1])
            #expect(try !file.finish())
            #expect(try folder.read("part") == [9])
            let abandoned = try GrowingFile("other", in: folder)
            try abandoned.append([1])
            abandoned.abandon()
            #expect(try FileManager.default.contentsOfDirectory(atPath: path) == ["part"])
        }
    }

    @Test func `what a killed process has left goes, and what is being written stays`() throws {
        try inFolder { folder, path in
            let file = try GrowingFile("one/part", in: folder)
            try file.append([1])
            try Data([1]).write(to: URL(fileURLWithPath: path + "/one/.drctl-abc.tmp"))
            #expect(try folder.removeAbandoned() == 1)
            #expect(try file.finish())
            #expect(try folder.files() == ["one/part"])
            #expect(try Folder(path + "/missing").removeAbandoned() == 0)
        }
    }

    @Test func `a file is read to its end, has a stamp of its own, and is deleted with its folder`() throws {
        try inFolder { folder, path in
            _ = try folder.create("one/part", with: [1, 2, 3])
            let reader = try #require(try FileReader("one/part", in: folder))
            #expect(reader.size == 3)
            #expect(try reader.next(atMost: 2) == [1, 2])
            #expect(try reader.next(atMost: 2) == [3])
            #expect(try reader.next(atMost: 2) == nil)
            #expect(try FileReader("one/other", in: folder) == nil)
            try folder.replace("one/part", with: [1, 2, 4])
            #expect(try FileReader("one/part", in: folder)?.stamp != reader.stamp)
            try folder.delete("one/part")
            try folder.delete("one/part")
            #expect(try FileManager.default.contentsOfDirectory(atPath: path) == [])
        }
    }

    @Test func `a link in the place of a part is not followed`() throws {
        try inFolder { folder, path in
            _ = try folder.create("secret", with: [1])
            try FileManager.default.createSymbolicLink(atPath: path + "/part", withDestinationPath: path + "/secret")
            #expect(throws: FileFailure.self) { try FileReader("part", in: folder) }
        }
    }
}
