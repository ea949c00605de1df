import FoundationEssentials

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Evidence in a folder: written beside, synced, then put in place, so that a kill leaves the old or the new.
package struct FolderEvidenceStorage: EvidenceStorage {
    package let place: String

    package init(folder: String) { place = folder }

    package func names(prefix: String) async throws -> [String] {
        try Self.files(in: place, named: "").filter { $0.hasPrefix(prefix) && !$0.hasSuffix(".part") }.sorted()
    }

    private static func files(in folder: String, named path: String) throws -> [String] {
        var isFolder = false
        guard FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder) else { return [] }
        guard isFolder else { return [path] }
        do {
            return try FileManager.default.contentsOfDirectory(atPath: folder).flatMap { name in
                try files(in: "\(folder)/\(name)", named: path.isEmpty ? name : "\(path)/\(name)")
            }
        } catch {
            throw EvidenceFailure(place: folder, reason: "it cannot be listed")
        }
    }

    package func read(_ name: String) async throws -> [UInt8]? {
        let path = "\(place)/\(name)"
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        guard let data = FileManager.default.contents(atPath: path) else {
            throw EvidenceFailure(place: path, reason: "it cannot be read")
        }
        return [UInt8](data)
    }

    package func write(_ bytes: [UInt8], to name: String, exclusively: Bool) async throws -> Bool {
        let path = "\(place)/\(name)"
        let folder = String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)])
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        } catch {
            throw EvidenceFailure(place: folder, reason: "it cannot be made")
        }
        // A name of its own for every write: two writers of one process must not take each other's away.
        let part = "\(path).\(getpid())-\(UInt32.random(in: 0...UInt32.max)).part"
        defer { unlink(part) }
        try Self.writeSynced(bytes, to: part)
        if exclusively {
            // A link is refused where the name is taken, which a rename is not.
            guard link(part, path) == 0 else {
                if errno == EEXIST { return false }
                throw failure(path)
            }
        } else if rename(part, path) != 0 {
            throw failure(path)
        }
        Self.syncFolder(folder)
        return true
    }

    private static func writeSynced(_ bytes: [UInt8], to path: String) throws {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw failure(path) }
        defer { close(descriptor) }
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { posixWrite(descriptor, $0) }
            guard count > 0 else { throw failure(path) }
            rest = rest.dropFirst(count)
        }
        guard fsync(descriptor) == 0 else { throw failure(path) }
    }

    private static func posixWrite(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
        #if canImport(Glibc)
            Glibc.write(descriptor, bytes.baseAddress, bytes.count)
        #else
            Darwin.write(descriptor, bytes.baseAddress, bytes.count)
        #endif
    }

    /// The name itself is durable only when the folder is.
    private static func syncFolder(_ folder: String) {
        let descriptor = open(folder, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        fsync(descriptor)
        close(descriptor)
    }

    private func failure(_ path: String) -> EvidenceFailure { Self.failure(path) }

    private static func failure(_ path: String) -> EvidenceFailure {
        EvidenceFailure(place: path, reason: String(cString: strerror(errno)))
    }
}
