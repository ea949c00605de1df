import Foundation

/// The operations that the conformance data names, whether or not drctl calls them.
struct NamedOperations {
    /// An operation, and how it is spoken there.
    struct Name: Hashable, Comparable {
        var service: String
        var wireProtocol: String
        var operation: String

        static func < (left: Name, right: Name) -> Bool {
            (left.service, left.wireProtocol, left.operation) < (right.service, right.wireProtocol, right.operation)
        }
    }

    /// `conformance`.
    let data: URL
    let models: ModelFiles

    /// Sorted, without those that the models do not have.
    func all() throws -> [Name] {
        let named = try recorded("recordings") + recorded("golden-requests") + parsed()
        return Set(named).sorted()
    }

    /// Rows that say service, operation and protocol.
    private func recorded(_ folder: String) throws -> [Name] {
        try files(in: folder, ".jsonl").flatMap { file in
            try Data(contentsOf: file).split(separator: UInt8(ascii: "\n")).compactMap { line in
                let row = try JSONParser.parse([UInt8](line))
                guard let service = row["service"]?.string, let operation = row["operation"]?.string,
                    let name = row["protocol"]?.string, try model(service, name)?.operations[operation] != nil
                else { return nil }
                return Name(service: service, wireProtocol: name, operation: operation)
            }
        }
    }

    /// Bodies without a row: the operation is in the file's name or in the root element.
    private func parsed() throws -> [Name] {
        let folders = ["xml/responses", "xml/errors", "boto2", "rusoto/cloudwatch", "rusoto/s3", "rusoto/sqs"]
        return try folders.flatMap { folder in
            try files(in: "response-parsing/\(folder)", ".xml").compactMap { file in
                let stem = file.deletingPathExtension().lastPathComponent
                let parts = (stem.split(separator: "#").first ?? "").split(separator: "-", maxSplits: 1)
                let service = folder.hasPrefix("rusoto/") ? String(folder.dropFirst(7)) : String(parts[0])
                guard let spoken = Self.spoken(try models.protocols(of: service)),
                    let model = try model(service, spoken)
                else { return nil }
                let root = Self.root(String(decoding: try Data(contentsOf: file), as: UTF8.self))
                let operation = model.operations.members.map(\.key).first { name in
                    ["Response", "Result", "Output"].contains { root == name + $0 }
                        || (parts.count > 1 && Naming.kebab(name) == parts[1])
                }
                return operation.map { Name(service: service, wireProtocol: spoken, operation: $0) }
            }
        }
    }

    /// These bodies are XML. A service that speaks JSON now spoke the query protocol then.
    private static func spoken(_ protocols: [String]) -> String? {
        guard !protocols.isEmpty else { return nil }
        return ["query", "ec2", "rest-xml"].first(where: protocols.contains) ?? "query"
    }

    private static func root(_ text: String) -> Substring {
        let element = text.split(separator: "<").first { $0.first?.isLetter == true } ?? ""
        return element.prefix { $0.isLetter || $0.isNumber }
    }

    private func model(_ service: String, _ wireProtocol: String) throws -> Model? {
        guard !(try models.protocols(of: service)).isEmpty else { return nil }
        return try models.load(service, wireProtocol: wireProtocol).model
    }

    private func files(in folder: String, _ suffix: String) throws -> [URL] {
        let folder = data.appending(path: folder)
        guard FileManager.default.fileExists(atPath: folder.path) else { return [] }
        return try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
            .filter { $0.hasSuffix(suffix) }.map { folder.appending(path: $0) }
    }
}

extension Naming {
    /// `DescribeDBInstances` is `describe-db-instances`, as the AWS CLI names commands.
    static func kebab(_ name: String) -> String {
        let characters = Array(name)
        var result = ""
        for (index, character) in characters.enumerated() {
            let next = index + 1 < characters.count ? characters[index + 1] : nil
            let isStart =
                character.isUppercase && index > 0
                && (!characters[index - 1].isUppercase || next?.isLowercase == true)
            result += (isStart ? "-" : "") + character.lowercased()
        }
        return result
    }
}
