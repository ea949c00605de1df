import FoundationEssentials
import Testing

@testable import DrctlCommands

@Suite struct OutputFileTests {
    private let folder = FileManager.default.temporaryDirectory.appending(path: "drctl-output-\(UUID())")

    init() throws { try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true) }

    @Test func `pieces make one file, and nothing is left beside it`() throws {
        let path = folder.appending(path: "result.json").path()
        try Data("old".utf8).write(to: URL(filePath: path))
        try OutputFile.write(to: path) { piece in
            piece(Array("one, ".utf8))
            piece(Array("two\n".utf8))
        }
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "one, two\n")
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path()) == ["result.json"])
    }

    @Test func `a device is written, not replaced`() throws {
        try OutputFile.write(to: "/dev/null") { $0([1]) }
        #expect(
            try FileManager.default.attributesOfItem(atPath: "/dev/null")[.type] as? FileAttributeType != .typeRegular)
    }

    @Test func `a full disk is an error`() throws {
        #expect(throws: OutputFile.Failure.self) { try OutputFile.write(to: "/dev/full") { $0([1]) } }
    }

    @Test func `a folder that is not there is named by the system's words`() {
        let path = folder.appending(path: "missing/result.json").path()
        let failure = #expect(throws: OutputFile.Failure.self) { try OutputFile.write(to: path) { $0([1]) } }
        #expect(failure?.description == "No such file or directory")
    }
}
