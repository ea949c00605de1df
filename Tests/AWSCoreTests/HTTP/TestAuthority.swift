import Foundation
import Synchronization

/// A certificate authority in a temporary folder, made by the openssl tool, and servers with its certificates.
final class TestAuthority: Sendable {
    let folder: URL

    private static let folders = Mutex<[URL]>([])
    /// Authorities are shared between tests, so their folders go with the process.
    private static let cleanUpAtExit: Void = {
        atexit {
            for folder in TestAuthority.folders.withLock({ $0 }) { try? FileManager.default.removeItem(at: folder) }
        }
    }()

    init() throws {
        Self.cleanUpAtExit
        folder = FileManager.default.temporaryDirectory.appending(path: "drctl-tls-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        Self.folders.withLock { [folder] in $0.append(folder) }
        try openssl(
            ["req", "-x509", "-nodes", "-days", "2", "-subj", "/CN=drctl test authority", "-keyout", "ca.key"]
                + Self.newKey + ["-out", "ca.pem"])
    }

    /// The authority's certificate.
    var bundle: String { folder.appending(path: "ca.pem").path() }

    /// Signs a certificate for a subject alternative name such as `DNS:localhost`; negative days make an expired one.
    func issue(_ name: String, alternativeName: String, days: Int = 2) throws {
        try Data("subjectAltName=\(alternativeName)".utf8).write(to: folder.appending(path: "\(name).ext"))
        try openssl(
            ["req", "-nodes", "-subj", "/CN=\(name)", "-keyout", "\(name).key"] + Self.newKey + ["-out", "\(name).csr"])
        try openssl(
            ["x509", "-req", "-in", "\(name).csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-days", "\(days)"]
                + ["-extfile", "\(name).ext", "-out", "\(name).pem"])
    }

    private static let newKey = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"]

    private func openssl(_ arguments: [String]) throws {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/openssl")
        process.arguments = arguments
        process.currentDirectoryURL = folder
        let messages = Pipe()
        process.standardError = messages
        try process.run()
        let text = try messages.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw TestAuthorityError(arguments: arguments, message: String(decoding: text, as: UTF8.self))
        }
    }
}

struct TestAuthorityError: Error {
    var arguments: [String]
    var message: String
}

/// `openssl s_server` on 127.0.0.1: serves the files of the authority's folder to one connection after the other.
final class TLSServer: Sendable {
    let port: Int
    private let process: Process

    init(_ authority: TestAuthority, certificate: String) throws {
        process = Process()
        process.executableURL = URL(filePath: "/usr/bin/openssl")
        process.arguments = [
            "s_server", "-accept", "127.0.0.1:0", "-WWW", "-cert", "\(certificate).pem", "-key", "\(certificate).key",
        ]
        process.currentDirectoryURL = authority.folder
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        process.standardInput = FileHandle.nullDevice
        try process.run()
        var text = ""
        while let more = try output.fileHandleForReading.read(upToCount: 1), !more.isEmpty {
            text += String(decoding: more, as: UTF8.self)
            guard text.hasSuffix("\n"), let line = text.split(separator: "\n").last, line.hasPrefix("ACCEPT"),
                let port = line.split(separator: ":").last.flatMap({ Int($0) })
            else { continue }
            self.port = port
            return
        }
        throw TestAuthorityError(arguments: process.arguments ?? [], message: text)
    }

    /// Not by SIGTERM: a process that a task starts inherits the signal mask of its thread, which blocks that.
    deinit {
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }
}
