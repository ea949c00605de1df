import Foundation

/// botocore's data folder: `<service>/<version>/service-2.json`, perhaps compressed.
final class ModelFiles {
    let root: URL
    /// Files already read: the conformance data asks for the same ones again and again.
    private var known: [String: JSON] = [:]

    init(root: URL) { self.root = root }

    /// The newest version of a service's model, with its paginators and waiters.
    ///
    /// - Parameter wireProtocol: Instead of the model's first.
    func load(
        _ name: String, wireProtocol: String? = nil
    ) throws -> (model: Model, paginators: JSON, waiters: JSON) {
        let service = root.appending(path: name)
        let versions = try FileManager.default.contentsOfDirectory(atPath: service.path).sorted()
        guard let version = versions.last(where: { $0.first?.isNumber == true }) else {
            throw GenerationError("\(service.path) holds no version")
        }
        let folder = service.appending(path: version)
        guard let json = try read(folder, "service-2") else { throw GenerationError("no model in \(folder.path)") }
        let metadata = json["metadata"] ?? .null
        let model = try Model(
            metadata: metadata, operations: json["operations"] ?? .null, shapes: json["shapes"] ?? .null,
            protocol: wireProtocol ?? metadata["protocol"]?.string ?? "")
        return (model, try read(folder, "paginators-1") ?? .null, try read(folder, "waiters-2") ?? .null)
    }

    /// All that a service's model says it speaks; none when there is no such service.
    func protocols(of service: String) throws -> [String] {
        guard FileManager.default.fileExists(atPath: root.appending(path: service).path) else { return [] }
        let metadata = try load(service, wireProtocol: "query").model.metadata
        let all = (metadata["protocols"]?.array ?? []).compactMap(\.string)
        return all.isEmpty ? [metadata["protocol"]?.string].compactMap(\.self) : all
    }

    private func read(_ folder: URL, _ name: String) throws -> JSON? {
        let path = folder.appending(path: name).path
        if let file = known[path] { return file }
        let file = try parse(folder, name)
        known[path] = file
        return file
    }

    private func parse(_ folder: URL, _ name: String) throws -> JSON? {
        let plain = folder.appending(path: name + ".json")
        if FileManager.default.fileExists(atPath: plain.path) {
            return try JSONParser.parse([UInt8](Data(contentsOf: plain)))
        }
        let packed = folder.appending(path: name + ".json.gz")
        guard FileManager.default.fileExists(atPath: packed.path) else { return nil }
        return try JSONParser.parse(unpack(packed))
    }

    /// Foundation cannot read gzip; the tool is everywhere where Python packages are.
    private func unpack(_ file: URL) throws -> [UInt8] {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["gzip", "-dc", file.path]
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let bytes = try pipe.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw GenerationError("gzip -dc \(file.path) failed") }
        return [UInt8](bytes)
    }
}
