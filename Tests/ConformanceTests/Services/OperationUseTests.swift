import Foundation
import Testing

/// Only operations that drctl calls are generated.
@Suite("Uses of generated operations")
struct OperationUseTests {
    @Test func `every operation has a caller`() throws {
        let operations = try SourceText.operations(in: "Sources/AWSServices")
        let callers = try SourceText.joined(below: "Sources", without: ["AWSServices", "awsgen"])
        #expect(operations.count > 100)
        #expect(operations.filter { !$0.isCalled(in: callers) }.map(\.name) == [])
    }

    @Test func `every operation says what it is for`() throws {
        let operations = try SourceText.operations(in: "Sources/AWSServices")
        let silent = operations.filter { !$0.purpose.hasPrefix("Used by ") }
        #expect(silent.map(\.name) == [])
    }

    @Test func `an operation without caller is found, one that is only a prefix of another's name too`() {
        let text = """
                /// Used by audit.
                /// https://docs.aws.amazon.com/goto/WebAPI/x/GetThing
                public static let getThing = Operation<GetThingInput, GetThingOutput>(
                    "GetThing", service)

                /// Used by drill, recover.
                /// https://docs.aws.amazon.com/goto/WebAPI/x/ListThings
                public static let listThings = Operation<ListThingsInput, ListThingsOutput>(
                    "ListThings", service)

                /// https://docs.aws.amazon.com/goto/WebAPI/x/PutThing
                public static let putThing = Operation<PutThingInput, PutThingOutput>("PutThing", service)
            """
        let operations = GeneratedOperation.all(in: text, of: "X")
        #expect(operations.map(\.name) == ["X.getThing", "X.listThings", "X.putThing"])
        func uncalled(_ callers: String) -> [String] {
            operations.filter { !$0.isCalled(in: callers) }.map(\.name)
        }
        #expect(uncalled("") == ["X.getThing", "X.listThings", "X.putThing"])
        #expect(
            uncalled("X.listThings; send(X.getThingPolicy, Y.getThing, AX.getThing)") == ["X.getThing", "X.putThing"])
        #expect(uncalled("send(X.getThing, X.listThings, .init()) pages(X.putThingPages)") == [])
    }
}

/// An operation as the generated code declares it.
struct GeneratedOperation {
    /// Such as `RDS.describeDBInstances`.
    var name: String
    /// The first line of its comment.
    var purpose: String

    static func all(in text: String, of service: String) -> [GeneratedOperation] {
        var comment: [Substring] = []
        return text.split(separator: "\n").compactMap { line in
            let line = line.drop { $0 == " " }
            if line.hasPrefix("/// ") {
                comment.append(line.dropFirst(4))
                return nil
            }
            defer { comment = [] }
            let words = line.split(separator: " ")
            guard words.starts(with: ["public", "static", "let"]),
                words.dropFirst(5).first?.hasPrefix("Operation<") == true
            else { return nil }
            return GeneratedOperation(name: "\(service).\(words[3])", purpose: comment.first.map(String.init) ?? "")
        }
    }

    /// By the operation itself or its pages, as a whole word.
    func isCalled(in text: String) -> Bool {
        func isWord(_ character: Character?) -> Bool {
            character.map { $0.isLetter || $0.isNumber || $0 == "_" } ?? false
        }
        return text.ranges(of: name).contains { range in
            let rest = text[range.upperBound...]
            let after = rest.hasPrefix("Pages") ? rest.dropFirst(5).first : rest.first
            let before = range.lowerBound > text.startIndex ? text[text.index(before: range.lowerBound)] : nil
            return !isWord(after) && !isWord(before)
        }
    }
}

/// The package's own sources.
enum SourceText {
    private static var package: URL {
        var url = URL(filePath: #filePath)
        for _ in 0..<4 { url.deleteLastPathComponent() }
        return url
    }

    static func operations(in folder: String) throws -> [GeneratedOperation] {
        try files(below: folder).flatMap { file in
            let service = file.deletingLastPathComponent().lastPathComponent
            return GeneratedOperation.all(in: try String(contentsOf: file, encoding: .utf8), of: service)
        }
    }

    /// Every file's text, by its path in the package.
    static func texts(below folder: String) throws -> [String: String] {
        let start = package.path.count + 1
        return Dictionary(
            uniqueKeysWithValues: try files(below: folder).map {
                (String($0.path.dropFirst(start)), try String(contentsOf: $0, encoding: .utf8))
            })
    }

    static func joined(below folder: String, without others: Set<String>) throws -> String {
        try files(below: folder).filter { others.isDisjoint(with: $0.pathComponents) }
            .map { try String(contentsOf: $0, encoding: .utf8) }.joined(separator: "\n")
    }

    private static func files(below folder: String) throws -> [URL] {
        let root = package.appending(path: folder)
        return try FileManager.default.subpathsOfDirectory(atPath: root.path).sorted()
            .filter { $0.hasSuffix(".swift") }.map { root.appending(path: $0) }
    }
}
