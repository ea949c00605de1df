import Files

/// Evidence in a folder: a kill leaves the old or the new, and nothing is read or written through a link.
package struct FolderEvidenceStorage: EvidenceStorage {
    private let folder: Folder

    package var place: String { folder.path }

    package init(folder: String) { self.folder = Folder(folder) }

    package func names(prefix: String) async throws -> [String] {
        // Until 0.1 a killed process left names that end in .part.
        try folder.files().filter { $0.hasPrefix(prefix) && !$0.hasSuffix(".part") }
    }

    package func read(_ name: String) async throws -> [UInt8]? { try folder.read(name) }

    package func write(_ bytes: [UInt8], to name: String, exclusively: Bool) async throws -> Bool {
        if exclusively { return try folder.create(name, with: bytes) }
        try folder.replace(name, with: bytes)
        return true
    }
}
