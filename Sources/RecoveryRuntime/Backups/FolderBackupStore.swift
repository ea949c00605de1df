import Files

/// Backups in a folder, which only their owner can read.
package struct FolderBackupStore: BackupStore {
    private let folder: Folder

    package init(_ path: String) { folder = Folder(path, readers: .owner) }

    package var place: String { folder.path }

    package func names() throws -> [String] { try folder.files() }

    package func read(_ name: String) throws -> [UInt8]? { try folder.read(name) }

    package func open(_ name: String) throws -> StoredObject? {
        guard let reader = try FileReader(name, in: folder) else { return nil }
        return StoredObject(size: reader.size, stamp: reader.stamp) { try reader.next(atMost: 256 << 10) }
    }

    package func begin(_ name: String) throws -> any GrowingObject {
        Growing(file: try GrowingFile(name, in: folder), name: name, folder: folder)
    }

    package func create(_ name: String, _ bytes: [UInt8]) throws -> Bool { try folder.create(name, with: bytes) }

    package func delete(_ name: String) throws { try folder.delete(name) }

    package func removeAbandoned() throws -> Int { try folder.removeAbandoned() }

    private struct Growing: GrowingObject {
        let file: GrowingFile
        let name: String
        let folder: Folder

        func append(_ bytes: [UInt8]) throws { try file.append(bytes) }

        func finish() throws {
            guard try file.finish() else { throw BackupFailure("\(folder.path(of: name)) exists already") }
        }

        func abandon() {
            file.abandon()
            // Takes the folder away too when nothing is in it.
            try? folder.delete(name)
        }
    }
}
