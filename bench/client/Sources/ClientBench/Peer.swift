import Foundation

/// The server of peer.py with a certificate of its own, in a temporary folder.
struct Peer {
    let folder: URL
    let port: Int
    private let process: Process

    /// The certificate to trust.
    var bundle: String { folder.appending(path: "peer.pem").path() }

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "client-bench-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        _ = try ChildProcess.run(
            "/usr/bin/openssl",
            ["req", "-x509", "-nodes", "-days", "2", "-subj", "/CN=localhost", "-newkey", "ec"]
                + ["-pkeyopt", "ec_paramgen_curve:prime256v1", "-addext", "subjectAltName=DNS:localhost"]
                + ["-keyout", "peer.key", "-out", "peer.pem"], in: folder)
        process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["python3", Self.file("peer.py"), "peer.pem", "peer.key"]
        process.currentDirectoryURL = folder
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let line = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
        guard let port = Int(line.trimmingCharacters(in: .whitespacesAndNewlines)) else {
            throw BenchError(description: "the peer did not start: \(line)")
        }
        self.port = port
    }

    func stop() {
        process.terminate()
        try? FileManager.default.removeItem(at: folder)
    }

    /// A file beside this package's manifest.
    static func file(_ name: String) -> String {
        URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../\(name)").standardized.path()
    }
}
