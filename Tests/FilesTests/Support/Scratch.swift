import Files
import FoundationEssentials
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A folder of the test's own, and what somebody may lay into it.
struct Scratch: Sendable {
    let path: String

    /// Makes the folder, and removes it when the body ends.
    static func run(_ body: (Scratch) async throws -> Void) async throws {
        let scratch = Scratch(path: "/tmp/drctl-files-\(UUID().uuidString)")
        try FileManager.default.createDirectory(atPath: scratch.path, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: scratch.path) }
        try await body(scratch)
    }

    var folder: Folder { Folder(path) }

    /// A file beside whatever is written, which must stay as it is.
    var victim: String { "\(path)/victim" }

    func callAsFunction(_ name: String) -> String { "\(path)/\(name)" }

    func write(_ text: String, to name: String) throws { try Data(text.utf8).write(to: URL(filePath: self(name))) }

    func text(_ name: String) -> String? {
        FileManager.default.contents(atPath: self(name)).map { String(decoding: $0, as: UTF8.self) }
    }

    func names() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: path).sorted() }

    func permissions(_ name: String) -> mode_t {
        var status = stat()
        lstat(self(name), &status)
        return status.st_mode & 0o777
    }
}

/// What may stand where drctl keeps a file.
enum Obstacle: CaseIterable, Sendable {
    case link, danglingLink, linkToFolder, pipe, folder, socket

    var kind: FileKind {
        switch self {
        case .link, .danglingLink, .linkToFolder: .symbolicLink
        case .pipe: .pipe
        case .folder: .folder
        case .socket: .socket
        }
    }

    /// Lays it under a name; links lead to the victim, or to where one could be made.
    func lay(_ name: String, in scratch: Scratch) throws {
        try scratch.write("precious", to: "victim")
        mkdir(scratch("elsewhere"), 0o755)
        let result =
            switch self {
            case .link: symlink(scratch.victim, scratch(name))
            case .danglingLink: symlink(scratch("elsewhere/new"), scratch(name))
            case .linkToFolder: symlink(scratch("elsewhere"), scratch(name))
            case .pipe: mkfifo(scratch(name), 0o600)
            case .folder: mkdir(scratch(name), 0o755)
            case .socket: bindSocket(scratch(name))
            }
        try #require(result == 0, "\(self): errno \(errno)")
    }

    /// Expects that nothing behind it was touched.
    func expectUntouched(_ name: String, in scratch: Scratch) throws {
        #expect(scratch.text("victim") == "precious", "\(self)")
        #expect(try FileManager.default.contentsOfDirectory(atPath: scratch("elsewhere")).isEmpty, "\(self)")
        #expect(try scratch.names() == ["elsewhere", name, "victim"].sorted(), "\(self)")
    }
}

private func bindSocket(_ path: String) -> Int32 {
    #if canImport(Glibc)
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    #else
        let descriptor = socket(AF_UNIX, SOCK_STREAM, 0)
    #endif
    defer { close(descriptor) }
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8.prefix($0.count - 1)) }
    return withUnsafePointer(to: &address) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
            bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
        }
    }
}
